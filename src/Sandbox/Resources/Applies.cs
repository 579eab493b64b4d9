using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/applies</summary>
internal sealed class Applies : Resource<Apply>
{
    public override void Map(RouteTable routes)
    {
        routes.Get("/applies/{id}", x => Present.One(x, x.Find<Apply>("id")));
        routes.Get("/runs/{id}/apply", x => Present.One(x, x.Find<Run>("id").Apply));
        // No apply of the sandbox fails after it changed something, so there is no errored state to fetch.
        routes.Get("/applies/{id}/errored-state", x =>
        {
            x.Find<Apply>("id");
            throw ApiError.NotFound();
        });
    }

    protected override void Describe(Apply apply, ResourceObject o, SandboxRequest x)
    {
        var finished = apply.Phase.Status == "finished";
        o.Attribute("status", apply.Phase.Status)
            .Timestamps(apply.Phase.Timestamps)
            .Attribute("resource-additions", finished ? apply.Plan.Additions : null)
            .Attribute("resource-changes", finished ? apply.Plan.Updates : null)
            .Attribute("resource-destructions", finished ? apply.Plan.Destructions : null)
            .Attribute("resource-imports", finished ? 0 : null)
            .Attribute("execution-details", new JsonObject { ["mode"] = "remote" })
            .Attribute("log-read-url", Plans.LogUrl(x, apply, apply.Phase))
            .Relations("state-versions", apply.StateVersion is { } state ? [state] : [])
            .Link("self", "/api/v2/applies/" + apply.Id);
    }
}
