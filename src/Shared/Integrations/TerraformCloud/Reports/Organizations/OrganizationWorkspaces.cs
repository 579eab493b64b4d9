using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>
/// The workspaces of an organization, as far as a report looks: at most <see cref="MaxPages"/> requests of a hundred
/// each. All workspaces of all reports come in here, through <see cref="Seen"/>.
/// </summary>
internal sealed record OrganizationWorkspaces
{
    /// <summary>The most pages read.</summary>
    public const int MaxPages = 10;

    /// <summary>How many workspaces they have.</summary>
    public const int MaxWorkspaces = MaxPages * 100;

    /// <summary>Workspaces whose name has this in it.</summary>
    public const string Search = "search";

    /// <summary>Workspaces of one project.</summary>
    public const string ProjectId = "project_id";

    /// <summary>The workspaces.</summary>
    public required IReadOnlyList<WorkspaceFacts> Rows { get; init; }

    /// <summary>How many there are beyond those that were read; null for an unknown number, as under a scope, where a
    /// list has no total.</summary>
    public int? NotCovered { get; init; } = 0;

    /// <summary>Lists them; the API's refusal where it does not.</summary>
    /// <param name="call">Whose workspaces.</param>
    /// <param name="include">What is included with each.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public static Task<(OrganizationWorkspaces? Found, TerraformResponse? Refusal)> ListAsync(
        TerraformCall call, string include, CancellationToken cancellationToken) =>
        ReadAsync(call, $"workspaces?include={Uri.EscapeDataString(include)}{Filters(call)}", Listed, cancellationToken);

    /// <summary>Asks the explorer for them: less of each, for less. It answers only those who may read all workspaces,
    /// and may be a little behind.</summary>
    public static Task<(OrganizationWorkspaces? Found, TerraformResponse? Refusal)> ExploreAsync(
        TerraformCall call, CancellationToken cancellationToken)
    {
        var filter = call.Arguments.Text(Search) is { } part
            ? $"&filter%5B0%5D%5Bworkspace_name%5D%5Bcontains%5D%5B0%5D={Uri.EscapeDataString(part)}" : "";
        return ReadAsync(call, $"explorer?type=workspaces&sort=workspace_name{filter}", Explored, cancellationToken);
    }

    private static async Task<(OrganizationWorkspaces? Found, TerraformResponse? Refusal)> ReadAsync(
        TerraformCall call, string pathAndQuery, Func<ApiDocument, ApiResource, WorkspaceFacts?> read,
        CancellationToken cancellationToken)
    {
        var organization = Uri.EscapeDataString(call.Arguments.Text("organization_name")!);
        var rows = new List<WorkspaceFacts>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var (listed, total, isCut) = (0, (int?)null, false);
        for (var page = 1; page <= MaxPages; page++)
        {
            var response = await call.Api.GetAsync(
                string.Create(CultureInfo.InvariantCulture,
                    $"/api/v2/organizations/{organization}/{pathAndQuery}&page%5Bsize%5D=100&page%5Bnumber%5D={page}"),
                    cancellationToken);
            if (!response.IsSuccess)
            {
                return (null, response);
            }

            using (response)
            using (var document = ApiDocument.Parse(response))
            {
                // A server that does not page answers the same page for ever; each workspace counts once.
                var all = document.List.ToList();
                var data = all.Where(one => one.Id.Length == 0 || seen.Add(one.Id)).ToList();
                listed += data.Count;
                total = document.TotalCount;
                rows.AddRange(data.Select(workspace => read(document, workspace)).OfType<WorkspaceFacts>()
                    .Where(row => Seen(call, row)));
                isCut = document.HasNextPage(page);
                if (!isCut || (data.Count == 0 && all.Count > 0))
                {
                    break;
                }
            }
        }

        return (new OrganizationWorkspaces { Rows = rows, NotCovered = isCut ? total - listed : 0 }, null);
    }

    // Whether the URL may see a workspace at all. The explorer knows no filter by project's id, so that it is held here for both.
    private static bool Seen(TerraformCall call, WorkspaceFacts row) =>
        call.Arguments.Text(ProjectId) is not { } project || row.ProjectId == project;

    private static string Filters(TerraformCall call) =>
        (call.Arguments.Text(Search) is { } part ? $"&search%5Bname%5D={Uri.EscapeDataString(part)}" : "")
        + (call.Arguments.Text(ResourceSearch.Tags) is { } tags ? $"&search%5Btags%5D={Uri.EscapeDataString(tags)}" : "")
        + (call.Arguments.Text(ProjectId) is { } project ? $"&filter%5Bproject%5D%5Bid%5D={Uri.EscapeDataString(project)}" : "");

    private static WorkspaceFacts? Listed(ApiDocument document, ApiResource workspace)
    {
        var run = document.Included(workspace.RelatedId("current-run"));
        var holder = workspace.RelatedId("locked-by");
        var by = document.Included(holder);
        var assessed = workspace.RelatedId("current-assessment-result");
        var assessment = document.Included(assessed) is { } last ? Assessed(last) : null;
        return new WorkspaceFacts
        {
            Id = workspace.Id,
            Name = workspace.Text("name") ?? workspace.Id,
            ProjectId = workspace.RelatedId("project"),
            IsLocked = workspace.Flag("locked") == true && workspace.RelatedType("locked-by") != "runs",
            LockedBy = by?.Text("username") ?? by?.Text("name") ?? holder,
            Holder = by is null && holder is not null && workspace.RelatedType("locked-by") is "users" or "teams"
                ? (workspace.RelatedType("locked-by")!, holder!) : null,
            LockedReason = workspace.Text("locked-reason"),
            RunId = workspace.RelatedId("current-run"),
            RunStatus = run?.Text("status"),
            RunSince = run is { } found ? RunDocument.Since(found) : null,
            RunMessage = run?.Text("message"),
            PlanAverage = Average(workspace, "plan-duration-average"),
            ApplyAverage = Average(workspace, "apply-duration-average"),
            IsConfirmable = run?.Flag("actions.is-confirmable"),
            IsRunUnknown = run?.Text("status") is null && workspace.Names("current-run") != false,
            IsAssessmentUnknown = assessment is null && workspace.Names("current-assessment-result") != false,
            IsNotAssessed = assessment is null && (workspace.Names("current-assessment-result") == false
                || workspace.Attribute("last-assessment-result-at").ValueKind == System.Text.Json.JsonValueKind.Null),
            AssessmentId = assessed,
            Assessment = assessment,
        };
    }

    private static TimeSpan? Average(ApiResource workspace, string name) =>
        workspace.Number(name) is > 0 and var milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    internal static AssessmentFacts? Assessed(ApiResource result) =>
        AssessmentFacts.Of(result) is { } facts ? facts with { Id = result.Id } : null;

    // The documentation shows these names both with hyphens (in answers) and with underscores (as fields).
    private static WorkspaceFacts? Explored(ApiDocument document, ApiResource row)
    {
        string Spell(string name) =>
            row.Attribute(name).ValueKind != System.Text.Json.JsonValueKind.Undefined ? name : name.Replace('-', '_');
        string? Text(string name) => row.Text(Spell(name));
        if (Text("external-id") is not { } id)
        {
            return null;
        }

        return new WorkspaceFacts
        {
            Id = id,
            Name = Text("workspace-name") ?? id,
            ProjectId = Text("project-external-id"),
            RunId = Text("current-run-external-id"),
            RunStatus = Text("current-run-status"),

            // A workspace without a run has a null there; one whose row has no such member is not told of.
            IsRunUnknown = row.Attribute(Spell("current-run-status")).ValueKind == System.Text.Json.JsonValueKind.Undefined,
            IsAssessmentUnknown = row.Attribute(Spell("resources-drifted")).ValueKind == System.Text.Json.JsonValueKind.Undefined
                && row.Attribute("drifted").ValueKind == System.Text.Json.JsonValueKind.Undefined,
            Assessment = AssessmentFacts.Of(row, Spell),
        };
    }
}
