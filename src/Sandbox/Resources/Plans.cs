using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/plans</summary>
internal sealed class Plans : Resource<Plan>
{
    public override void Map(RouteTable routes)
    {
        routes.Get("/plans/{id}", x => Present.One(x, x.Find<Plan>("id")));
        routes.Get("/runs/{id}/plan", x => Present.One(x, x.Find<Run>("id").Plan));
        routes.Get("/plans/{id}/json-output", x => Json(x, x.Find<Plan>("id"), redacted: false));
        routes.Get("/runs/{id}/plan/json-output", x => Json(x, x.Find<Run>("id").Plan, redacted: false));
        routes.Get("/plans/{id}/json-output-redacted", x => Json(x, x.Find<Plan>("id"), redacted: true));
    }

    protected override void Describe(Plan plan, ResourceObject o, SandboxRequest x)
    {
        var finished = plan.Phase.Status == "finished";
        var self = "/api/v2/plans/" + plan.Id;
        o.Attribute("status", plan.Phase.Status)
            .Timestamps(plan.Phase.Timestamps)
            .Attribute("has-changes", finished && plan.HasChanges)
            .Attribute("resource-additions", finished ? plan.Additions : null)
            .Attribute("resource-changes", finished ? plan.Updates : null)
            .Attribute("resource-destructions", finished ? plan.Destructions : null)
            .Attribute("resource-imports", finished ? 0 : null)
            .Attribute("generated-configuration", false)
            .Attribute("structured-run-output-enabled", false)
            .Attribute("execution-details", new JsonObject { ["mode"] = "remote" })
            .Attribute("log-read-url", LogUrl(x, plan, plan.Phase))
            .Flags("actions", ("is-exportable", finished))
            .Flags("permissions", ("can-export", x.Caller.May(Permission.ReadPlanJson)))
            .Relations("state-versions", [])
            .Relations("exports", [])
            .Link("self", self)
            .Link("json-output", self + "/json-output")
            .Link("json-output-redacted", self + "/json-output-redacted");
    }

    public static string LogUrl(SandboxRequest x, Entity owner, Phase phase)
    {
        var world = x.World;
        return world.Blobs.Url(
            x, owner, "log", "text/plain; charset=utf-8",
            () => PhaseLog.Bytes(phase, world.Now, 2 * world.Options.PhaseDuration));
    }

    private static Answer Json(SandboxRequest x, Plan plan, bool redacted)
    {
        if (!redacted) x.Require(Permission.ReadPlanJson);
        if (plan.Phase.Status != "finished") return Answer.NoContent();
        return Answer.Redirect(
            x.World.Blobs.ShortUrl(x, "application/json", () => Answer.Bytes(PlanJson.Of(plan, redacted))), 307);
    }
}
