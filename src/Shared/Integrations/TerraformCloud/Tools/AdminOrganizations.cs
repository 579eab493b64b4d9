using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>All organizations of a Terraform Enterprise installation, and which of them share modules.</summary>
internal static class AdminOrganizations
{
    private static readonly string[] Area = ["admin"];

    private static readonly string[] Fields =
    [
        "id", "name", "notification_email", "is_disabled", "sso_enabled", "access_beta_tools", "global_module_sharing",
        "global_provider_sharing", "workspace_limit",
        "plan_timeout", "apply_timeout",
    ];

    public static IReadOnlyList<TerraformTool> Tools => EnterpriseOnly(
    [
        List("list_all_hashicorp_terraform_cloud_admin_organizations", "/admin/organizations", "organizations", Area,
            "List all organizations of the installation, as site admin; the plain list has only your own.") with
        {
            Arguments =
            [
                Query("search", "q", JsonKind.Text, "In name and email."),
                Query("name", "q[name]", JsonKind.Text, "Part of the name."),
                Query("email", "q[email]", JsonKind.Text, "Part of the email."),
                Query("module_producer", "filter[module_producer]", JsonKind.Boolean, "Sharing modules."),
            ],
            DefaultFields = Fields,
            Includable = ["owners"],
        },

        Get("get_single_hashicorp_terraform_cloud_admin_organization_by_id", "/admin/organizations/{organization_name}",
            "organizations", Area,
            "A site admin's view of an organization: whether disabled, limits, timeouts.") with
        {
            DefaultFields = Fields,
            Includable = ["owners"],
        },

        Update("update_a_hashicorp_terraform_cloud_admin_organization_by_id",
            "/admin/organizations/{organization_name}", "organizations", Effect.Destroy, Area,
            "Change what only site admins may of an organization. is_disabled stops all its runs.") with
        {
            Arguments =
            [
                Attribute("is_disabled", JsonKind.Boolean, "Block the organization."),
                Attribute("access_beta_tools", JsonKind.Boolean, "Allow beta tool versions."),
                Attribute("global_module_sharing", JsonKind.Boolean, "Share modules with all."),
                Attribute("global_provider_sharing", JsonKind.Boolean, "Share providers with all."),
                Attribute("workspace_limit", JsonKind.Integer, "0: none may be made."),
                Attribute("plan_timeout", JsonKind.Text, "2h, 45m…"),
                Attribute("apply_timeout", JsonKind.Text, "24h, 45m…"),
                Attribute("terraform_build_worker_plan_timeout", JsonKind.Text, "Older plan_timeout.").Rare(),
                Attribute("terraform_build_worker_apply_timeout", JsonKind.Text, "Older apply_timeout.").Rare(),
                Attribute("terraform_worker_sudo_enabled", JsonKind.Boolean, "Workers may use sudo.").Rare(),
            ],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_admin_organization_by_id",
            "/admin/organizations/{organization_name}", "organizations", Area,
            "Delete an organization with workspaces, state and history. To stop it for a while, update is_disabled."),

        List("list_all_hashicorp_terraform_cloud_admin_module_consumers",
            "/admin/organizations/{organization_name}/relationships/module-consumers",
            "organizations", Area,
            "List organizations that may use this one's private modules.") with
        {
            DefaultFields = ["id", "name"],
            Includable = ["owners"],
        },

        Action("hashicorp_terraform_cloud_admin_module_consumers_set", HttpMethod.Patch,
            "/admin/organizations/{organization_name}/relationships/module-consumers",
            "organizations", Effect.Destroy, Area,
            "Set which organizations may use this one's private modules; replaces the list.") with
        {
            Arguments = [Identifiers("organization_names", "organizations", "All consumers, by name.").Required()],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "List the module consumers.",
        },
    ]);
}
