using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Task configurations: which projects a task of the organization reaches, when, and how strictly.</summary>
internal static class TaskConfigs
{
    private static readonly string[] Area = ["run-tasks"];

    private static readonly string[] Fields = ["id", "global", "enforcement_level", "allowed_stages", "task_id", "project_ids"];

    private static readonly Argument Global = Attribute("global", JsonKind.Boolean, "Else project_ids.");

    private static readonly Argument Level = Attribute("enforcement_level", JsonKind.Text, "On failure.")
        .OneOf("advisory", "mandatory");

    private static readonly Argument Stages =
        Attribute("allowed_stages", JsonKind.TextList, "When.").OneOf("pre_plan", "post_plan", "pre_apply", "post_apply");

    private static readonly Argument Projects = Relationship("project_ids", "projects", "prj-…");

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_task_configs", "/organizations/{organization_name}/task-configs",
            "task-configs", Area,
            "How an organization's tasks reach its projects. For single workspaces see workspace run tasks.") with
        {
            Arguments =
            [
                Query("target_type", "filter[target_type]", JsonKind.Text, "Together with target_id.").OneOf("project"),
                Query("target_id", "filter[target_id]", JsonKind.Text, "prj-…"),
                Query("task_category", "filter[task_category]", JsonKind.Text, "Default: all.").OneOf("hook"),
            ],
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_task_config", "/organizations/{organization_name}/task-configs",
            "task-configs", Effect.Mutate, Area,
            "Make a task run in some projects or all. A task has one configuration: if it is there, update it.") with
        {
            Arguments =
            [
                Relationship("task_id", "tasks", "task-…").Required(),
                Relationship("owner_id", "organizations", "Organization name.").Required(),
                Global.Required(),
                Level.Required(),
                Stages.Required(),
                Projects,
            ],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_task_config_by_id", "/task-configs/{task_config_id}", "task-configs",
            Effect.Destroy, Area,
            "Change which projects a task reaches, when it runs, or whether it can stop a run. project_ids replaces.") with
        {
            Arguments = [Global, Level, Stages, Projects],
            DefaultFields = Fields,
        },
    ];
}
