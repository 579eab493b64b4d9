using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/comments</summary>
internal sealed class Comments : Resource<Comment>
{
    public Comments() => Include("run_event", c => c.Event);

    public override void Map(RouteTable routes)
    {
        routes.Get("/runs/{id}/comments", x => Present.All(x, x.Find<Run>("id").Comments));
        routes.Get("/comments/{id}", x => Present.One(x, x.Find<Comment>("id")));
        routes.Post("/runs/{id}/comments", x =>
        {
            var run = x.Find<Run>("id");
            var body = SandboxRequest.Text(SandboxRequest.Attributes(x.Data("comments")), "body");
            if (string.IsNullOrWhiteSpace(body)) throw ApiError.Invalid("body", "Body can't be blank");
            RunActions.Record(x.World, run, "commented", x.Caller.Principal, body);
            return Present.One(x, run.Comments[^1], 201);
        });
    }

    protected override void Describe(Comment comment, ResourceObject o, SandboxRequest x) =>
        o.Attribute("body", comment.Body)
            .Relation("run-event", comment.Event, "/api/v2/run-events/" + comment.Event?.Id)
            .Link("self", "/api/v2/comments/" + comment.Id);
}
