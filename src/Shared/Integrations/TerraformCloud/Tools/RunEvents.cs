using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>What happened to a run, and by whom.</summary>
internal static class RunEvents
{
    private static readonly string[] Core = ["core", "run-events"];

    private static readonly string[] Area = ["run-events"];

    private static readonly ToldMember[] Told = [new RelatedName("actor", "username")];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_run_events", "/runs/{run_id}/run-events", "run-events", Core,
            "A run's history: who queued, confirmed, overrode or cancelled it, when, with which comment.") with
        {
            DefaultFields = ["id", "action", "description", "created_at", "comment.body"],
            Told = Told,
            Include = ["actor", "comment"],
            IsPaged = false,
        },

        Get("get_single_hashicorp_terraform_cloud_run_event_by_id", "/run-events/{run_event_id}", "run-events", Area,
            "Read one event of a run's history.") with
        {
            DefaultFields = ["id", "action", "description", "created_at", "comment.body"],
            Told = Told,
            Include = ["actor", "comment"],
        },
    ];
}
