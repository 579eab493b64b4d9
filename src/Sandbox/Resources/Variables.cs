using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>Workspace variables, by the present paths
/// (https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspace-variables) and by the old
/// <c>/vars</c>.</summary>
internal sealed class Variables : Resource<Variable>
{
    public override void Map(RouteTable routes)
    {
        routes.Get("/workspaces/{id}/vars", x => Present.Page(x, x.Find<Workspace>("id").Variables));
        routes.Get("/workspaces/{id}/vars/{variable}", x => Present.One(x, OfWorkspace(x)));
        routes.Post("/workspaces/{id}/vars", x =>
        {
            var workspace = x.Find<Workspace>("id");
            return Create(x, workspace, workspace.Variables);
        });
        routes.Patch("/workspaces/{id}/vars/{variable}", x => Update(x, OfWorkspace(x)));
        routes.Delete("/workspaces/{id}/vars/{variable}", x => Delete(x, OfWorkspace(x)));
        routes.Get("/workspaces/{id}/all-vars", x =>
        {
            var workspace = x.Find<Workspace>("id");
            return Present.Page(
                x, [.. workspace.Variables,
                    .. workspace.Organization.VariableSets.Where(s => s.AppliesTo(workspace))
                        .SelectMany(s => s.Variables)]);
        });
        routes.Get("/vars", ListByNames);
        routes.Post("/vars", x =>
        {
            var id = SandboxRequest.Relationship(x.Data("vars"), "workspace")
                ?? throw ApiError.Invalid("workspace", "Workspace is required");
            var workspace = x.Visible(x.World.Find<Workspace>(id));
            return Create(x, workspace, workspace.Variables);
        });
        routes.Patch("/vars/{variable}", x => Update(x, x.Find<Variable>("variable")));
        routes.Delete("/vars/{variable}", x => Delete(x, x.Find<Variable>("variable")));
        routes.Get("/varsets/{id}/relationships/vars", x => Present.Page(x, x.Find<VariableSet>("id").Variables));
        routes.Get("/varsets/{id}/relationships/vars/{variable}", x => Present.One(x, OfSet(x)));
        routes.Post("/varsets/{id}/relationships/vars", x =>
        {
            var set = x.Find<VariableSet>("id");
            return Create(x, set, set.Variables);
        });
        routes.Patch("/varsets/{id}/relationships/vars/{variable}", x => Update(x, OfSet(x)));
        routes.Delete("/varsets/{id}/relationships/vars/{variable}", x => Delete(x, OfSet(x)));
        routes.Get("/workspaces/{workspace}/varsets/{id}/relationships/vars", x => Present.Page(x, AppliedSet(x).Variables));
        routes.Get("/workspaces/{workspace}/varsets/{id}/relationships/vars/{variable}",
            x => Present.One(x, x.Visible(AppliedSet(x).Variables.Find(v => v.Id == x.Value("variable")))));
    }

    protected override void Describe(Variable variable, ResourceObject o, SandboxRequest x)
    {
        o.Attribute("key", variable.Key)
            .Attribute("value", variable.Sensitive ? null : variable.Value)
            .Attribute("sensitive", variable.Sensitive)
            .Attribute("category", variable.Category)
            .Attribute("hcl", variable.Hcl)
            .Attribute("description", variable.Description)
            .Attribute("created-at", variable.CreatedAt)
            .Attribute("version-id", IdGenerator.Named("version", variable.Id + "/" + variable.Version)[8..]);
        if (variable.Workspace is { } workspace)
        {
            o.Relation("configurable", workspace,
                $"/api/v2/organizations/{workspace.Organization.Name}/workspaces/{workspace.Name}")
                .Link("self", $"/api/v2/workspaces/{workspace.Id}/vars/{variable.Id}");
        }
        else
        {
            o.Relation("varset", variable.Owner)
                .Link("self", $"/api/v2/varsets/{variable.Owner.Id}/relationships/vars/{variable.Id}");
        }
    }

    private static Variable OfWorkspace(SandboxRequest x)
    {
        var workspace = x.Find<Workspace>("id");
        return x.Visible(workspace.Variables.Find(v => v.Id == x.Value("variable")));
    }

    private static Variable OfSet(SandboxRequest x) =>
        x.Visible(x.Find<VariableSet>("id").Variables.Find(v => v.Id == x.Value("variable")));

    private static VariableSet AppliedSet(SandboxRequest x)
    {
        var workspace = x.Find<Workspace>("workspace");
        var set = x.Find<VariableSet>("id");
        return set.AppliesTo(workspace) ? set : throw ApiError.NotFound();
    }

    private static Answer ListByNames(SandboxRequest x)
    {
        var (organization, workspace) = (x.QueryValue("filter[organization][name]"), x.QueryValue("filter[workspace][name]"));
        if (organization is null && workspace is null)
            return Present.All(x, x.World.All<Variable>().Where(v => v.Workspace is not null && x.Caller.Sees(v)));
        return Present.All(x, x.World.All<Variable>().Where(v => v.Workspace is { } w && x.Caller.Sees(v)
            && (organization is null || w.Organization.Name == organization) && (workspace is null || w.Name == workspace)));
    }

    private static Answer Create(SandboxRequest x, Entity owner, List<Variable> siblings)
    {
        x.Require(Permission.UpdateVariables);
        return Present.One(x, Add(x, owner, siblings, SandboxRequest.Attributes(x.Data("vars"))), 201);
    }

    public static Variable Add(SandboxRequest x, Entity owner, List<Variable> siblings, JsonObject attributes)
    {
        var key = SandboxRequest.Text(attributes, "key");
        if (string.IsNullOrEmpty(key)) throw ApiError.Invalid("key", "Key can't be blank");
        var category = Category(SandboxRequest.Text(attributes, "category"));
        RefuseTaken(siblings, key, category, self: null);
        var variable = new Variable(x.World.Ids.Next("var"), owner, key, "") { CreatedAt = x.Now, Category = category };
        Change(variable, attributes);
        siblings.Add(x.World.Add(variable));
        return variable;
    }

    private static Answer Update(SandboxRequest x, Variable variable)
    {
        x.Require(Permission.UpdateVariables);
        Update(variable, SandboxRequest.Attributes(x.Data("vars")));
        return Present.One(x, variable);
    }

    public static void Update(Variable variable, JsonObject attributes)
    {
        if (variable.Sensitive && attributes.ContainsKey("sensitive")
            && !SandboxRequest.Flag(attributes, "sensitive", otherwise: true))
        {
            throw ApiError.Invalid("sensitive", "Sensitive variables cannot be made non-sensitive");
        }

        var key = SandboxRequest.Text(attributes, "key") ?? variable.Key;
        if (variable.Sensitive && key != variable.Key)
            throw ApiError.Invalid("key", "Key cannot be changed for sensitive variables");
        var siblings = variable.Owner is VariableSet set ? set.Variables : variable.Workspace!.Variables;
        RefuseTaken(siblings, key, variable.Category, variable);
        variable.Key = key;
        Change(variable, attributes);
    }

    private static Answer Delete(SandboxRequest x, Variable variable)
    {
        x.Require(Permission.UpdateVariables);
        if (variable.Owner is VariableSet set) set.Variables.Remove(variable);
        variable.Workspace?.Variables.Remove(variable);
        x.World.Remove(variable);
        return Answer.NoContent();
    }

    private static void Change(Variable variable, JsonObject attributes)
    {
        if (attributes.ContainsKey("value")) variable.Value = SandboxRequest.Text(attributes, "value") ?? "";
        if (attributes.ContainsKey("description")) variable.Description = SandboxRequest.Text(attributes, "description");
        variable.Hcl = SandboxRequest.Flag(attributes, "hcl", variable.Hcl);
        variable.Sensitive = SandboxRequest.Flag(attributes, "sensitive", variable.Sensitive);
        variable.Version++;
    }

    private static string Category(string? category) =>
        category is "terraform" or "env" ? category : throw ApiError.Invalid("category", "Category is not included in the list");

    private static void RefuseTaken(List<Variable> siblings, string key, string category, Variable? self)
    {
        if (siblings.Exists(v => v != self && v.Key == key && v.Category == category))
            throw ApiError.Invalid("key", "Key has already been taken");
    }
}
