using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Workspaces and their locks.</summary>
internal static class Workspaces
{
    private static readonly string[] Core = ["core", "workspaces"];

    private static readonly string[] LockFields = ["id", "name", "locked", "locked_reason", "locked_by_id"];

    private static readonly string[] OneFields =
    [
        "id", "name", "description", "locked_reason", "current_run.id", "current_run.status",
        "current_state_version_id",
        "terraform_version", "execution_mode", "auto_apply", "resource_count", "vcs_repo.identifier", "vcs_repo.branch",
        "working_directory", "tag_names",
        "organization_id", "project_id", "updated_at",
        "permissions.can_lock", "permissions.can_unlock", "permissions.can_force_unlock", "permissions.can_queue_run",
        "permissions.can_queue_apply",
        "permissions.can_update_variable",
    ];

    private static readonly RelatedName Project = new("project", "name");

    private static readonly Truth Locked = new("locked");

    // A run that holds the lock has no name.
    private static readonly ToldMember[] Told =
        [Locked, new RelatedName("locked_by", "username", "name"), Project with { IsBesideId = true }];

    /// <summary>What lists of workspaces beside an organization's can include.</summary>
    public static string[] RelatedInLists { get; } =
    [
        "current_configuration_version", "current_configuration_version.ingress_attributes", "current_run",
        "current_run.configuration_version",
        "current_run.configuration_version.ingress_attributes", "current_run.plan", "locked_by", "organization",
        "outputs", "project", "readme",
    ];

    private static string[] Related { get; } =
    [
        .. RelatedInLists, "agent_pool", "current_assessment_result", "current_run.apply", "current_state_version",
        "current_state_version.resources_processed", "latest_run",
        "latest_run.plan", "latest_run.configuration_version", "latest_run.configuration_version.ingress_attributes",
        "no_code_module_version",
        "no_code_module_version.no_code_module", "no_code_module_version.no_code_module.latest_version", "vars",
        "effective_tag_bindings",
    ];

    /// <summary>What reports on an organization's workspaces are narrowed by.</summary>
    public static Argument[] Narrowing { get; } =
    [
        Query(OrganizationWorkspaces.Search, "search[name]", JsonKind.Text, "Part of the workspace's name."),
        Query(OrganizationWorkspaces.ProjectId, "filter[project][id]", JsonKind.Text, "prj-…"),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_workspaces", "/organizations/{organization_name}/workspaces", "workspaces", Core,
            "Find workspaces of an organization, with lock and current run. Start here when you have a name or part " +
                "of one; the id it answers is what other tools take.") with
        {
            Arguments =
            [
                Query("search", "search[name]", JsonKind.Text, "Part of the name."),
                Query("wildcard_name", "search[wildcard-name]", JsonKind.Text, "Name with *: prod-*, *-db."),
                Query("tags", "search[tags]", JsonKind.Text, "Comma-separated; all of them."),
                Query("exclude_tags", "search[exclude-tags]", JsonKind.Text, "Comma-separated; none of them.").Rare(),
                Query("tag_key", "filter[tagged][0][key]", JsonKind.Text, "Key of a key-value tag."),
                Query("tag_value", "filter[tagged][0][value]", JsonKind.Text, "Value.").With("tag_key"),
                Query("project_id", "filter[project][id]", JsonKind.Text, "prj-…"),
                Query("current_run_status", "filter[current-run][status]", JsonKind.Text,
                    "Run status: policy_override, errored, planning…").EachOf(RunStatus.Known),
                Query("sort", "sort", JsonKind.Text, "Default name.")
                    .OneOf("name", "-name", "-current-run.created-at", "-latest-change-at"),
            ],
            DefaultFields = ["id", "name", "locked_reason", "current_run.id", "current_run.status"],
            ShownBy = ("tag_key", "effective_tag_bindings"),
            Told = [Locked, Project],
            Include = ["current_run", "project"],
            Includable = Related,
        },

        Get("get_single_hashicorp_terraform_cloud_workspace_by_id", "/workspaces/{workspace_id}", "workspaces", Core,
            "Read a workspace: who locks it and why, its current run, settings, and what you may do (permissions).") with
        {
            DefaultFields = OneFields,
            Told = Told,
            Include = ["current_run", "locked_by", "project"],
            Includable = Related,
        },

        Get("get_single_hashicorp_terraform_cloud_workspace_by_name",
            "/organizations/{organization_name}/workspaces/{workspace_name}", "workspaces", Core,
            "Read a workspace by its exact name, for its id, lock and current run. If you only know part of the " +
                "name, list workspaces with search.") with
        {
            MergedInto = "get_single_hashicorp_terraform_cloud_workspace_by_id",
            DefaultFields = OneFields,
            Told = Told,
            Include = ["current_run", "locked_by", "project"],
            Includable = Related,
        },

        Action("hashicorp_terraform_cloud_workspaces_lock", HttpMethod.Post, "/workspaces/{workspace_id}/actions/lock",
            "workspaces", Effect.Mutate, Core,
            "Lock a workspace, so that no run starts while you change it. Unlock it before you create a run.") with
        {
            Arguments = [Root("reason", JsonKind.Text, "Shown to others.")],
            DefaultFields = LockFields,
            IsIdempotent = true,
        },

        Action("hashicorp_terraform_cloud_workspaces_unlock", HttpMethod.Post,
            "/workspaces/{workspace_id}/actions/unlock", "workspaces", Effect.Mutate, Core,
            "Unlock a workspace that this connection's user locked. Another's lock answers 409: then it takes force-unlock.") with
        {
            DefaultFields = LockFields,
            Follow = FollowRun.Frees,
            IsIdempotent = true,
        },

        Action("hashicorp_terraform_cloud_workspaces_force_unlock", HttpMethod.Post,
            "/workspaces/{workspace_id}/actions/force-unlock", "workspaces", Effect.Destroy, Core,
            "Break another user's, team's or run's lock (workspace admin). Read the workspace first: a run that " +
                "still applies must keep its lock.") with
        {
            DefaultFields = LockFields,
            Follow = FollowRun.Frees,
        },
    ];
}
