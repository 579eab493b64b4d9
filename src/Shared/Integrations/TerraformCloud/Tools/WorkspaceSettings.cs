using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Workspaces made, changed and deleted. Finding, reading and locking them is in <see cref="Workspaces"/>.</summary>
internal static class WorkspaceSettings
{
    private static readonly string[] Area = ["workspaces"];

    private static readonly string[] Fields =
    [
        "id", "name", "description", "execution_mode", "terraform_version", "auto_apply", "working_directory",
        "vcs_repo.identifier", "vcs_repo.branch", "tag_names",
        "project_id", "updated_at",
    ];

    private static readonly Argument[] Settings =
    [
        Attribute("description", JsonKind.Text, "Purpose."),
        Attribute("terraform_version", JsonKind.Text, "1.9.5, ~> 1.9 or latest."),
        Attribute("working_directory", JsonKind.Text, "Subdirectory of the repository."),
        Attribute("execution_mode", JsonKind.Text, "Who runs it.").OneOf("remote", "local", "agent"),
        Attribute("agent_pool_id", JsonKind.Text, "apool-…"),
        Attribute("auto_apply", JsonKind.Boolean, "Apply unasked.").HasEffectOf(Runs.Apply),
        Attribute("auto_apply_run_trigger", JsonKind.Boolean, "Apply run triggers' runs.").HasEffectOf(Runs.Apply),
        Attribute("allow_destroy_plan", JsonKind.Boolean, "Allow destroy plans.").HasEffectOfDelete(),
        Attribute("queue_all_runs", JsonKind.Boolean, "Run at once on new code.").HasEffectOf(Runs.Apply),
        Attribute("speculative_enabled", JsonKind.Boolean, "Plan pull requests."),
        Attribute("file_triggers_enabled", JsonKind.Boolean, "Only if trigger files change."),
        Attribute("trigger_patterns", JsonKind.TextList, "Globs: /modules/**/*."),
        Attribute("trigger_prefixes", JsonKind.TextList, "Directories, not with patterns."),
        Attribute("vcs_repo_identifier", "vcs-repo.identifier", JsonKind.Text, "org/repository."),
        Attribute("vcs_repo_branch", "vcs-repo.branch", JsonKind.Text, "Default: the repository's."),
        Attribute("vcs_repo_oauth_token_id", "vcs-repo.oauth-token-id", JsonKind.Text, "ot-…"),
        Attribute("vcs_repo_github_app_installation_id", "vcs-repo.github-app-installation-id", JsonKind.Text, "ghain-…"),
        Attribute("vcs_repo_ingress_submodules", "vcs-repo.ingress-submodules", JsonKind.Boolean, "Fetch submodules."),
        Attribute("vcs_repo_tags_regex", "vcs-repo.tags-regex", JsonKind.Text, "Run on matching Git tags."),
        Attribute("global_remote_state", JsonKind.Boolean, "Organization may read its state."),
        Attribute("project_remote_state", JsonKind.Boolean, "Project may read its state."),
        Attribute("assessments_enabled", JsonKind.Boolean, "Detect drift."),
        Attribute("structured_run_output_enabled", JsonKind.Boolean, "Structured logs."),
        Attribute("auto_destroy_at", JsonKind.Text, "Destroy all then: RFC 3339.").Instant().HasEffectOf(Runs.Apply)
            .HasEffectOfDelete(),
        Attribute("auto_destroy_activity_duration", JsonKind.Text, "Destroy when idle: 14d, 24h.")
            .HasEffectOf(Runs.Apply).HasEffectOfDelete(),
        Attribute("inherits_project_auto_destroy", JsonKind.Boolean, "The project's duration counts.")
            .HasEffectOf(Runs.Apply).HasEffectOfDelete(),
        Attribute("hyok_enabled", JsonKind.Boolean, "Encrypt with your own key."),
        Attribute("overwrites_execution_mode", "setting-overwrites.execution-mode", JsonKind.Boolean,
            "false: the project's counts."),
        Attribute("overwrites_agent_pool", "setting-overwrites.agent-pool", JsonKind.Boolean, "false: the project's counts."),
        Relationship("project_id", "projects", "prj-…"),
        Related("tag_bindings", "tag-bindings", "tag-bindings", "All key-value tags.",
            Member("key", JsonKind.Text, "Key.").Required(), Member("value", JsonKind.Text, "Value.")),
    ];

    // What most workspaces are made with; the other two dozen are named.
    private static readonly string[] Common =
    [
        "name", "description", "terraform_version", "working_directory", "execution_mode", "agent_pool_id", "auto_apply",
        "vcs_repo_identifier", "vcs_repo_branch", "vcs_repo_oauth_token_id", "vcs_repo_github_app_installation_id",
        "project_id", "tag_bindings",
    ];

    // A workspace without protection is what it is made as; taking it from one that has it is another thing.
    private static IEnumerable<Argument> New =>
        Settings.Select(setting => setting.Name == "allow_destroy_plan" ? setting with { Adds = null } : setting);

    // What is pushed to another repository or branch runs here, and applies by itself where the workspace says so. A
    // new workspace says nothing of the kind.
    private static IEnumerable<Argument> Changes => Settings.Select(setting => setting.Name switch
    {
        "vcs_repo_identifier" or "vcs_repo_branch" or "vcs_repo_tags_regex" => setting.HasEffectOf(Runs.Apply),
        "project_id" => setting.HasEffectOf(Projects.MoveWorkspaces),
        _ => setting,
    });

    // The API takes none: each is created once the workspace is there.
    private static readonly Argument FirstVariables = Answer("variables", JsonKind.RecordList, "Its first variables.")
        .Secret() with
    {
        Members =
        [
            Member("key", JsonKind.Text, "Name.").Required(), Member("value", JsonKind.Text, "Value."),
            Member("category", JsonKind.Text, "env: environment.").OneOf("terraform", "env").Required(),
            Member("hcl", JsonKind.Boolean, "value is HCL."),
            Member("sensitive", JsonKind.Boolean, "Hide for good."), Member("description", JsonKind.Text, "What for."),
        ],
    };

    private static readonly Argument NewName = Attribute("name", JsonKind.Text, "New name.");

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Create("create_a_hashicorp_terraform_cloud_workspace", "/organizations/{organization_name}/workspaces",
            "workspaces", Effect.Mutate, Area,
            "Create a workspace. Without vcs_repo_identifier it has no code until you create a configuration " +
                "version; then create a run.") with
        {
            Arguments =
            [
                .. RareBut(
                [
                    Attribute("name", JsonKind.Text, "Letters, digits, - and _; unique.").Required(),
                    .. ByDefault(
                        ByDefault(
                            TrueByDefault(New, "allow_destroy_plan", "file_triggers_enabled", "speculative_enabled",
                                "overwrites_execution_mode", "overwrites_agent_pool"),
                            "the latest", "terraform_version"),
                        "the default project", "project_id"),
                    Related("tags", "tags", "tags", "Flat tags.", Member("name", JsonKind.Text, "Name.").Required()),
                    FirstVariables,
                    Attribute("source_name", JsonKind.Text, "What made it."),
                    Attribute("source_url", JsonKind.Text, "Its web page."),
                    Attribute("migration_environment", JsonKind.Text, "Legacy environment."),
                ], Common),
            ],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_workspace_by_id", "/workspaces/{workspace_id}", "workspaces",
            Effect.Mutate, Area,
            "Change settings of a workspace; what you leave out stays. Variables, tags and locks have tools of their own.") with
        {
            Arguments = [NewName, .. RareBut(Changes, Common)],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_workspace_by_name",
            "/organizations/{organization_name}/workspaces/{workspace_name}", "workspaces", Effect.Mutate, Area,
            "Change a workspace's settings by its name.") with
        {
            Arguments = [NewName, .. RareBut(Changes, Common)],
            DefaultFields = Fields,
            SameAs = "update_a_hashicorp_terraform_cloud_workspace_by_id",
            MergedInto = "update_a_hashicorp_terraform_cloud_workspace_by_id",
        },

        Action("hashicorp_terraform_cloud_workspaces_safe_delete", HttpMethod.Post,
            "/workspaces/{workspace_id}/actions/safe-delete", "workspaces", Effect.Destroy, Area,
            "Delete a workspace only if it manages no resources any more. Prefer this to the delete.") with
        {
            Shape = ResponseShape.NoContent,
            Next = "List workspaces: it is gone.",
            NextTool = "list_all_hashicorp_terraform_cloud_workspaces",
        },

        Action("hashicorp_terraform_cloud_workspace_by_name_safe_delete", HttpMethod.Post,
            "/organizations/{organization_name}/workspaces/{workspace_name}/actions/safe-delete", "workspaces",
            Effect.Destroy, Area,
            "safe_delete by the workspace's name.") with
        {
            MergedInto = "hashicorp_terraform_cloud_workspaces_safe_delete",
            Shape = ResponseShape.NoContent,
            Next = "List workspaces: it is gone.",
            NextTool = "list_all_hashicorp_terraform_cloud_workspaces",
        },

        Delete("delete_a_hashicorp_terraform_cloud_workspace_by_id", "/workspaces/{workspace_id}", "workspaces", Area,
            "Delete a workspace with its state and history, even if it still manages resources: they stay, and " +
                "nobody manages them. Prefer safe_delete."),

        Delete("delete_a_hashicorp_terraform_cloud_workspace_by_name",
            "/organizations/{organization_name}/workspaces/{workspace_name}", "workspaces", Area,
            "Delete a workspace by its name, resources or not. Prefer safe_delete.") with
        {
            MergedInto = "delete_a_hashicorp_terraform_cloud_workspace_by_id",
        },

        Action("hashicorp_terraform_cloud_workspaces_assess", HttpMethod.Post,
            "/workspaces/{workspace_id}/actions/assess", "workspaces", Effect.Mutate, Area,
            "Start a health assessment, to find drift. Then read the current assessment result. Must be enabled.") with
        {
            DefaultFields = ["id", "name", "assessments_enabled", "last_assessment_result_at", "current_assessment_result_id"],
        },

        List("list_all_hashicorp_terraform_cloud_workspace_resources", "/workspaces/{workspace_id}/resources", "resources", Area,
            "What a workspace manages: addresses, types, modules, no values. Quicker than its state.") with
        {
            Arguments =
            [
                Query("search", "q", JsonKind.Text, "Part of the name."),
                Query("sort", "sort", JsonKind.Text, "name:asc, updatedAt:desc; or nameIndex, provider, providerType, module."),
            ],
            DefaultFields = ["id", "address", "provider", "provider_type", "module", "updated_at",
                "modified_by_state_version_id"],
        },

        Action("hashicorp_terraform_cloud_workspaces_assign_ssh_key", HttpMethod.Patch,
            "/workspaces/{workspace_id}/relationships/ssh-key", "workspaces", Effect.Mutate, Area,
            "Give a workspace the SSH key for fetching modules, or take it away.") with
        {
            Arguments = [Attribute("ssh_key_id", "id", JsonKind.Text, "sshkey-…; none takes it away.").NullIfAbsent()],
            DefaultFields = ["id", "name", "ssh_key_id"],
            IsIdempotent = true,
        },
    ];
}
