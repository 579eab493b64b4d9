using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Change requests: to-dos left at workspaces.</summary>
internal static class ChangeRequests
{
    private static readonly string[] Area = ["change-requests"];

    private static readonly string[] Fields =
        ["id", "subject", "message", "created_at", "archived_at", "workspace_id", "created_by_id"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_change_requests", "/workspaces/{workspace_id}/change-requests",
            "workspace-change-requests", Area,
            "List a workspace's change requests: what its owners are asked to change.") with
        {
            Arguments = [Query("archived", "archive", JsonKind.Boolean, "true: done; default: open.")],
            DefaultFields = Fields,
            Availability = Availability.HcpOnly,
        },

        Get("get_single_hashicorp_terraform_cloud_change_request_by_id", "/change-requests/{change_request_id}",
            "workspace-change-requests", Area,
            "Read a change request.") with
        {
            DefaultFields = Fields,
            Availability = Availability.HcpOnly,
        },

        Get("get_single_hashicorp_terraform_cloud_change_request_archive",
            "/change-requests/{change_request_id}/actions/archive", "workspace-change-requests", Area,
            "Whether and by whom a change request was archived; the request says so too.") with
        {
            DefaultFields = ["id", "subject", "archived_at", "archived_by_user_id", "workspace_id"],
            Availability = Availability.HcpOnly,
        },

        Action("hashicorp_terraform_cloud_change_requests_archive", HttpMethod.Post,
            "/change-requests/{change_request_id}/actions/archive",
            "workspace-change-requests", Effect.Destroy, Area,
            "Mark a change request as done. It stays readable.") with
        {
            DefaultFields = ["id", "subject", "archived_at", "workspace_id"],
            Availability = Availability.HcpOnly,
            IsIdempotent = true,
        },

        Create("create_a_hashicorp_terraform_cloud_explorer_bulk_action",
            "/organizations/{organization_name}/explorer/bulk-actions", "bulk_actions",
            Effect.Mutate, Area,
            "Leave a change request at many workspaces: listed, or found by an explorer query. Teams with " +
                "notifications are told.") with
        {
            Arguments =
            [
                Attribute("subject", "action_inputs.subject", JsonKind.Text, "One line.").Required(),
                Attribute("message", "action_inputs.message", JsonKind.Text, "What to do, in Markdown.").Required(),
                Attribute("workspace_ids", "target_ids", JsonKind.TextList, "ws-…; or query_filters."),
                Attribute("query_type", "query.type", JsonKind.Text, "With query_filters.").OneOf("workspaces"),
                Attribute("query_filters", "query.filter", JsonKind.RecordList, "All must hold.")
                    with { Members = Explorer.FilterMembers },
            ],
            Constants = [Constant(ArgumentPlace.Attribute, "action_type", "\"change_requests\"")],
            DefaultFields = ["id", "action_type", "action_inputs", "organization_id"],
            Availability = Availability.HcpOnly,
        },
    ];
}
