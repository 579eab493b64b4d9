using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>
/// Reads a plan's JSON
/// (<see href="https://developer.hashicorp.com/terraform/internals/json-format#plan-representation"/>) into a digest,
/// once and forward: each resource's change is looked at and let go, so that memory depends on what is answered, not on
/// the plan.
/// </summary>
internal static class PlanReader
{
    // What a plan has besides, and a digest has no use for: OpenTofu's and HCP Terraform's members are the same.
    private static readonly HashSet<string> PassedOver = new(StringComparer.Ordinal)
    {
        "planned_values", "proposed_unknown", "prior_state", "relevant_attributes", "timestamp", "applyable",
        "provider_schemas", "provider_format_version",
    };

    /// <summary>Reads the plan to its end.</summary>
    /// <param name="plan">An answer whose status is 2xx. The caller disposes it.</param>
    /// <param name="query">What is asked of it.</param>
    /// <param name="isRedacted">Whether it is the form in which the API has replaced what is marked as sensitive.</param>
    /// <exception cref="TerraformFailedException">It didn't come whole, or is over the cap.</exception>
    /// <exception cref="UnreadablePlanException">It is JSON, and no plan that can be read here; the exception says what
    /// it is.</exception>
    /// <exception cref="JsonException">It is no Unicode text.</exception>
    public static async Task<PlanDigest> ReadAsync(TerraformDownload plan, PlanQuery query, bool isRedacted = false)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(query);
        using var document = new DocumentReader(plan);
        var found = new CollectedPlan(query, isRedacted, plan.Budget);
        var kind = new PlanKind();
        if (!await document.EnterObjectAsync())
            throw plan.NotJson();
        try
        {
            while (await document.NameAsync() is { } name)
                await ReadAsync(document, name, found, kind);
            kind.Check();
            return found.Digest();
        }
        catch (InvalidOperationException e)
        {
            throw JsonText.Unreadable(e);
        }
    }

    private static async ValueTask ReadAsync(DocumentReader document, string name, CollectedPlan found, PlanKind kind)
    {
        kind.Add(name);
        switch (name)
        {
            case "format_version":
                kind.Format = await document.ValueAsync();
                break;
            case "resource_changes":
                kind.HasOddChanges = !await EachAsync(
                    document, name, found, change => found.Add(change, isDrift: false, deferredBecause: null));
                break;
            case "resource_drift":
                await EachAsync(document, name, found, change => found.Add(change, isDrift: true, deferredBecause: null));
                break;
            case "deferred_changes":
                await EachAsync(document, name, found, found.AddDeferred);
                break;
            case "output_changes":
                if (await document.EnterObjectAsync())
                {
                    while (await document.NameAsync() is { } output)
                        found.AddOutput(output, await document.ValueAsync());
                }

                break;
            case "checks":
                await EachAsync(document, name, found, found.AddCheck);
                break;
            case "action_invocations":
                await EachAsync(document, name, found, found.AddInvocation);
                break;
            case "deferred_action_invocations":
                await EachAsync(document, name, found, found.AddDeferredInvocation);
                break;
            case "variables":
                found.Variables = await document.ValueAsync();
                break;
            case "configuration":
                await ReadConfigurationAsync(document, found);
                break;
            case "terraform_version":
                found.TerraformVersion = await document.ValueAsync();
                break;
            case "errored":
                found.IsErrored = (await document.ValueAsync()).ValueKind == JsonValueKind.True;
                break;
            case "complete":
                found.IsPartial = (await document.ValueAsync()).ValueKind == JsonValueKind.False;
                break;
            default:
                if (!PassedOver.Contains(name))
                    found.AddUnknown(name);
                await document.SkipAsync();
                break;
        }
    }

    // What can't be summed up is named: an element that is not understood, or something that is not a list. False for
    // the latter; null counts as an empty list.
    private static async ValueTask<bool> EachAsync(
        DocumentReader document, string name, CollectedPlan found, Func<JsonElement, bool> add)
    {
        var kind = await document.PeekAsync();
        if (!await document.EnterArrayAsync())
        {
            if (kind == JsonTokenType.Null)
                return true;
            found.AddUnknown(name);
            return false;
        }

        while (await document.HasElementAsync())
        {
            if (await document.ValueAsync() is not { ValueKind: JsonValueKind.Object } element || !add(element))
                found.AddUnread(name);
        }

        return true;
    }

    // The whole configuration of a large plan has megabytes, and of most plans only the root module's variables are of use.
    private static async ValueTask ReadConfigurationAsync(DocumentReader document, CollectedPlan found)
    {
        if (!await document.EnterObjectAsync())
            return;
        while (await document.NameAsync() is { } name)
        {
            if (name != "root_module")
                await document.SkipAsync();
            else if (found.References is { } references)
                await references.ReadAsync(document, variables: declared => found.Declared = declared);
            else if (await document.EnterObjectAsync())
                await ReadVariablesAsync(document, found);
        }
    }

    private static async ValueTask ReadVariablesAsync(DocumentReader document, CollectedPlan found)
    {
        while (await document.NameAsync() is { } name)
        {
            if (name == "variables")
                found.Declared = await document.ValueAsync();
            else
                await document.SkipAsync();
        }
    }
}
