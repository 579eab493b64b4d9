using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Policy sets: groups of policies, and the workspaces and projects that they apply to.</summary>
internal static class PolicySets
{
    private const string ReadSet = "Read the policy set to see what it covers now.";

    private static readonly string[] Area = ["policy-sets"];

    private static readonly string[] Beta = ["policy-sets", "beta"];

    private static readonly string[] Fields =
    [
        "id", "name", "description", "kind", "global", "agent_enabled", "overridable", "policy_count",
        "workspace_count", "project_count", "vcs_repo.identifier", "updated_at",
    ];

    private static readonly string[] OneFields =
    [
        .. Fields, "policies_path", "policy_tool_version", "vcs_repo.branch", "tag_selectors", "policy_ids",
        "workspace_ids", "project_ids", "workspace_exclusion_ids",
        "project_exclusion_ids", "current_version_id", "newest_version_id",
    ];

    private static readonly AppliesTo Reach = new();

    private static readonly Argument[] Settings =
    [
        Attribute("description", JsonKind.Text, "Purpose."),
        Attribute("global", JsonKind.Boolean, "All workspaces."),
        Attribute("agent_enabled", JsonKind.Boolean, "Sentinel: in agents.").Rare(),
        Attribute("policy_tool_version", JsonKind.Text, "Default: the latest.").Rare(),
        Attribute("overridable", JsonKind.Boolean, "OPA only."),
        Attribute("policies_path", JsonKind.Text, "Subdirectory.").Rare(),
        Attribute("policy_update_patterns", JsonKind.TextList, "File globs.").Rare(),
        Attribute("vcs_repo_identifier", "vcs-repo.identifier", JsonKind.Text, "org/repo"),
        Attribute("vcs_repo_branch", "vcs-repo.branch", JsonKind.Text, "Default: the repository's."),
        Attribute("vcs_repo_oauth_token_id", "vcs-repo.oauth-token-id", JsonKind.Text, "ot-…"),
        Attribute("vcs_repo_github_app_installation_id", "vcs-repo.github-app-installation-id", JsonKind.Text, "ghain-…"),
        Attribute("vcs_repo_ingress_submodules", "vcs-repo.ingress-submodules", JsonKind.Boolean, "Fetch submodules.").Rare(),
    ];

    private static readonly Argument[] Members =
    [
        Member("tag_key", JsonKind.Text, "Key.").Required(),
        Member("tag_value", JsonKind.Text, "Any value if left out."),
        Member("is_exclude", JsonKind.Boolean, "Exempt them."),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_policy_sets", "/organizations/{organization_name}/policy-sets",
            "policy-sets", Area,
            "List policy sets: each groups policies and says where they apply.") with
        {
            Arguments =
            [
                Query("search", "search[name]", JsonKind.Text, "Part of the name."),
                Query("kind", "filter[kind]", JsonKind.Text, "Default: all.").OneOf("sentinel", "opa", "tfpolicy"),
                Query("versioned", "filter[versioned]", JsonKind.Boolean, "Has repository or uploads."),
            ],
            DefaultFields = Fields,
            Told = [Reach],
            Includable = ["current_version", "newest_version", "policies", "policy_set", "projects",
                "workspace-exclusions", "workspaces"],
        },

        Report("hashicorp_terraform_cloud_workspaces_find_policies", "/workspaces/{workspace_id}", "policy-sets",
            new WorkspacePolicySets(), Area,
            "Which policies guard one workspace: the sets that apply, and by what: globally, by project, by itself."),

        Get("get_single_hashicorp_terraform_cloud_policy_set_by_id", "/policy-sets/{policy_set_id}", "policy-sets", Area,
            "Read a policy set: policies, and which workspaces, projects and tags it applies to or exempts.") with
        {
            DefaultFields = OneFields,
            Told = [new AppliesTo("workspaces.name", "projects.name")],
            Include = ["projects", "workspaces"],
            Includable = ["current_version", "newest_version", "policies", "project_exclusions", "workspace_exclusions"],
        },

        Create("create_a_hashicorp_terraform_cloud_policy_set", "/organizations/{organization_name}/policy-sets",
            "policy-sets", Effect.Mutate, Area,
            "Create a policy set from a repository, of existing policies, or empty (then upload a version).") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "Letters, digits, - and _.").Required(),
                Attribute("kind", JsonKind.Text, "Default sentinel.").OneOf("sentinel", "opa", "tfpolicy"),
                .. Settings,
                Relationship("policy_ids", "policies", "pol-…; not with vcs_repo.") with { WireName = "policies" },
                Relationship("workspace_ids", "workspaces", "ws-…; not with global."),
                Relationship("project_ids", "projects", "prj-…; not with global."),
                Relationship("workspace_exclusion_ids", "workspaces", "ws-…").Rare(),
                Relationship("project_exclusion_ids", "projects", "prj-…").Rare(),
                Attribute("tag_selectors", JsonKind.RecordList, "Beta: by workspace tags.") with { Members = Members },
            ],
            DefaultFields = OneFields,
        },

        Update("update_a_hashicorp_terraform_cloud_policy_set_by_id", "/policy-sets/{policy_set_id}", "policy-sets",
            Effect.Destroy, Area,
            "Change a policy set. Lists replace; for single items use the add and remove tools.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "New name."),
                .. Settings,
                Relationship("workspace_ids", "workspaces", "ws-…; replaces."),
                Relationship("project_ids", "projects", "prj-…; replaces."),
                Relationship("workspace_exclusion_ids", "workspaces", "ws-…; replaces."),
            ],
            DefaultFields = OneFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_policy_set_by_id", "/policy-sets/{policy_set_id}", "policy-sets", Area,
            "Delete a policy set: its policies are enforced nowhere; those managed one by one remain."),

        Add("hashicorp_terraform_cloud_policy_sets_add_policies", "/policy-sets/{policy_set_id}/relationships/policies",
            "Add policies to a policy set without repository.", Identifiers("policy_ids", "policies", "pol-…")),

        Add("hashicorp_terraform_cloud_policy_sets_add_workspaces", "/policy-sets/{policy_set_id}/relationships/workspaces",
            "Apply a policy set to more workspaces. Not for global sets.", Identifiers("workspace_ids", "workspaces", "ws-…")),

        Add("hashicorp_terraform_cloud_policy_sets_add_projects", "/policy-sets/{policy_set_id}/relationships/projects",
            "Apply a policy set to all workspaces of more projects. Not for global sets.",
            Identifiers("project_ids", "projects", "prj-…")),

        Add("hashicorp_terraform_cloud_policy_sets_add_excluded_workspaces",
            "/policy-sets/{policy_set_id}/relationships/workspace-exclusions",
            "Exempt workspaces from a policy set that reaches them globally or by project.",
            Identifiers("workspace_ids", "workspaces", "ws-…")) with { Effect = Effect.Destroy },

        Add("hashicorp_terraform_cloud_policy_sets_add_excluded_projects",
            "/policy-sets/{policy_set_id}/relationships/project-exclusions",
            "Exempt projects from a global policy set.",
            Identifiers("project_ids", "projects", "prj-…")) with { Effect = Effect.Destroy },

        Add("hashicorp_terraform_cloud_policy_sets_add_tag_selectors", "/policy-sets/{policy_set_id}/tag-selectors",
            "Apply a policy set by workspace tags, or exempt by them.", Selectors) with { Tags = Beta, Effect = Effect.Destroy },

        Remove("hashicorp_terraform_cloud_policy_sets_remove_policies", "/policy-sets/{policy_set_id}/relationships/policies",
            "Take policies out of a policy set; they remain.", Identifiers("policy_ids", "policies", "pol-…")),

        Remove("hashicorp_terraform_cloud_policy_sets_remove_workspaces", "/policy-sets/{policy_set_id}/relationships/workspaces",
            "Stop applying a policy set to workspaces.", Identifiers("workspace_ids", "workspaces", "ws-…")),

        Remove("hashicorp_terraform_cloud_policy_sets_remove_projects", "/policy-sets/{policy_set_id}/relationships/projects",
            "Stop applying a policy set to projects.", Identifiers("project_ids", "projects", "prj-…")),

        Remove("hashicorp_terraform_cloud_policy_sets_remove_excluded_workspaces",
            "/policy-sets/{policy_set_id}/relationships/workspace-exclusions",
            "End workspaces' exemption: the policy set reaches them again.", Identifiers("workspace_ids", "workspaces", "ws-…")),

        Remove("hashicorp_terraform_cloud_policy_sets_remove_excluded_projects",
            "/policy-sets/{policy_set_id}/relationships/project-exclusions",
            "End projects' exemption: the policy set reaches them again.", Identifiers("project_ids", "projects", "prj-…")),

        Remove("hashicorp_terraform_cloud_policy_sets_remove_tag_selectors", "/policy-sets/{policy_set_id}/tag-selectors",
            "Remove a policy set's tag selectors, named as it shows them.", Selectors) with { Tags = Beta },
    ];

    // These two endpoints take plain objects under data, not resources.
    private static Argument Selectors =>
        Root("tag_selectors", JsonKind.RecordList, "By key and value.").Required() with { WireName = "data", Members = Members };

    private static TerraformTool Add(string name, string path, string description, Argument what) =>
        Action(name, HttpMethod.Post, path, "policy-sets", Effect.Mutate, Area, description) with
        {
            Arguments = [what.Required()],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = ReadSet,
        };

    private static TerraformTool Remove(string name, string path, string description, Argument what) =>
        Action(name, HttpMethod.Delete, path, "policy-sets", Effect.Destroy, Area, description) with
        {
            Arguments = [what.Required()],
            Shape = ResponseShape.NoContent,
            Next = ReadSet,
        };
}
