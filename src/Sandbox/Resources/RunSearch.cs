using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>The filters of the run lists, newest first.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#list-runs-in-a-workspace</summary>
internal static class RunSearch
{
    public static IEnumerable<Run> OfWorkspace(SandboxRequest x, Workspace workspace)
    {
        // Speculative runs are left out unless asked for by operation.
        var runs = x.QueryValue("filter[operation]") is null ? workspace.Runs.Where(r => !r.PlanOnly) : workspace.Runs;
        return Filter(x, runs.Reverse());
    }

    public static IEnumerable<Run> OfOrganization(SandboxRequest x, Organization organization)
    {
        var names = x.QueryList("filter[workspace_names]");
        var runs = organization.Workspaces.Where(w => names.Length == 0 || names.Contains(w.Name))
            .SelectMany(w => w.Runs);
        return Filter(x, runs.OrderByDescending(r => r.CreatedAt).ThenBy(r => r.Id, StringComparer.Ordinal));
    }

    public static IEnumerable<Run> Queue(Organization organization) =>
        organization.Workspaces.SelectMany(w => w.Runs).Where(r => !r.IsFinal).OrderBy(r => r.CreatedAt)
        .ThenBy(r => r.Id, StringComparer.Ordinal);

    private static IEnumerable<Run> Filter(SandboxRequest x, IEnumerable<Run> runs)
    {
        runs = (x.QueryValue("filter[timeframe]") ?? (x.Path.Contains("/organizations/", StringComparison.Ordinal) ? "year" : null)) switch
        {
            null => runs,
            "year" => runs.Where(r => r.CreatedAt > x.Now.AddYears(-1)),
            var text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year) =>
                runs.Where(r => r.CreatedAt.Year == year),
            var other => throw ApiError.BadRequest($"Unknown timeframe \"{other}\"", "filter[timeframe]"),
        };
        if (x.QueryList("filter[status]") is { Length: > 0 } statuses) runs = runs.Where(r => statuses.Contains(r.Status));
        if (x.QueryList("filter[operation]") is { Length: > 0 } operations)
            runs = runs.Where(r => operations.Contains(Operation(r)));
        if (x.QueryList("filter[source]") is { Length: > 0 } sources) runs = runs.Where(r => sources.Contains(r.Source));
        if (x.QueryValue("filter[status_group]") is { } group) runs = runs.Where(r => InGroup(r, group));
        if (x.QueryValue("search[user]") is { } user) runs = runs.Where(r => Has(r.CreatedBy.Username, user));
        if (x.QueryValue("search[basic]") is { } part)
            runs = runs.Where(r => r.Id == part || Has(r.Message, part) || Has(r.CreatedBy.Username, part));
        // Runs of the sandbox come from no commit, and none is done by an agent.
        if (x.QueryValue("search[commit]") is not null || x.QueryValue("filter[agent_pool_names]") is not null) runs = [];
        return runs;
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);

    private static bool InGroup(Run run, string group) => group switch
    {
        "final" => run.IsFinal,
        "non_final" => !run.IsFinal,
        "discardable" => RunStatus.Discardable.Contains(run.Status),
        _ => throw ApiError.BadRequest($"Unknown status group \"{group}\"", "filter[status_group]"),
    };

    private static string Operation(Run run) => run switch
    {
        { PlanOnly: true } => "plan_only",
        { SavePlan: true } => "save_plan",
        { RefreshOnly: true } => "refresh_only",
        { IsDestroy: true } => "destroy",
        { AllowEmptyApply: true } => "empty_apply",
        _ => "plan_and_apply",
    };
}
