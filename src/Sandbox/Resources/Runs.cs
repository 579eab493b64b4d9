using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run</summary>
internal sealed class Runs : Resource<Run>
{
    public Runs()
    {
        Include("plan", r => r.Plan);
        Include("apply", r => r.Apply);
        Include("created_by", r => r.CreatedBy);
        Include("confirmed_by", r => r.ConfirmedBy);
        Include("cost_estimate", r => r.CostEstimate);
        Include("workspace", r => r.Workspace);
        Include("configuration_version", r => r.ConfigurationVersion);
        Include("task_stages", r => r.TaskStages);
        Include("policy_checks", r => r.PolicyChecks);
        Include("run_events", r => r.Events);
        IncludeNothing("tf_policy_evaluations");
    }

    public override void Map(RouteTable routes)
    {
        routes.Post("/runs", RunCreation.Create);
        routes.Get("/runs/{id}", x => Present.One(x, x.Find<Run>("id")));
        routes.Get("/workspaces/{id}/runs", x => Present.Page(x, RunSearch.OfWorkspace(x, x.Find<Workspace>("id"))));
        routes.Get("/organizations/{organization}/runs",
            x => Present.Page(x, RunSearch.OfOrganization(x, x.OrganizationInPath()), totals: false));
        routes.Get("/organizations/{organization}/runs/queue", x => Present.Page(x, RunSearch.Queue(x.OrganizationInPath())));
        Action(routes, "apply", Permission.Apply, "confirmed", (x, run) => RunActions.Apply(x.World, run, x.Caller.Principal));
        Action(routes, "discard", Permission.Apply, "discarded", (x, run) => RunActions.Discard(x.World, run));
        Action(routes, "cancel", Permission.QueueRun, "canceled", (x, run) => RunActions.Cancel(x.World, run));
        Action(routes, "force-cancel", Permission.ForceCancel, "force_canceled",
            (x, run) => RunActions.ForceCancel(x.World, run));
        routes.Post("/runs/{id}/actions/force-execute", ForceExecute);
    }

    protected override void Describe(Run run, ResourceObject o, SandboxRequest x)
    {
        var caller = x.Caller;
        o.Attribute("status", run.Status)
            .Timestamps(run.Timestamps)
            .Attribute("message", run.Message)
            .Attribute("source", run.Source)
            .Attribute("trigger-reason", "manual")
            .Attribute("created-at", run.CreatedAt)
            .Attribute("updated-at", run.Since)
            .Attribute("canceled-at", run.CanceledAt)
            .Attribute("has-changes", run.Plan.HasChanges)
            .Attribute("auto-apply", run.AutoApply)
            .Attribute("plan-only", run.PlanOnly)
            .Attribute("save-plan", run.SavePlan)
            .Attribute("is-destroy", run.IsDestroy)
            .Attribute("refresh", run.Refresh)
            .Attribute("refresh-only", run.RefreshOnly)
            .Attribute("allow-empty-apply", run.AllowEmptyApply)
            .Attribute("allow-config-generation", false)
            .Attribute("debugging-mode", false)
            .Attribute("terraform-version", run.TerraformVersion)
            .Attribute("target-addrs", run.TargetAddresses)
            .Attribute("replace-addrs", run.ReplaceAddresses)
            .Attribute("variables", new System.Text.Json.Nodes.JsonArray([.. run.Variables.Select(RunCreation.Variable)]))
            .Flags("actions", ("is-cancelable", RunActions.IsCancelable(run)), ("is-confirmable", RunActions.IsConfirmable(run)),
                ("is-discardable", RunActions.IsDiscardable(run)),
                ("is-force-cancelable", RunActions.IsForceCancelable(run, x.Now)))
            .Flags("permissions", ("can-apply", caller.May(Permission.Apply)),
                ("can-cancel", caller.May(Permission.QueueRun)), ("can-comment", true),
                ("can-discard", caller.May(Permission.Apply)), ("can-force-execute", caller.May(Permission.Apply)),
                ("can-force-cancel", caller.May(Permission.ForceCancel)),
                ("can-override-policy-check", caller.May(Permission.Override)))
            .Relation("workspace", run.Workspace)
            .Relation("plan", run.Plan, $"/api/v2/runs/{run.Id}/plan")
            .Relation("apply", run.Apply, $"/api/v2/runs/{run.Id}/apply")
            .Relation("created-by", run.CreatedBy, "/api/v2/users/" + run.CreatedBy.Id)
            .Relation("confirmed-by", run.ConfirmedBy)
            .Relation("configuration-version", run.ConfigurationVersion, $"/api/v2/runs/{run.Id}/configuration-version")
            .Relation("cost-estimate", run.CostEstimate)
            .Relations("policy-checks", run.PolicyChecks, $"/api/v2/runs/{run.Id}/policy-checks")
            .Relations("task-stages", run.TaskStages, $"/api/v2/runs/{run.Id}/task-stages")
            .Relations("run-events", run.Events, $"/api/v2/runs/{run.Id}/run-events")
            .Relations("comments", run.Comments, $"/api/v2/runs/{run.Id}/comments")
            .Link("self", "/api/v2/runs/" + run.Id);
        if (run.ForceCancelAvailableAt is { } available) o.Attribute("force-cancel-available-at", available);
    }

    private static void Action(
        RouteTable routes, string verb, Permission permission, string recordedAs,
        Func<SandboxRequest, Run, bool> act) =>
        routes.Post("/runs/{id}/actions/" + verb, x =>
        {
            var run = x.Find<Run>("id");
            x.Require(permission);
            var comment = x.RootText("comment");
            if (!act(x, run)) throw ApiError.TransitionNotAllowed();
            RunActions.Record(x.World, run, recordedAs, x.Caller.Principal, comment);
            x.World.Engine.Watch(run.Workspace);
            x.World.Engine.Advance(x.Now);
            return Answer.Accepted();
        });

    /// <summary>Discards the run in the way and lets this one go first.</summary>
    private static Answer ForceExecute(SandboxRequest x)
    {
        var run = x.Find<Run>("id");
        x.Require(Permission.Apply);
        if (run.Status != RunStatus.Pending || run.Workspace.LockedBy is not Run inTheWay)
            throw new ApiError(403, "forbidden", "Run is not pending or its workspace is not locked by a run");
        if (!RunActions.IsDiscardable(inTheWay)) throw ApiError.TransitionNotAllowed();
        foreach (var earlier in run.Workspace.Runs.TakeWhile(r => r != run)
            .Where(r => !r.IsFinal && !r.PlansAtOnce && r != inTheWay).ToArray())
        {
            RunActions.Discard(x.World, earlier);
        }

        RunActions.Discard(x.World, inTheWay);
        RunActions.Record(x.World, run, "force_executed", x.Caller.Principal, comment: null);
        x.World.Engine.Advance(x.Now);
        return Answer.Accepted();
    }
}
