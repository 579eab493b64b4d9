using static ServerlessMcp.Catalog.Rows;

namespace ServerlessMcp.Catalog.Tools;

/// <summary>Organizations.</summary>
internal static class Organizations
{
    private static readonly string[] Core = ["core", "organizations"];

    public static IReadOnlyList<ToolDefinition> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_organizations", "/organizations", "organizations", Core,
            "The organizations that this connection can see. Their names are the organization_name that other tools take.") with
        {
            Arguments = [Query("search", "q[name]", JsonKind.Text, "Part of the name.")],
            DefaultFields = ["id", "name", "created_at"],
        },

        Get("get_single_hashicorp_terraform_cloud_organization_by_id", "/organizations/{organization_name}", "organizations", Core,
            "Read an organization: its defaults, and which features and permissions there are.") with
        {
            DefaultFields =
            [
                "id", "name", "email", "created_at", "default_execution_mode", "cost_estimation_enabled", "assessments_enforced", "is_in_degraded_mode",
                "permissions.can_create_workspace", "permissions.can_create_project", "permissions.can_read_policies", "permissions.can_manage_varsets",
            ],
        },
    ];
}
