using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Announcements on every page of a Terraform Enterprise installation.</summary>
internal static class AdminBanners
{
    private static readonly string[] Area = ["admin"];

    private static readonly string[] Fields =
        ["id", "title", "body", "style", "audience", "published_at", "scheduled_publish_at", "scheduled_expire_at",
            "timezone", "deactivated_at"];

    private static readonly Argument[] Changes =
    [
        Attribute("title", JsonKind.Text, "Headline."),
        Attribute("body", JsonKind.Text, "Message."),
        Attribute("style", JsonKind.Text, "Its look.").OneOf("info", "warning", "critical"),
        Attribute("audience", JsonKind.Text, "Who sees it.").OneOf("all_users", "authenticated_only"),
        Attribute("scheduled_publish_at", JsonKind.Text, "ISO 8601; with the next two.").Instant(),
        Attribute("scheduled_expire_at", JsonKind.Text, "ISO 8601.").Instant(),
        Attribute("timezone", JsonKind.Text, "Europe/Berlin…"),
    ];

    public static IReadOnlyList<TerraformTool> Tools => EnterpriseOnly(
    [
        Create("create_a_hashicorp_terraform_cloud_admin_banner", "/admin/banners", "admin-banners", Effect.Mutate, Area,
            "Announce something to the whole installation, now or scheduled. Replaces the shown banner.") with
        {
            Arguments = [.. Changes[..4].Select(argument => argument.Required()), .. Changes[4..]],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_admin_banner_by_id", "/admin/banners/{banner_id}", "admin-banners",
            Effect.Mutate, Area,
            "Change a banner; what you leave out stays.") with
        {
            Arguments = Changes,
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_admin_banner_by_id", "/admin/banners/{banner_id}", "admin-banners", Area,
            "Take a banner down; it is kept, deactivated."),
    ]);
}
