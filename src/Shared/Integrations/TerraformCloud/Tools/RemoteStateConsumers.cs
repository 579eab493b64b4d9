using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Which workspaces may read another's state, where not all of the organization may.</summary>
internal static class RemoteStateConsumers
{
    private const string ReadOn = "List the remote state consumers.";

    private static readonly string[] Area = ["workspaces"];

    private static readonly Argument Consumers = Identifiers("consumer_workspace_ids", "workspaces", "ws-…").Required();

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_remote_state_consumers",
            "/workspaces/{workspace_id}/relationships/remote-state-consumers", "workspaces", Area,
            "List workspaces that may read a workspace's state: whom a change of its outputs concerns.") with
        {
            Arguments = [Query("show_only_configured", "show_only_configured", JsonKind.Boolean, "Not those that all may.")],
            DefaultFields = ["id", "name", "project_id"],
            Includable = Workspaces.RelatedInLists,
        },

        Action("hashicorp_terraform_cloud_remote_state_consumers_add", HttpMethod.Post,
            "/workspaces/{workspace_id}/relationships/remote-state-consumers",
            "workspaces", Effect.Mutate, Area,
            "Let more workspaces read a workspace's state.") with
        {
            Arguments = [Consumers],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_remote_state_consumers_replace", HttpMethod.Patch,
            "/workspaces/{workspace_id}/relationships/remote-state-consumers",
            "workspaces", Effect.Destroy, Area,
            "Set exactly which workspaces may read a workspace's state.") with
        {
            Arguments = [Consumers],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_remote_state_consumers_remove", HttpMethod.Delete,
            "/workspaces/{workspace_id}/relationships/remote-state-consumers",
            "workspaces", Effect.Destroy, Area,
            "Stop workspaces from reading a workspace's state; runs that need it fail.") with
        {
            Arguments = [Consumers],
            Shape = ResponseShape.NoContent,
            Next = ReadOn,
        },
    ];
}
