using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Tags: flat names on workspaces, the older kind. Keys with values are in <see cref="TagBindings"/>.</summary>
internal static class WorkspaceTags
{
    private static readonly string[] Area = ["tags"];

    private static readonly Argument Named = Resources(
        "tags", "tags", "By name or id.", Member("name", JsonKind.Text, "Name."),
        Member("id", JsonKind.Text, "tag-…")).Required();

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_organization_tags", "/organizations/{organization_name}/tags", "tags", Area,
            "List an organization's tags and how many workspaces have each.") with
        {
            Arguments =
            [
                Query("search", "q", JsonKind.Text, "Part of the name."),
                Query("exclude_workspace_id", "filter[exclude][taggable][id]", JsonKind.Text, "Without those of ws-…"),
            ],
            DefaultFields = ["id", "name", "instance_count", "created_at"],
        },

        Action("hashicorp_terraform_cloud_organization_tags_bulk_delete", HttpMethod.Delete,
            "/organizations/{organization_name}/tags", "tags", Effect.Destroy, Area,
            "Delete tags from an organization and all that has them.") with
        {
            Arguments = [Identifiers("tag_ids", "tags", "tag-…").Required()],
            Shape = ResponseShape.NoContent,
            Next = "List the organization's tags.",
        },

        Action("hashicorp_terraform_cloud_organization_tags_add_workspaces", HttpMethod.Post,
            "/tags/{tag_id}/relationships/workspaces", "tags", Effect.Mutate, Area,
            "Give one tag to several workspaces. For several tags on one, add tags to it.") with
        {
            Arguments = [Identifiers("workspace_ids", "workspaces", "ws-…").Required()],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "List workspaces with this tag.",
        },

        List("list_all_hashicorp_terraform_cloud_workspace_tags", "/workspaces/{workspace_id}/relationships/tags", "tags", Area,
            "List a workspace's tags.") with
        {
            Arguments = [Query("name", "name", JsonKind.Text, "Only this one.")],
            DefaultFields = ["id", "name", "instance_count"],
        },

        Action("hashicorp_terraform_cloud_workspaces_add_tags", HttpMethod.Post,
            "/workspaces/{workspace_id}/relationships/tags", "tags", Effect.Mutate, Area,
            "Tag a workspace. An unknown name becomes a new tag.") with
        {
            Arguments = [Named],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "List the workspace's tags.",
        },

        Action("hashicorp_terraform_cloud_workspaces_remove_tags", HttpMethod.Delete,
            "/workspaces/{workspace_id}/relationships/tags", "tags", Effect.Destroy, Area,
            "Take tags off a workspace. One that no workspace has any more is deleted.") with
        {
            Arguments = [Named],
            Shape = ResponseShape.NoContent,
            Next = "List the workspace's tags.",
        },
    ];
}
