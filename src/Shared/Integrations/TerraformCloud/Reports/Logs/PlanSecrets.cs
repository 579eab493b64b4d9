using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Logs;

/// <summary>
/// Reads out of a plan's JSON
/// (<see href="https://developer.hashicorp.com/terraform/internals/json-format#plan-representation"/>) what it marks:
/// before, after and planned, of resources, data, drift, actions and outputs, and the variables that the configuration
/// calls sensitive. Once and forward; of the values hashes are kept.
/// </summary>
internal static class PlanSecrets
{
    // Modules within modules; Terraform's own limit is far below.
    private const int MaxDepth = 200;

    /// <summary>Reads the plan to its end; tells also whether it marks more than is kept, so that not all copies are
    /// known.</summary>
    /// <param name="plan">An answer whose status is 2xx: the full plan. The caller disposes it.</param>
    /// <exception cref="TerraformFailedException">It didn't come whole, or is over the cap.</exception>
    /// <exception cref="JsonException">It is no plan.</exception>
    public static async Task<(SecretCopies Copies, bool IsCut)> ReadAsync(TerraformDownload plan)
    {
        using var document = new DocumentReader(plan);
        if (!await document.EnterObjectAsync())
            throw plan.NotJson();
        var copies = new SecretCopies();
        var forms = new CopyForms(copies);
        JsonElement variables = default, declared = default;
        try
        {
            while (await document.NameAsync() is { } name)
            {
                switch (name)
                {
                    case "resource_changes" or "resource_drift":
                        await document.EachAsync(change => Change(change, forms));
                        break;
                    case "deferred_changes":
                        await document.EachAsync(deferred => Change(Member(deferred, "resource_change"), forms));
                        break;
                    case "action_invocations" or "deferred_action_invocations":
                        await document.EachAsync(invocation => Invocation(invocation, forms));
                        break;
                    case "output_changes":
                        await document.MembersAsync(change => BeforeAndAfter(change, forms));
                        break;
                    case "planned_values":
                        await ValuesAsync(document, forms);
                        break;
                    case "prior_state":
                        await document.WithinAsync("values", () => ValuesAsync(document, forms));
                        break;
                    case "variables":
                        variables = await document.ValueAsync();
                        break;
                    case "configuration":
                        await document.WithinAsync("root_module",
                            () => document.WithinAsync("variables", async () => declared = await document.ValueAsync()));
                        break;
                    default:
                        await document.SkipAsync();
                        break;
                }
            }

            Variables(variables, declared, forms);
            return (copies, forms.IsCut);
        }
        catch (InvalidOperationException e)
        {
            throw JsonText.Unreadable(e);
        }
    }

    private static void Change(JsonElement resource, CopyForms forms) => BeforeAndAfter(Member(resource, "change"), forms);

    private static void BeforeAndAfter(JsonElement change, CopyForms forms)
    {
        forms.AddMarked(change, "before");
        forms.AddMarked(change, "after");
    }

    private static void Invocation(JsonElement invocation, CopyForms forms)
    {
        forms.AddMarked(invocation, "config_values");
        forms.AddMarked(Member(invocation, "action_invocation"), "config_values");
    }

    // A plan says of its variables only the values; which of them are sensitive stands in the configuration.
    private static void Variables(JsonElement variables, JsonElement declared, CopyForms forms)
    {
        if (variables.ValueKind != JsonValueKind.Object || declared.ValueKind != JsonValueKind.Object)
            return;
        var values = variables.EnumerateObject()
            .ToLookup(variable => variable.Name, variable => variable.Value, StringComparer.Ordinal);
        foreach (var declaration in declared.EnumerateObject()
            .Where(declaration => Member(declaration.Value, "sensitive").ValueKind == JsonValueKind.True))
        {
            forms.AddMarked(declaration.Value, "default");
            foreach (var value in values[declaration.Name])
                forms.Add(Member(value, "value"));
        }
    }

    // {outputs: {name: {sensitive, value}}, root_module: …}
    private static async Task ValuesAsync(DocumentReader document, CopyForms forms)
    {
        if (!await document.EnterObjectAsync())
            return;
        while (await document.NameAsync() is { } name)
        {
            if (name == "outputs")
                await document.MembersAsync(output => forms.AddMarked(output, "value"));
            else if (name == "root_module")
                await ModuleAsync(document, forms, 0);
            else
                await document.SkipAsync();
        }
    }

    private static async Task ModuleAsync(DocumentReader document, CopyForms forms, int depth)
    {
        if (depth > MaxDepth)
            throw new JsonException("Modules are nested too deep.");
        if (!await document.EnterObjectAsync())
            return;
        while (await document.NameAsync() is { } name)
        {
            if (name == "resources")
            {
                await document.EachAsync(resource => forms.AddMarked(resource, "values"));
            }
            else if (name == "child_modules" && await document.EnterArrayAsync())
            {
                while (await document.HasElementAsync())
                    await ModuleAsync(document, forms, depth + 1);
            }
            else if (name != "child_modules")
            {
                await document.SkipAsync();
            }
        }
    }

    private static JsonElement Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value) ? value : default;
}
