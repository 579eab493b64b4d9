using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces#get-remote-state-consumers</summary>
internal sealed class RemoteStateConsumers : Endpoints
{
    private const string Path = "/workspaces/{id}/relationships/remote-state-consumers";

    public override void Map(RouteTable routes)
    {
        routes.Get(Path, x => Present.Page(x, x.Find<Workspace>("id").RemoteStateConsumers));
        Attachments.Map<Workspace, Workspace>(routes, Path, w => w.RemoteStateConsumers);
        routes.Patch(Path, x =>
        {
            var workspace = x.Find<Workspace>("id");
            x.Require(Permission.UpdateWorkspace);
            var consumers = Attachments.Named<Workspace>(x);
            workspace.RemoteStateConsumers.Clear();
            workspace.RemoteStateConsumers.AddRange(consumers);
            return Answer.NoContent();
        });
    }
}
