using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Records;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>
/// The state versions of a workspace that a call means: by their ids, by the run that made them, or by the time at
/// which they were the current one. The list is read for the last two, newest first, at most
/// <see cref="MaxPages"/> pages of a hundred.
/// </summary>
internal sealed class ChosenState(TerraformSession api, string workspaceId)
{
    private const int MaxPages = 5;

    private List<Version>? versions;
    private bool isCut;

    /// <summary>A version, or the API's refusal, or why there is none.</summary>
    /// <param name="asked"><c>sv-…</c>, <c>run-…</c> or a moment; null for the current one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<(Version? Found, TerraformResponse? Refusal, string? Missing)> FindAsync(
        string? asked, CancellationToken cancellationToken)
    {
        if (asked is null)
            return await ReadAsync($"/workspaces/{Uri.EscapeDataString(workspaceId)}/current-state-version", cancellationToken);
        if (asked.StartsWith("sv-", StringComparison.Ordinal))
            return await ReadAsync($"/state-versions/{Uri.EscapeDataString(asked)}", cancellationToken);
        if (versions is null && await ListAsync(cancellationToken) is { } refusal)
            return (null, refusal, null);
        if (asked.StartsWith("run-", StringComparison.Ordinal))
        {
            return versions!.Find(version => version.RunId == asked) is { } made ? await ReadAsync($"/state-versions/{made.Id}", cancellationToken)
                : (null, null, $"{asked} made no state version of this workspace{Bound()}. Its status may say why.");
        }

        var at = SameValue.Instant(asked)!.Value;
        return versions!.Find(version => version.At <= at) is { } then ? await ReadAsync($"/state-versions/{then.Id}", cancellationToken)
            : isCut ? (null, null, $"The workspace's state at {at.ToSecond()} is not known{Bound()}.")
            : (Version.None, null, null);
    }

    private string Bound() => isCut ? string.Create(CultureInfo.InvariantCulture, $", as far as the newest {MaxPages * 100} go") : "";

    private async Task<(Version? Found, TerraformResponse? Refusal, string? Missing)> ReadAsync(
        string path, CancellationToken cancellationToken)
    {
        var response = await api.GetAsync(TerraformClient.Prefix + path, cancellationToken);
        if (!response.IsSuccess)
            return (null, response, null);
        using (response)
        using (var document = ApiDocument.Parse(response))
        {
            var found = Read(document.Single);
            return found.HomeId is { } home && home != workspaceId
                ? (null, null, $"{found.Id} is of another workspace, {home}.")
                : (found with
                {
                    Shown = ResourceLink.Find(response.Body, "hosted-json-state-download-url", "state-versions"),
                    Stored = ResourceLink.Find(response.Body, "hosted-state-download-url", "state-versions"),
                }, null, null);
        }
    }

    private async Task<TerraformResponse?> ListAsync(CancellationToken cancellationToken)
    {
        var response = await api.GetAsync($"{TerraformClient.Prefix}/workspaces/{Uri.EscapeDataString(workspaceId)}", cancellationToken);
        if (!response.IsSuccess)
            return response;
        string name, organization;
        using (response)
        using (var document = ApiDocument.Parse(response))
        {
            var home = document.Single;
            (name, organization) = (home.Text("name") ?? "", home.RelatedId("organization") ?? api.Account.Organization ?? "");
        }

        versions = [];
        for (var page = 1; page <= MaxPages; page++)
        {
            var list = await api.GetAsync(string.Create(CultureInfo.InvariantCulture,
                $"{TerraformClient.Prefix}/state-versions?filter%5Borganization%5D%5Bname%5D={Uri.EscapeDataString(organization)}"
                + $"&filter%5Bworkspace%5D%5Bname%5D={Uri.EscapeDataString(name)}&page%5Bsize%5D=100&page%5Bnumber%5D={page}"), cancellationToken);
            if (!list.IsSuccess)
                return list;
            using (list)
            using (var document = ApiDocument.Parse(list))
            {
                versions.AddRange(document.List.Select(Read));
                isCut = document.HasNextPage(page);
                if (!isCut)
                    break;
            }
        }

        return null;
    }

    private static Version Read(ApiResource version) => new(
        version.Id, version.RelatedId("workspace"), version.RelatedId("run"), version.Number("serial"), version.Time("created-at"));

    /// <summary>A state version.</summary>
    internal sealed record Version(string Id, string? HomeId, string? RunId, int? Serial, DateTimeOffset? At)
    {
        /// <summary>That of a time before the first.</summary>
        public static Version None { get; } = new("", null, null, null, null);

        /// <summary>Where it is as <c>terraform show -json</c> prints it.</summary>
        public Uri? Shown { get; init; }

        /// <summary>Where it is as Terraform stores it.</summary>
        public Uri? Stored { get; init; }
    }
}
