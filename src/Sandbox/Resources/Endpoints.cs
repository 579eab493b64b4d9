using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>Endpoints that act on another resource's documents.</summary>
internal abstract class Endpoints : Resource
{
    public override Type? Presents => null;

    public override JsonObject Render(Entity entity, SandboxRequest x) =>
        throw new NotSupportedException("These endpoints have no document of their own.");
}
