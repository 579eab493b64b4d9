using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Organizations.</summary>
internal static class Organizations
{
    private static readonly string[] Core = ["core", "organizations"];

    private static readonly string[] Area = ["organizations"];

    private static readonly string[] SettingFields =
    [
        "id", "name", "email", "default_execution_mode", "default_agent_pool_id", "collaborator_auth_policy",
        "cost_estimation_enabled", "assessments_enforced",
        "stacks_enabled",
    ];

    private static readonly Argument[] Settings =
    [
        Attribute("session_timeout", JsonKind.Integer, "Idle minutes; default 20160."),
        Attribute("session_remember", JsonKind.Integer, "Minutes; default 20160."),
        Attribute("collaborator_auth_policy", JsonKind.Text, "Login.").OneOf("password", "two_factor_mandatory"),
        Attribute("cost_estimation_enabled", JsonKind.Boolean, "For all workspaces."),
        Attribute("send_passing_statuses_for_untriggered_speculative_plans", JsonKind.Boolean, "To VCS."),
        Attribute("aggregated_commit_status_enabled", JsonKind.Boolean, "One VCS status for all."),
        Attribute("speculative_plan_management_enabled", JsonKind.Boolean, "Cancel outdated plans."),
        Attribute("allow_force_delete_workspaces", JsonKind.Boolean, "Even with resources.").HasEffectOfDelete(),
        Attribute("owners_team_saml_role_id", JsonKind.Text, "SAML role of owners."),
        Attribute("assessments_enforced", JsonKind.Boolean, "Everywhere."),
        Attribute("stacks_enabled", JsonKind.Boolean, "Allow stacks."),
        Attribute("default_execution_mode", JsonKind.Text, "Of new workspaces.").OneOf("remote", "local", "agent"),
    ];

    // Only in the client, not in the documents.
    private static readonly Argument[] NewerSettings =
    [
        Attribute("enforce_hyok", JsonKind.Boolean, "Own keys everywhere."),
        Attribute("registry_monorepo_support_enabled", JsonKind.Boolean, "Modules from monorepos."),
        Attribute("user_tokens_enabled", JsonKind.Boolean, "Accept user tokens."),
        Attribute("max_ttl_enabled", JsonKind.Boolean, "Limit tokens' lifetimes."),
    ];

    // What most organizations set; the other dozen is named.
    private static readonly string[] Common =
    [
        "name", "email", "collaborator_auth_policy", "cost_estimation_enabled", "assessments_enforced", "stacks_enabled",
        "default_execution_mode", "default_agent_pool_id",
    ];

    private static readonly Argument DefaultAgentPool = Relationship("default_agent_pool_id", "agent-pools", "apool-…");

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Report("hashicorp_terraform_cloud_organizations_overview", "/organizations/{organization_name}/workspaces",
            "workspaces", new OrganizationOverview(), Core,
            "Which workspaces need somebody: errored and why, stuck, waiting for a decision, locked, drifted. Start " +
                "here if none is named.") with
        {
            Arguments =
            [
                .. Workspaces.Narrowing,
                Query(OrganizationOverview.States, "states", JsonKind.TextList, "Only these.")
                    .OneOf(OrganizationOverview.AllStates),
            ],
            IsPaged = true,
        },

        List("list_all_hashicorp_terraform_cloud_organizations", "/organizations", "organizations", Core,
            "The organizations that this connection can see. Their names are the organization_name that other tools take.") with
        {
            Arguments = [Query("search", "q[name]", JsonKind.Text, "Part of the name."),
                Query("email", "q[email]", JsonKind.Text, "Part of its address.").Rare()],
            DefaultFields = ["id", "name", "created_at"],
            Includable = ["subscription"],
        },

        Get("get_single_hashicorp_terraform_cloud_organization_by_id", "/organizations/{organization_name}",
            "organizations", Core,
            "Read an organization: its defaults, and which features and permissions there are.") with
        {
            DefaultFields =
            [
                "id", "name", "email", "created_at", "default_execution_mode", "cost_estimation_enabled",
                "assessments_enforced", "is_in_degraded_mode",
                "permissions.can_create_workspace", "permissions.can_create_project", "permissions.can_read_policies",
                "permissions.can_manage_varsets",
            ],
            Includable = ["default-project", "entitlement_set", "subscription"],
        },

        Create("create_a_hashicorp_terraform_cloud_organization", "/organizations", "organizations", Effect.Mutate, Area,
            "Create an organization; its creator becomes owner. Needs a user's token.") with
        {
            Arguments =
            [
                .. RareBut(
                [
                    Attribute("name", JsonKind.Text, "Letters, digits, - and _.").Required(),
                    Attribute("email", JsonKind.Text, "Admin's address.").Required(),
                    .. ByDefault(
                        ByDefault(
                            TrueByDefault(Settings, "aggregated_commit_status_enabled", "speculative_plan_management_enabled"),
                            "password", "collaborator_auth_policy"),
                        "remote", "default_execution_mode"),
                    Attribute("default_agent_pool_id", JsonKind.Text, "apool-…"),
                    .. NewerSettings,
                ], Common),
            ],
            DefaultFields = SettingFields,
        },

        Update("update_a_hashicorp_terraform_cloud_organization_by_id", "/organizations/{organization_name}",
            "organizations", Effect.Destroy, Area,
            "Change an organization's settings. A new name breaks references to the old one.") with
        {
            Arguments =
            [
                .. RareBut(
                [
                    Attribute("name", JsonKind.Text, "New name."),
                    Attribute("email", JsonKind.Text, "Admin's address."),
                    .. Settings,
                    DefaultAgentPool,
                    .. NewerSettings,
                ], Common),
            ],
            DefaultFields = SettingFields,
        },

        Action("hashicorp_terraform_cloud_organizations_replace", HttpMethod.Put, "/organizations/{organization_name}",
            "organizations", Effect.Destroy, Area,
            "Update by PUT. Prefer update.") with
        {
            SameAs = "update_a_hashicorp_terraform_cloud_organization_by_id",
            Arguments =
            [
                Attribute("name", JsonKind.Text, "New name."),
                Attribute("email", JsonKind.Text, "Admin's address."),
                .. Settings,
                Attribute("stacks_default_execution_mode", JsonKind.Text, "Of new stacks.").OneOf("remote", "agent"),
                Attribute("recoverable_items_enabled", JsonKind.Boolean, "Deleted ones come back."),
                DefaultAgentPool,
                Relationship("stacks_default_agent_pool_id", "agent-pools", "apool-…"),
                Relationship("default_project_id", "projects", "prj-…"),
            ],
            DefaultFields = SettingFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_organization_by_id", "/organizations/{organization_name}",
            "organizations", Area,
            "Delete an organization with all workspaces, state and history, for good."),

        Get("get_single_hashicorp_terraform_cloud_organization_capacity_by_id",
            "/organizations/{organization_name}/capacity", "organization-capacity", Area,
            "How many runs work and how many wait for a worker: why runs stay pending.") with
        {
            DefaultFields = ["pending", "running"],
        },

        Get("get_single_hashicorp_terraform_cloud_organization_entitlements",
            "/organizations/{organization_name}/entitlement-set", "entitlement-sets", Area,
            "The features of the organization's plan. For why an endpoint answers 404 although permissions are right.") with
        {
            DefaultFields =
            [
                "id", "agents", "audit_logging", "cost_estimation", "global_run_tasks", "operations",
                "policy_enforcement", "private_module_registry", "run_tasks", "sentinel",
                "sso", "state_storage", "teams", "user_limit", "vcs_integrations",
            ],
        },

        List("list_all_hashicorp_terraform_cloud_organization_module_producers",
            "/organizations/{organization_name}/relationships/module-producers",
            "organizations", Area,
            "List organizations that share their private modules with this one.") with
        {
            DefaultFields = ["id", "name"],
            Availability = Availability.EnterpriseOnly,
            Includable = ["entitlement_set"],
        },
    ];
}
