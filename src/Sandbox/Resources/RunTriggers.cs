using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run-triggers</summary>
internal sealed class RunTriggers : Resource<RunTrigger>
{
    public RunTriggers()
    {
        Include("workspace", t => t.Workspace);
        Include("sourceable", t => t.Sourceable);
    }

    public override void Map(RouteTable routes)
    {
        routes.Get("/workspaces/{id}/run-triggers", List);
        routes.Post("/workspaces/{id}/run-triggers", Create);
        routes.Get("/run-triggers/{id}", x => Present.One(x, x.Find<RunTrigger>("id")));
        routes.Delete("/run-triggers/{id}", x =>
        {
            var trigger = x.Find<RunTrigger>("id");
            x.Require(Permission.UpdateWorkspace);
            x.World.Remove(trigger);
            return Answer.NoContent();
        });
    }

    protected override void Describe(RunTrigger trigger, ResourceObject o, SandboxRequest x) =>
        o.Attribute("workspace-name", trigger.Workspace.Name)
            .Attribute("sourceable-name", trigger.Sourceable.Name)
            .Attribute("created-at", trigger.CreatedAt)
            .Relation("workspace", trigger.Workspace)
            .Relation("sourceable", trigger.Sourceable)
            .Link("self", "/api/v2/run-triggers/" + trigger.Id);

    private static Answer List(SandboxRequest x)
    {
        var workspace = x.Find<Workspace>("id");
        var all = x.World.All<RunTrigger>();
        return x.QueryValue("filter[run-trigger][type]") switch
        {
            "inbound" => Present.Page(x, all.Where(t => t.Workspace == workspace)),
            "outbound" => Present.Page(x, all.Where(t => t.Sourceable == workspace)),
            _ => throw ApiError.BadRequest("filter[run-trigger][type] must be inbound or outbound", "filter[run-trigger][type]"),
        };
    }

    private static Answer Create(SandboxRequest x)
    {
        var workspace = x.Find<Workspace>("id");
        x.Require(Permission.UpdateWorkspace);
        var source = x.Visible(x.World.Find<Workspace>(SandboxRequest.Relationship(x.Data("run-triggers"), "sourceable") ?? ""));
        if (source == workspace) throw ApiError.Invalid("sourceable", "A workspace cannot trigger itself");
        var inbound = x.World.All<RunTrigger>().Where(t => t.Workspace == workspace).ToList();
        if (inbound.Exists(t => t.Sourceable == source))
            throw ApiError.Invalid("sourceable", "Sourceable has already been taken");
        // https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings/run-triggers: at most 20 sources.
        if (inbound.Count >= 20) throw ApiError.Invalid("sourceable", "A workspace can have at most 20 source workspaces");
        return Present.One(x, x.World.Add(new RunTrigger(x.World.Ids.Next("rt"), workspace, source, x.Now)), 201);
    }
}
