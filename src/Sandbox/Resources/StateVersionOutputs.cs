using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-version-outputs</summary>
internal sealed class StateVersionOutputs : Resource<StateVersionOutput>
{
    public override void Map(RouteTable routes)
    {
        routes.Get("/state-versions/{id}/outputs", x =>
        {
            x.Require(Permission.ReadState);
            return Present.Page(x, x.Find<StateVersion>("id").Outputs);
        });
        routes.Get("/workspaces/{id}/current-state-version-outputs", x =>
        {
            x.Require(Permission.ReadState);
            return Present.Page(x, x.Visible(x.Find<Workspace>("id").CurrentState).Outputs);
        });
        routes.Get("/state-version-outputs/{id}", x =>
        {
            x.Require(Permission.ReadState);
            return Present.One(x, x.Find<StateVersionOutput>("id"));
        });
    }

    /// <summary>Only the endpoint of a single output tells a sensitive value; every list keeps it back.</summary>
    protected override void Describe(StateVersionOutput output, ResourceObject o, SandboxRequest x)
    {
        var clear = !output.Sensitive || x.Path.StartsWith("/api/v2/state-version-outputs/", StringComparison.Ordinal);
        o.Attribute("name", output.Name)
            .Attribute("sensitive", output.Sensitive)
            .Attribute("type", output.ValueType)
            .Attribute("value", clear ? output.Value?.DeepClone() : null)
            .Attribute("detailed-type", output.DetailedType.DeepClone())
            .Link("self", "/api/v2/state-version-outputs/" + output.Id);
    }
}
