using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/enterprise/api-docs/run-tasks/run-task-stages-and-results</summary>
internal sealed class TaskStages : Resource<TaskStage>
{
    public TaskStages()
    {
        Include("run", s => s.Run);
        Include("policy_evaluations", s => s.Evaluation);
        Include("policy-evaluations", s => s.Evaluation);
        IncludeNothing("task_results", "task-results", "cost_estimate");
    }

    public override void Map(RouteTable routes)
    {
        routes.Get("/runs/{id}/task-stages", x => Present.Page(x, x.Find<Run>("id").TaskStages));
        routes.Get("/task-stages/{id}", x => Present.One(x, x.Find<TaskStage>("id")));
        routes.Post("/task-stages/{id}/actions/override", x =>
        {
            var stage = x.Find<TaskStage>("id");
            x.Require(Permission.Override);
            var comment = x.RootText("comment");
            if (!RunActions.Override(x.World, stage)) throw ApiError.TransitionNotAllowed();
            RunActions.Record(x.World, stage.Run, "task_stage_overridden", x.Caller.Principal, comment);
            return Present.One(x, stage);
        });
    }

    protected override void Describe(TaskStage stage, ResourceObject o, SandboxRequest x)
    {
        var may = x.Caller.May(Permission.Override);
        o.Attribute("stage", "post_plan")
            .Attribute("status", stage.Status)
            .Timestamps(stage.Timestamps)
            .Attribute("created-at", stage.CreatedAt)
            .Attribute("updated-at", stage.UpdatedAt)
            .Flags("permissions", ("can-override-policy", may), ("can-override-tasks", may), ("can-override", may))
            .Flags("actions", ("is-overridable", stage.IsOverridable))
            .Relation("run", stage.Run)
            .Relations("task-results", [])
            .Relations("policy-evaluations", [stage.Evaluation])
            .Link("self", "/api/v2/task-stages/" + stage.Id);
    }
}
