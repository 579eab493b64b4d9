using Microsoft.Extensions.Options;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Scope;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>
/// How many projects and workspaces a scope has now: a name that is misspelt matches nothing, and the URL would only
/// ever answer that nothing is there. Asking takes a few seconds at most and never fails what it stands beside.
/// </summary>
internal sealed class ScopeMatches(
    TerraformClient terraform, BlobResolver blobs, ICredentialSource credentials,
    IOptions<ServerlessMcpOptions> options, TimeProvider time)
{
    // 1,000 workspaces, as for reports on an organization; beyond, it is not known.
    private const int MostPages = 10;

    /// <summary>Counts them, in all scopes of the URL at once.</summary>
    /// <returns>Null for each where it could not be known; null for all where the URL has no scope.</returns>
    public async Task<(int? Projects, int? Workspaces)?> CountAsync(
        McpServerConfig config, IntegratedAccount account, CancellationToken cancellationToken)
    {
        var scopes = AccessScope.Of(config, account);
        if (scopes.Count == 0 || account.Organization is not { } organization)
        {
            return null;
        }

        if (options.Value.ScopeMatchPatience == TimeSpan.Zero)
        {
            return (null, null);
        }

        using var patience = new CancellationTokenSource(options.Value.ScopeMatchPatience, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        var api = new TerraformSession(terraform, blobs, credentials, account);
        int? projects = null, workspaces = null;
        try
        {
            if (!await api.OpenAsync(both.Token))
            {
                return (null, null);
            }

            var names = new Dictionary<string, string?>(StringComparer.Ordinal);
            if (!await ReadAsync(
                api, organization, "projects", project => names[ResourceJson.Text(project, "id") ?? ""] = Name(project),
                both.Token))
            {
                return (null, null);
            }

            projects = names.Count(project => scopes.All(scope => scope.HasProject(project.Key, project.Value)));
            var count = 0;
            if (await ReadAsync(
                api, organization, "workspaces", workspace => count += IsIn(workspace, scopes, names) ? 1 : 0,
                both.Token))
            {
                workspaces = count;
            }
        }
        catch (Exception failure)
            when (failure is CredentialUnavailableException or TerraformFailedException or JsonException
                or OperationCanceledException or RequestsSpentException)
        {
            // Not known: then it is null, and whoever mints goes on.
            cancellationToken.ThrowIfCancellationRequested();
        }

        return (projects, workspaces);
    }

    // False where not all of them could be read.
    private static async Task<bool> ReadAsync(
        TerraformSession api, string organization, string resource, Action<JsonElement> note,
        CancellationToken cancellationToken)
    {
        for (var page = 1; page <= MostPages; page++)
        {
            using var response = await api.GetAsync(
                $"/api/v2/organizations/{Uri.EscapeDataString(organization)}/{resource}?page%5Bnumber%5D={page}&page%5Bsize%5D=100", cancellationToken);
            if (!response.IsSuccess)
            {
                return false;
            }

            using var document = JsonDocument.Parse(response.Body);
            var rows = 0;
            foreach (var row in ResourceJson.Data(document.RootElement))
            {
                rows++;
                note(row);
            }

            if (rows < 100)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsIn(JsonElement workspace, IReadOnlyList<AccessScope> scopes, Dictionary<string, string?> projects) =>
        ResourceJson.Text(workspace, "id") is { } id && ScopedWorkspace.Of(workspace) is { } facts
        && scopes.All(scope => scope.HasWorkspace(id, facts.Name) && scope.HasTag(facts.Tags)
            && (scope.Projects.Count == 0
                || (facts.ProjectId is { } project && scope.HasProject(project, projects.GetValueOrDefault(project)))));

    private static string? Name(JsonElement resource) =>
        resource.TryGetProperty("attributes", out var attributes) ? ResourceJson.Text(attributes, "name") : null;
}
