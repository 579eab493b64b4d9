using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>What <c>include=outputs</c> of a workspace brings.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces#available-related-resources</summary>
internal sealed class WorkspaceOutputs : Resource<WorkspaceOutput>
{
    public override void Map(RouteTable routes)
    {
        // Only ever included: an output alone is read as a state version output.
    }

    protected override void Describe(WorkspaceOutput shown, ResourceObject o, SandboxRequest x) =>
        o.Attribute("name", shown.Output.Name)
            .Attribute("sensitive", shown.Output.Sensitive)
            .Attribute("output-type", shown.Output.ValueType)
            .Attribute("value", shown.Output.Sensitive ? null : shown.Output.Value?.DeepClone())
            .Link("self", "/api/v2/state-version-outputs/" + shown.Id);
}
