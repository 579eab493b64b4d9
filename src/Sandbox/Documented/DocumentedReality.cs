using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Resources;

namespace ServerlessMcp.Sandbox.Documented;

/// <summary>Endpoints without a handler of their own that answer with things the sandbox really has: those are shown,
/// not made up.</summary>
internal static class DocumentedReality
{
    private static readonly HashSet<string> Kept =
        ["workspaces", "runs", "users", "organizations", "varsets", "projects", "policies", "state-versions"];

    public static Answer? Of(DocumentedEndpoint endpoint, SandboxRequest x)
    {
        if (!Kept.Contains(endpoint.Type)) return null;
        var seen = x.World.All<Entity>().Where(e => e.Type == endpoint.Type && x.Caller.Sees(e));
        if (endpoint.Shape == "collection") return Present.Page(x, Narrowed(endpoint, seen, x));
        if (endpoint.Status == 201) return null;
        return seen.FirstOrDefault(e => x.Values.Values.Contains(e.Id)) is { } entity
            ? Present.One(x, entity, endpoint.Status) : null;
    }

    private static IEnumerable<Entity> Narrowed(DocumentedEndpoint endpoint, IEnumerable<Entity> all, SandboxRequest x)
    {
        if (endpoint.Path.EndsWith("/runs/queue", StringComparison.Ordinal)) return all.OfType<Run>().Where(run => !run.IsFinal);
        if (endpoint.Path == "/api/v2/runs")
        {
            var statuses = x.QueryValue("filter[status]")?.Split(',');
            return all.OfType<Run>()
                .Where(run => run.Workspace.Id == x.QueryValue("workspace_id")
                    && statuses?.Contains(run.Status) != false);
        }

        // What hangs off one thing and is of another's type (the organizations that share a registry, a workspace's
        // upgrades) is nothing the sandbox knows about.
        return x.Values.Count == 0 ? all : [];
    }
}
