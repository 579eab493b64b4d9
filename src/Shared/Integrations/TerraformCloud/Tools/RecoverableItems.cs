using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Deleted workspaces and stacks that can still be brought back.</summary>
internal static class RecoverableItems
{
    private static readonly string[] Area = ["recoverable-items", "beta"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_recoverable_items",
            "/organizations/{organization_name}/recoverable-items", "recoverable-items", Area,
            "Deleted workspaces and stacks that can be recovered, and until when.") with
        {
            Arguments =
            [
                Query("search", "filter[search]", JsonKind.Text, "In name and project."),
                Query("type", "filter[recoverable_type]", JsonKind.Text, "Only these.").OneOf("workspaces", "stacks"),
                Query("having_managed_resources", "filter[having_managed_resources]", JsonKind.Boolean, "Only with resources."),
                Query("expires_after", "filter[expires_after]", JsonKind.Text, "RFC 3339.").Instant(),
                Query("sort", "sort", JsonKind.Text, "-: descending.").OneOf(
                    "expires_at", "-expires_at", "recoverable_name", "-recoverable_name", "unmanaged_resources",
                    "-unmanaged_resources"),
            ],
            DefaultFields = ["id", "recoverable_name", "recoverable_id", "project_id", "deleted_at", "expires_at",
                "unmanaged_resources"],
            Includable = ["deleted_by", "project", "recoverable"],
        },

        Action("hashicorp_terraform_cloud_recoverable_items_recover", HttpMethod.Put,
            "/recoverable-items/{recoverable_item_id}/actions/recover",
            "recoverable-items",
            Effect.Mutate, Area,
            "Bring a deleted workspace or stack back.") with
        {
            Shape = ResponseShape.NoContent,
            Next = "Read the workspace or stack by its recoverable_id.",
        },

        Action("hashicorp_terraform_cloud_recoverable_items_permanently_delete", HttpMethod.Put,
            "/recoverable-items/{recoverable_item_id}/actions/permanently-delete",
            "recoverable-items", Effect.Destroy, Area,
            "Delete a recoverable item for good.") with
        {
            Shape = ResponseShape.NoContent,
            Next = "Nothing is left of it; the list no longer has it.",
        },
    ];
}
