using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces#lock-a-workspace</summary>
internal sealed class WorkspaceLocks : Endpoints
{
    public override void Map(RouteTable routes)
    {
        routes.Post("/workspaces/{id}/actions/lock", Lock);
        routes.Post("/workspaces/{id}/actions/unlock", Unlock);
        routes.Post("/workspaces/{id}/actions/force-unlock", ForceUnlock);
    }

    private static Answer Lock(SandboxRequest x)
    {
        var workspace = x.Find<Workspace>("id");
        x.Require(Permission.Lock);
        var reason = x.RootText("reason");
        if (workspace.LockedBy is not null) throw ApiError.Conflict("Unable to lock workspace. The workspace is already locked.");
        workspace.Lock(x.Caller.Principal, reason);
        return Present.One(x, workspace);
    }

    private static Answer Unlock(SandboxRequest x)
    {
        var workspace = x.Find<Workspace>("id");
        x.Require(Permission.Lock);
        if (workspace.LockedBy is null) throw ApiError.Conflict("Unable to unlock workspace. The workspace is already unlocked.");
        if (workspace.LockedBy != x.Caller.Principal)
        {
            throw ApiError.Conflict(
                $"Unable to unlock workspace. The workspace is locked by {Holder(workspace.LockedBy)} and may not be " +
                    "unlocked except by them.");
        }

        return Release(x, workspace);
    }

    private static Answer ForceUnlock(SandboxRequest x)
    {
        var workspace = x.Find<Workspace>("id");
        x.Require(Permission.ForceUnlock);
        if (workspace.LockedBy is null)
            throw ApiError.Conflict("Unable to force unlock workspace. The workspace is already unlocked.");
        return Release(x, workspace);
    }

    private static Answer Release(SandboxRequest x, Workspace workspace)
    {
        workspace.Unlock(x.Now);
        // What waited for the lock moves in the same instant.
        x.World.Engine.Advance(x.Now);
        return Present.One(x, workspace);
    }

    private static string Holder(Entity holder) => holder switch
    {
        Run run => "Run " + run.Id,
        Team team => "Team " + team.Name,
        User user => "User " + user.Username,
        _ => holder.Id,
    };
}
