using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Comments on runs.</summary>
internal static class Comments
{
    private static readonly string[] Core = ["core", "comments"];

    private static readonly string[] Area = ["comments"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_comments", "/runs/{run_id}/comments", "comments", Core,
            "The comments on a run, without authors; run events have who and when.") with
        {
            DefaultFields = ["id", "body"],
        },

        Get("get_single_hashicorp_terraform_cloud_comment_by_id", "/comments/{comment_id}", "comments", Area,
            "Read one comment on a run.") with
        {
            DefaultFields = ["id", "body", "run_event_id"],
        },

        Create("create_a_hashicorp_terraform_cloud_comment", "/runs/{run_id}/comments", "comments", Effect.Mutate, Core,
            "Comment on a run, where its reviewers see it. It does not confirm or change the run.") with
        {
            Arguments = [Attribute("body", JsonKind.Text, "The comment.").Required()],
            DefaultFields = ["id", "body", "run_event_id"],
        },
    ];
}
