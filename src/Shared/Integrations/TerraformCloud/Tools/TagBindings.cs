using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>
/// Tag bindings: keys with values on projects and workspaces, which inherit them. The documentation and HashiCorp's
/// client have them at <c>/tag-bindings</c>, the OpenAPI document at <c>/relationships/tag-bindings</c>.
/// </summary>
internal static class TagBindings
{
    private static readonly string[] Area = ["tags"];

    private static readonly string[] Fields = ["id", "key", "value", "created_at"];

    private static readonly Argument Bindings = Resources("tags", "tag-bindings", "Tags with values.",
        Member("key", JsonKind.Text, "Key.").Required(), Member("value", JsonKind.Text, "Value.")).Required();

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_project_tag_bindings",
            "/projects/{project_id}/relationships/tag-bindings", "tag-bindings", Area,
            "List a project's key-value tags.") with
        {
            OlderPath = "/projects/{project_id}/tag-bindings",
            DefaultFields = Fields,
            IsPaged = false,
        },

        Read("hashicorp_terraform_cloud_project_tag_bindings_list_short_path", "/projects/{project_id}/tag-bindings",
            "tag-bindings", Area,
            "A project's key-value tags, at older releases' address.") with
        {
            ShortName = "tfc_project_tag_bindings_list_short",
            Shape = ResponseShape.Collection,
            DefaultFields = Fields,
            MergedInto = "list_all_hashicorp_terraform_cloud_project_tag_bindings",
        },

        List("list_all_hashicorp_terraform_cloud_project_effective_tags",
            "/projects/{project_id}/effective-tag-bindings", "effective-tag-bindings", Area,
            "List a project's key-value tags, inherited ones included.") with
        {
            DefaultFields = ["id", "key", "value"],
            IsPaged = false,
        },

        Update("update_a_hashicorp_terraform_cloud_project_tag_binding_by_id", "/projects/{project_id}/tag-bindings",
            "tag-bindings", Effect.Mutate, Area,
            "Add a project's key-value tags, or change values; others stay.") with
        {
            Arguments = [Bindings],
            Shape = ResponseShape.Collection,
            DefaultFields = Fields,
        },

        Action("hashicorp_terraform_cloud_projects_add_tag_bindings", HttpMethod.Post,
            "/projects/{project_id}/relationships/tag-bindings", "tag-bindings", Effect.Mutate, Area,
            "Add a project's key-value tags, at the newer address.") with
        {
            Arguments = [Bindings],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "List the project's tag bindings.",
            MergedInto = "update_a_hashicorp_terraform_cloud_project_tag_binding_by_id",
        },

        Action("hashicorp_terraform_cloud_projects_replace_tag_bindings", HttpMethod.Patch,
            "/projects/{project_id}/relationships/tag-bindings", "tag-bindings", Effect.Destroy, Area,
            "Set all key-value tags of a project; those left out are removed.") with
        {
            Arguments = [Bindings],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "List the project's tag bindings.",
        },

        List("list_all_hashicorp_terraform_cloud_workspace_tag_bindings",
            "/workspaces/{workspace_id}/relationships/tag-bindings", "tag-bindings", Area,
            "List a workspace's own key-value tags.") with
        {
            OlderPath = "/workspaces/{workspace_id}/tag-bindings",
            DefaultFields = Fields,
            IsPaged = false,
        },

        Read("hashicorp_terraform_cloud_workspace_tag_bindings_list_short_path",
            "/workspaces/{workspace_id}/tag-bindings", "tag-bindings", Area,
            "A workspace's own key-value tags, at older releases' address.") with
        {
            ShortName = "tfc_workspace_tag_bindings_list_short",
            Shape = ResponseShape.Collection,
            DefaultFields = Fields,
            MergedInto = "list_all_hashicorp_terraform_cloud_workspace_tag_bindings",
        },

        List("list_all_hashicorp_terraform_cloud_workspace_effective_tags",
            "/workspaces/{workspace_id}/effective-tag-bindings", "effective-tag-bindings", Area,
            "List a workspace's key-value tags, its project's included.") with
        {
            DefaultFields = ["id", "key", "value"],
            IsPaged = false,
        },

        Update("update_a_hashicorp_terraform_cloud_workspace_tag_binding_by_id",
            "/workspaces/{workspace_id}/tag-bindings", "tag-bindings", Effect.Mutate, Area,
            "Add a workspace's key-value tags, or change values; others stay.") with
        {
            Arguments = [Bindings],
            Shape = ResponseShape.Collection,
            DefaultFields = Fields,
        },

        Action("hashicorp_terraform_cloud_workspaces_add_tag_bindings", HttpMethod.Post,
            "/workspaces/{workspace_id}/relationships/tag-bindings", "tag-bindings", Effect.Mutate, Area,
            "Add a workspace's key-value tags; same as update, at the newer address.") with
        {
            Arguments = [Bindings],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "List the workspace's tag bindings.",
            MergedInto = "update_a_hashicorp_terraform_cloud_workspace_tag_binding_by_id",
        },

        Action("hashicorp_terraform_cloud_workspaces_replace_tag_bindings", HttpMethod.Patch,
            "/workspaces/{workspace_id}/relationships/tag-bindings", "tag-bindings", Effect.Destroy, Area,
            "Set all of a workspace's own key-value tags; those left out are removed.") with
        {
            Arguments = [Bindings],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "List the workspace's tag bindings.",
        },
    ];
}
