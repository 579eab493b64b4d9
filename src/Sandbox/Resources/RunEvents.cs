using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#list-run-events</summary>
internal sealed class RunEvents : Resource<RunEvent>
{
    public RunEvents()
    {
        Include("actor", e => e.Actor);
        Include("comment", e => e.Comment);
    }

    public override void Map(RouteTable routes)
    {
        routes.Get("/runs/{id}/run-events", x => Present.All(x, x.Find<Run>("id").Events));
        routes.Get("/run-events/{id}", x => Present.One(x, x.Find<RunEvent>("id")));
    }

    protected override void Describe(RunEvent happened, ResourceObject o, SandboxRequest x) =>
        o.Attribute("action", happened.Action)
            .Attribute("description", happened.Description)
            .Attribute("created-at", happened.CreatedAt)
            .Relation("actor", happened.Actor)
            .Relation("comment", happened.Comment)
            .Link("self", "/api/v2/run-events/" + happened.Id);
}
