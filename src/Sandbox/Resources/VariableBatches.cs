using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>Several variables of a workspace changed at once: all of them or, when one is refused, none.</summary>
internal sealed class VariableBatches : Endpoints
{
    public override void Map(RouteTable routes) => routes.Patch("/workspaces/{id}/relationships/vars", x =>
    {
        var workspace = x.Find<Workspace>("id");
        x.Require(Permission.UpdateVariables);
        var changes = x.DataList().Select(item => Change(x, workspace, item)).ToList();
        var before = changes.ConvertAll(
            change => (change.Variable.Key, change.Variable.Value, change.Variable.Hcl, change.Variable.Sensitive,
                change.Variable.Description, change.Variable.Version));
        try
        {
            foreach (var (variable, attributes) in changes) Variables.Update(variable, attributes);
        }
        catch (ApiError)
        {
            for (var i = 0; i < changes.Count; i++)
            {
                var variable = changes[i].Variable;
                (variable.Key, variable.Value, variable.Hcl, variable.Sensitive, variable.Description,
                    variable.Version) = before[i];
            }

            throw;
        }

        return Answer.NoContent();
    });

    /// <summary>The attributes stand below <c>attributes</c> or, as the OpenAPI description has it, beside the id.</summary>
    private static (Variable Variable, JsonObject Attributes) Change(SandboxRequest x, Workspace workspace, JsonNode? item)
    {
        var id = SandboxRequest.Text(SandboxRequest.Child(item, "id")) ?? throw ApiError.BadRequest("Every variable needs an id");
        var variable = x.Visible(workspace.Variables.Find(v => v.Id == id));
        return (variable, SandboxRequest.Child(item, "attributes") as JsonObject ?? (JsonObject)item!);
    }
}
