using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>
/// Run tasks of an organization, and where workspaces use them. How they went in a run is in <see cref="TaskStages"/>
/// and <see cref="TaskResults"/>.
/// </summary>
internal static class RunTasks
{
    private static readonly string[] Area = ["run-tasks"];

    private static readonly string[] Stages = ["pre_plan", "post_plan", "pre_apply", "post_apply"];

    private static readonly string[] Fields =
    [
        "id", "name", "description", "category", "url", "enabled", "global_configuration.enabled", "global_configuration.stages",
        "global_configuration.enforcement_level", "workspace_task_ids",
    ];

    private static readonly string[] WorkspaceFields = ["id", "enforcement_level", "stages", "task_id", "workspace_id"];

    private static readonly Argument[] Settings =
    [
        Attribute("description", JsonKind.Text, "What it checks."),
        Attribute("hmac_key", JsonKind.Text, "Signs requests.").Secret(),
        Attribute("enabled", JsonKind.Boolean, "Default true."),
        Attribute("global_enabled", "global-configuration.enabled", JsonKind.Boolean, "Run in every workspace."),
        Attribute("global_stages", "global-configuration.stages", JsonKind.TextList, "For global.").OneOf(Stages),
        Attribute("global_enforcement_level", "global-configuration.enforcement-level", JsonKind.Text, "For global.")
            .OneOf("advisory", "mandatory"),
        Relationship("agent_pool_id", "agent-pools", "apool-… to go through."),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_run_tasks", "/organizations/{organization_name}/tasks", "tasks", Area,
            "List run tasks: services that runs ask before they go on.") with
        {
            DefaultFields = Fields,
            Includable = ["workspace_tasks", "workspace_tasks.workspace"],
        },

        Get("get_single_hashicorp_terraform_cloud_run_task_by_id", "/tasks/{task_id}", "tasks", Area,
            "Read a run task: its service, whether it runs everywhere.") with
        {
            DefaultFields = [.. Fields, "agent_pool_id"],
            Includable = ["workspace_tasks", "workspace_tasks.workspace"],
        },

        Create("create_a_hashicorp_terraform_cloud_run_task", "/organizations/{organization_name}/tasks", "tasks",
            Effect.Mutate, Area,
            "Register a service as run task. Then attach it to workspaces, or make it global.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "Letters, digits, - and _.").Required(),
                Attribute("url", JsonKind.Text, "Service address.").Required(),
                .. Settings,
            ],
            Constants = [Constant(ArgumentPlace.Attribute, "category", "\"task\"")],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_run_task_by_id", "/tasks/{task_id}", "tasks", Effect.Destroy, Area,
            "Change a run task, for all its workspaces.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "New name."),
                Attribute("url", JsonKind.Text, "Service address."),
                .. Settings,
            ],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_run_task_by_id", "/tasks/{task_id}", "tasks", Area,
            "Delete a run task everywhere. For one workspace, delete the workspace's run task."),

        List("list_all_hashicorp_terraform_cloud_run_task_workspace_tasks",
            "/tasks/{task_id}/relationships/workspace-tasks", "workspace-tasks", Area,
            "Which workspaces a run task is attached to.") with
        {
            DefaultFields = WorkspaceFields,
        },

        List("list_all_hashicorp_terraform_cloud_task_integrations", "/tasks/integrations", "integrations", Area,
            "Partner integrations to make run tasks from, and their parameters.") with
        {
            Arguments =
            [
                Query("search", "search", JsonKind.Text, "Part of the name."),
                Query("category", "category", JsonKind.Text, "Only of this category."),
                Query("include_inactive", "include_inactive", JsonKind.Boolean, "Retired ones too."),
            ],
            DefaultFields = ["id", "name", "provider", "description", "stages", "params.name", "params.required"],
        },

        List("list_all_hashicorp_terraform_cloud_workspace_run_tasks", "/workspaces/{workspace_id}/tasks",
            "workspace-tasks", Area,
            "List a workspace's run tasks: stages, and whether they can stop a run. Global ones are not in it.") with
        {
            DefaultFields = WorkspaceFields,
        },

        Get("get_single_hashicorp_terraform_cloud_workspace_run_task_by_id",
            "/workspaces/{workspace_id}/tasks/{workspace_task_id}", "workspace-tasks", Area,
            "Read a workspace's run task.") with
        {
            DefaultFields = WorkspaceFields,
        },

        Create("create_a_hashicorp_terraform_cloud_workspace_run_task", "/workspaces/{workspace_id}/tasks",
            "workspace-tasks", Effect.Mutate, Area,
            "Attach a run task to a workspace. mandatory stops runs that fail it.") with
        {
            Arguments =
            [
                Relationship("task_id", "tasks", "task-…").Required(),
                Attribute("enforcement_level", JsonKind.Text, "On failure.").OneOf("advisory", "mandatory").Required(),
                Attribute("stages", JsonKind.TextList, "When. Default post_plan.").OneOf(Stages),
            ],
            DefaultFields = WorkspaceFields,
        },

        Update("update_a_hashicorp_terraform_cloud_workspace_run_task_by_id",
            "/workspaces/{workspace_id}/tasks/{workspace_task_id}", "workspace-tasks",
            Effect.Destroy, Area,
            "Change when a run task runs in a workspace, or whether it can stop a run.") with
        {
            Arguments =
            [
                Attribute("enforcement_level", JsonKind.Text, "On failure.").OneOf("advisory", "mandatory"),
                Attribute("stages", JsonKind.TextList, "When.").OneOf(Stages),
            ],
            DefaultFields = WorkspaceFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_workspace_run_task_by_id",
            "/workspaces/{workspace_id}/tasks/{workspace_task_id}", "workspace-tasks", Area,
            "Detach a run task from a workspace; the organization keeps it."),
    ];
}
