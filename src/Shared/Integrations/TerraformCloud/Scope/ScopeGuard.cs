using ServerlessMcp.Accounts;
using ServerlessMcp.Calls;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>
/// Holds one call to its URL's scope: its arguments before anything is sent for them, each request of a report, and
/// every document that comes back. It sits in <see cref="TerraformSession"/>, through which all requests of a call go,
/// so that no tool has a way around it.
/// </summary>
internal sealed class ScopeGuard : IRequestGuard
{
    // What belongs to one resource and is no list: documents and logs.
    private static readonly string[] Contents = [
        "json-output", "json-output-redacted", "json-schema", "sanitized-plan", "log-output", "output", "body",
        "download"];

    private readonly TerraformTool tool;
    private readonly ToolScope row;
    private bool isProven;

    private ScopeGuard(TerraformTool tool, IReadOnlyList<AccessScope> scopes, TerraformSession api, OwnerCache owners)
    {
        this.tool = tool;
        row = ToolScope.Of(tool);
        Judge = new ScopeJudge(scopes, api, owners);
    }

    /// <summary>The workspaces and projects in scope that the call was about, for the audit log.</summary>
    public IReadOnlyList<string> Targets => Judge.Proven;

    internal ScopeJudge Judge { get; }

    /// <summary>The guard of a call; null, and nothing is paid, for a URL without a scope.</summary>
    internal static ScopeGuard? Of(TerraformTool tool, ToolCall call, TerraformSession api, OwnerCache owners) =>
        call.Scopes is { Count: > 0 } scopes
        ? new(tool, scopes, api, owners) : null;

    /// <summary>Traces everything that the arguments name to a workspace or project in scope.</summary>
    /// <exception cref="OutOfScopeException">Something is not proven.</exception>
    /// <exception cref="ScopeUnknownException">The API could not say.</exception>
    internal async Task ProveAsync(ToolArguments arguments, CancellationToken cancellationToken)
    {
        var isAnchored = row.IsOrganizationList || row.Reach == ToolReach.Organization;
        string? Given(string name) =>
            arguments.TryGet(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        foreach (var argument in row.Arguments)
        {
            if (!arguments.TryGet(argument.Argument.Name, out var value))
            {
                continue;
            }

            if (!await IsInScopeAsync(argument, value, Given, cancellationToken))
            {
                throw new OutOfScopeException(argument.Argument.Name);
            }

            isAnchored |= argument.IsAnchor;
        }

        if (row.Anchor is { } needed && !arguments.TryGet(needed, out _))
        {
            throw new OutOfScopeException(needed);
        }

        if (!isAnchored)
        {
            throw new OutOfScopeException(row.Arguments.First(argument => argument.IsAnchor).Argument.Name);
        }

        isProven = true;
    }

    /// <summary>Refuses a request that the arguments do not cover: every one before <see cref="ProveAsync"/>, and those
    /// of a report to what is not in scope.</summary>
    /// <exception cref="OutOfScopeException">It may not be sent.</exception>
    /// <exception cref="ScopeUnknownException">The API could not say.</exception>
    public async ValueTask VetAsync(HttpMethod verb, string pathAndQuery, CancellationToken cancellationToken)
    {
        if (!isProven || (tool.Report is not null && row.Reach != ToolReach.Organization
            && (verb != HttpMethod.Get || !await IsInScopeAsync(pathAndQuery, cancellationToken))))
        {
            throw new OutOfScopeException(null);
        }
    }

    /// <summary>Refuses what is not the content of a resource in scope: it is read piece by piece, so nothing is cut
    /// from it.</summary>
    /// <exception cref="OutOfScopeException">It may not be sent.</exception>
    /// <exception cref="ScopeUnknownException">The API could not say.</exception>
    public async ValueTask VetContentAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        var segments = Segments(pathAndQuery);
        if (segments.Length is not (3 or 4) || segments[0] == "organizations" || !Contents.Contains(segments[^1]))
        {
            throw new OutOfScopeException(null);
        }

        await VetAsync(HttpMethod.Get, pathAndQuery, cancellationToken);
    }

    /// <summary>The answer without what is outside of the scope.</summary>
    /// <exception cref="OutOfScopeException">The one resource that it is about is outside, or it is a list whose rows
    /// do not say whose they are.</exception>
    public async Task<TerraformResponse> FilterAsync(
        string pathAndQuery, TerraformResponse response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccess || response.Body.IsEmpty || tool is { HasContent: true, Link: null })
        {
            return response;
        }

        try
        {
            return await ReadAsync(pathAndQuery, response, cancellationToken);
        }
        catch (Exception e)
            when (tool.Effect != Effect.Read
                && e is OutOfScopeException or ScopeUnknownException or TerraformFailedException or JsonException)
        {
            // It has been done. That its answer can't be shown must not read as if it had not: it is accepted, and that
            // is all there is to say.
            return new TerraformResponse(202, default, response.ContentType, response.RateLimit)
            { RequestId = response.RequestId };
        }
    }

    private async Task<TerraformResponse> ReadAsync(
        string pathAndQuery, TerraformResponse response, CancellationToken cancellationToken)
    {
        var isList = Segments(pathAndQuery) is ["organizations", _, .. var rest]
            && ToolScope.IsListOfOrganization(string.Join('/', rest));
        using (response)
        {
            var root = Parse(response.Body);
            if (!ScopedDocument.Is(root))
            {
                // What belongs to a resource in scope and is no resource itself: a plan, a summary. A list of the
                // organization's is never that.
                return isList && !IsCreation ? throw new OutOfScopeException(null) : Answer(response, response.Body.ToArray());
            }

            var document = await ReadAsync(root, isList && !IsCreation, cancellationToken);
            return document.HasRows || root.GetProperty("data").ValueKind == JsonValueKind.Array
                ? Answer(response, document.ToBytes()) : throw new OutOfScopeException(null);
        }
    }

    /// <summary>Reads a document of the API.</summary>
    /// <param name="root">For which <see cref="ScopedDocument.Is"/> holds.</param>
    /// <param name="isOrganizationList">Whether its rows are the organization's.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal ValueTask<ScopedDocument> ReadAsync(
        JsonElement root, bool isOrganizationList, CancellationToken cancellationToken) =>
        ScopedDocument.ReadAsync(
            root, isOrganizationList ? RowOwnership.Shown : row.Reach == ToolReach.Organization
                ? RowOwnership.Organization : RowOwnership.Inherited, Judge, cancellationToken);

    internal static JsonElement Parse(ReadOnlyMemory<byte> body)
    {
        var reader = new Utf8JsonReader(body.Span, new JsonReaderOptions { MaxDepth = ResourceReader.MaxDepth });
        return JsonElement.ParseValue(ref reader);
    }

    // POST /organizations/…/workspaces answers the workspace that it made.
    private bool IsCreation => tool.Verb == HttpMethod.Post;

    private async ValueTask<bool> IsInScopeAsync(
        ScopedArgument argument, JsonElement value, Func<string, string?> given, CancellationToken cancellationToken)
    {
        switch (argument.Role)
        {
            case ArgumentRole.Plain:
                return true;
            case ArgumentRole.Organization:
                return row.Reach == ToolReach.Organization;
            case ArgumentRole.Everywhere:
                return row.Reach == ToolReach.Organization || value.ValueKind == JsonValueKind.False;
            case ArgumentRole.WholeProject:
                return row.Reach == ToolReach.Organization || value.ValueKind == JsonValueKind.False || Judge.HasWholeProjects;
            case ArgumentRole.OrganizationName:
                return Judge.Organization is { } organization && value.ValueKind == JsonValueKind.String
                    && value.GetString() == organization;
            case ArgumentRole.WorkspaceName:
                return Judge.Organization is not null && value.ValueKind == JsonValueKind.String
                    && await Judge.FindWorkspaceAsync(value.GetString()!, cancellationToken) is { } id
                    && await Judge.IsInScopeAsync("workspaces", id, given, cancellationToken);
            case ArgumentRole.Resource:
                foreach (var one in Ids(value))
                {
                    var rule = RuleOf(argument, one);
                    if (rule is null ? row.Reach != ToolReach.Organization
                        : !await Judge.IsInScopeAsync(rule.Type, one, given, cancellationToken))
                    {
                        return false;
                    }
                }

                return true;
            default:
                return false;
        }
    }

    // Of a placeholder that takes a run's id as well as a plan's, the id says which it is.
    private static OwnerRule? RuleOf(ScopedArgument argument, string id) =>
        argument.Argument.OrId is { } other && ArgumentForms.IsIdOf(other, id) ? OwnerRules.OfArgument(other) : argument.Rule;

    private static IEnumerable<string> Ids(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Ids),
        JsonValueKind.Object when value.TryGetProperty("id", out var id) => Ids(id),
        JsonValueKind.Object => [],
        // An id that is not a text can't be proven to be in scope.
        _ => [""],
    };

    // Of a report, which makes its paths itself: a resource in scope or a part of it, a workspace in scope by its name,
    // or a list whose rows say whose they are.
    private async ValueTask<bool> IsInScopeAsync(string pathAndQuery, CancellationToken cancellationToken)
    {
        switch (Segments(pathAndQuery))
        {
            case ["organizations", var organization, "workspaces", var name]:
                return organization == Judge.Organization && await Judge.FindWorkspaceAsync(name, cancellationToken) is { } found
                    && await Judge.IsInScopeAsync("workspaces", found, _ => null, cancellationToken);
            case ["organizations", var organization, .. var rest]:
                return organization == Judge.Organization && ToolScope.IsListOfOrganization(string.Join('/', rest));
            case ["state-versions"]:
                // The list of a workspace, which its query names.
                var query = System.Web.HttpUtility.ParseQueryString(pathAndQuery[(pathAndQuery.IndexOf('?', StringComparison.Ordinal) + 1)..]);
                return query["filter[organization][name]"] is { } owner && owner == Judge.Organization
                    && query["filter[workspace][name]"] is { } home && await Judge.FindWorkspaceAsync(home, cancellationToken) is { } own
                    && await Judge.IsInScopeAsync("workspaces", own, _ => null, cancellationToken);
            case [var collection, var id, .. var parts]:
                return OwnerRules.OfCollection(collection) is { } rule && !parts.Any(IsLikeAnId)
                    && await Judge.IsInScopeAsync(rule.Type, id, _ => null, cancellationToken);
            default:
                return false;
        }
    }

    private static bool IsLikeAnId(string part) =>
        part.LastIndexOf('-') is var dash and > 0 && TerraformForm.IsId(part, part[..(dash + 1)]);

    // From /api/v2 on, unescaped; empty for any other path.
    private static string[] Segments(string pathAndQuery)
    {
        var path = pathAndQuery.Split('?')[0];
        return path.StartsWith(TerraformClient.Prefix + "/", StringComparison.Ordinal)
            ? [.. path[(TerraformClient.Prefix.Length + 1)..].Split('/').Select(Uri.UnescapeDataString)]
            : [];
    }

    private static TerraformResponse Answer(TerraformResponse response, ReadOnlyMemory<byte> body) =>
        new(response.Status, body, response.ContentType, response.RateLimit)
        {
            RequestId = response.RequestId,
            Location = response.Location,
            ProductHeaders = response.ProductHeaders,
        };
}
