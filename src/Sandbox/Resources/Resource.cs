using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>One resource type of the API: its endpoints, its document, and what can be included with it.</summary>
internal abstract class Resource
{
    /// <summary>The entity it presents; null for endpoints without a document of their own.</summary>
    public abstract Type? Presents { get; }

    public Dictionary<string, Func<Entity, SandboxRequest, IEnumerable<Entity>>> Includes { get; } = [];

    public abstract void Map(RouteTable routes);

    public abstract JsonObject Render(Entity entity, SandboxRequest x);
}
