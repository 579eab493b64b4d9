using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Tag keys that an organization keeps for its own conventions.</summary>
internal static class ReservedTagKeys
{
    private static readonly string[] Area = ["reserved-tags"];

    private static readonly string[] Fields = ["id", "key", "disable_overrides", "created_at"];

    private static readonly Argument NoOverrides =
        Attribute("disable_overrides", JsonKind.Boolean, "Workspaces can't override it.");

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_reserved_tag_keys",
            "/organizations/{organization_name}/reserved-tag-keys", "reserved-tag-keys", Area,
            "List the reserved tag keys.") with
        {
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_reserved_tag_key",
            "/organizations/{organization_name}/reserved-tag-keys", "reserved-tag-keys",
            Effect.Mutate, Area,
            "Reserve a tag key, so that all tag alike.") with
        {
            Arguments = [Attribute("key", JsonKind.Text, "Name.").Required(), NoOverrides],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_reserved_tag_key_by_id", "/reserved-tag-keys/{reserved_tag_key_id}",
            "reserved-tag-keys", Effect.Mutate, Area,
            "Rename a reserved tag key, or let workspaces override it.") with
        {
            Arguments = [Attribute("key", JsonKind.Text, "New name."), NoOverrides],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_reserved_tag_key_by_id", "/reserved-tag-keys/{reserved_tag_key_id}",
            "reserved-tag-keys", Area,
            "Stop reserving a tag key. Its tags stay."),
    ];
}
