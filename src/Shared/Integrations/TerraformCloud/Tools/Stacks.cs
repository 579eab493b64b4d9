using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Stacks: components deployed together, several times over.</summary>
internal static class Stacks
{
    private static readonly string[] Area = ["stacks"];

    private static readonly string[] Fields =
    [
        "id", "name", "description", "vcs_repo.identifier", "vcs_repo.branch", "speculative_enabled", "creation_source",
        "updated_at", "project_id",
        "latest_stack_configuration_id",
    ];

    private static readonly Argument[] Settings =
    [
        Attribute("description", JsonKind.Text, "Purpose."),
        Attribute("vcs_repo_identifier", "vcs-repo.identifier", JsonKind.Text, "org/repo."),
        Attribute("vcs_repo_branch", "vcs-repo.branch", JsonKind.Text, "Default: the repository's."),
        Attribute("vcs_repo_oauth_token_id", "vcs-repo.oauth-token-id", JsonKind.Text, "ot-…"),
        Attribute("vcs_repo_github_app_installation_id", "vcs-repo.github-app-installation-id", JsonKind.Text, "ghain-…"),
        Attribute("working_directory", JsonKind.Text, "Subdirectory."),
        Attribute("trigger_patterns", JsonKind.TextList, "Globs to watch."),
        Attribute("speculative_enabled", JsonKind.Boolean, "Plan pull requests."),
        Relationship("agent_pool_id", "agent-pools", "apool-…"),
    ];

    // What is pushed to another repository or branch is planned for the living deployments, and the stack's own rules
    // may approve it.
    private static IEnumerable<Argument> Changes => Settings.Select(
        setting => setting.Name is "vcs_repo_identifier" or "vcs_repo_branch"
            ? setting.HasEffectOf(StackDeployments.Approve) : setting);

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_stacks", "/organizations/{organization_name}/stacks", "stacks", Area,
            "List stacks. Start here: the id leads to configurations and deployments.") with
        {
            Arguments =
            [
                Query("search", "search[name]", JsonKind.Text, "Part of the name."),
                Query("project_id", "filter[project][id]", JsonKind.Text, "prj-…"),
                Query("sort", "sort", JsonKind.Text, "Default: none.").OneOf("name", "-name", "updated-at", "-updated-at"),
            ],
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_stack_by_id", "/stacks/{stack_id}", "stacks", Area,
            "Read a stack: source, project, and its latest configuration.") with
        {
            DefaultFields =
            [
                .. Fields, "working_directory", "trigger_patterns", "upstream_count", "downstream_count",
                "inputs_count", "outputs_count", "created_at", "agent_pool_id",
            ],
        },

        Create("create_a_hashicorp_terraform_cloud_stack", "/stacks", "stacks", Effect.Mutate, Area,
            "Create a stack, from a repository or to be uploaded to. Then fetch or create a configuration.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "Name.").Required(),
                Relationship("project_id", "projects", "prj-…").Required(),
                .. Settings,
                Attribute("migration", JsonKind.Boolean, "Takes over a workspace's state."),
            ],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_stack_by_id", "/stacks/{stack_id}", "stacks", Effect.Mutate, Area,
            "Change a stack's settings; configuration comes by fetching or uploading.") with
        {
            Arguments = [Attribute("name", JsonKind.Text, "New name."), .. Changes],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_stack_by_id", "/stacks/{stack_id}", "stacks", Area,
            "Delete a stack. Destroy its deployments first: with force, what they made stays unmanaged.") with
        {
            Arguments = [Query("force", "force", JsonKind.Boolean, "Even with deployments.")],
        },

        Action("hashicorp_terraform_cloud_stacks_fetch_latest_from_vcs", HttpMethod.Post,
            "/stacks/{stack_id}/fetch-latest-from-vcs", "stacks", Effect.Destroy, Area,
            "Make a configuration from the head of a stack's branch; deployments are planned from it.") with
        {
            Shape = ResponseShape.NoContent,
            Next = "List the stack's configurations and follow the newest until it is completed.",
        },

        List("list_all_hashicorp_terraform_cloud_stack_states", "/stacks/{stack_id}/stack-states", "stack-states", Area,
            "List the state versions of a stack's deployments.") with
        {
            DefaultFields = ["id", "generation", "status", "deployment", "is_current", "resource_instance_count",
                "stack_deployment_run_id"],
        },

        Get("get_single_hashicorp_terraform_cloud_stack_state_by_id", "/stack-states/{stack_state_id}", "stack-states", Area,
            "Read a deployment's state version: components and resource counts.") with
        {
            DefaultFields =
            [
                "id", "generation", "status", "deployment", "components", "is_current", "resource_instance_count",
                "stack_id", "stack_deployment_run_id",
            ],
        },

        Get("get_single_hashicorp_terraform_cloud_stack_diagnostic_by_id", "/stack-diagnostics/{stack_diagnostic_id}",
            "stack-diagnostics", Area,
            "Read one error or warning of a stack in full, with its place in the code.") with
        {
            DefaultFields = ["id", "severity", "summary", "detail", "diags", "created_at", "stack_configuration_id",
                "stack_deployment_step_id"],
        },

        Get("get_single_hashicorp_terraform_cloud_stack_approval_by_id", "/stack-approvals/{stack_approval_id}",
            "stack-approvals", Area,
            "Who approved a deployment's plans, and when.") with
        {
            DefaultFields = ["id", "reason", "created_at", "user.username"],
            Include = ["user"],
        },

        ReadContent("hashicorp_terraform_cloud_stack_states_description", "/stack-states/{stack_state_id}/description",
            "stack-states", ResponseShape.Document, Area,
            "What a deployment's state holds, resource by resource."),
    ];
}
