using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>Creating, changing, applying and deleting variable sets.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/variable-sets</summary>
internal static class VariableSetWrites
{
    public static void Map(RouteTable routes)
    {
        routes.Post("/organizations/{organization}/varsets", Create);
        routes.Patch("/varsets/{id}", Update);
        routes.Post("/varsets/{id}", Update);
        routes.Delete("/varsets/{id}", Delete);
        Attachments.Map<VariableSet, Workspace>(routes, "/varsets/{id}/relationships/workspaces", s => s.Workspaces);
        Attachments.Map<VariableSet, Project>(routes, "/varsets/{id}/relationships/projects", s => s.Projects);
    }

    private static Answer Create(SandboxRequest x)
    {
        var organization = x.OrganizationInPath();
        x.Require(Permission.UpdateOrganization);
        var data = x.Data("varsets");
        var attributes = SandboxRequest.Attributes(data);
        var set = new VariableSet(
            x.World.Ids.Next("varset"), organization,
            Name(organization, SandboxRequest.Text(attributes, "name"), self: null), x.Now)
        {
            Parent = SandboxRequest.Relationship(data, "parent") is { } parent
                && parent.StartsWith("prj-", StringComparison.Ordinal) ? x.Visible(x.World.Find<Project>(parent))
                : null,
        };
        Change(x, set, data, attributes);
        foreach (var given in SandboxRequest.Child(
            SandboxRequest.Child(data["relationships"], "vars"), "data") as JsonArray ?? [])
        {
            Variables.Add(x, set, set.Variables, SandboxRequest.Child(given, "attributes") as JsonObject ?? []);
        }

        organization.VariableSets.Add(x.World.Add(set));
        return Present.One(x, set, 201);
    }

    private static Answer Update(SandboxRequest x)
    {
        var set = x.Find<VariableSet>("id");
        x.Require(Permission.UpdateOrganization);
        var data = x.Data("varsets");
        var attributes = SandboxRequest.Attributes(data);
        if (attributes.ContainsKey("name")) set.Name = Name(set.Organization, SandboxRequest.Text(attributes, "name"), set);
        Change(x, set, data, attributes);
        set.UpdatedAt = x.Now;
        return Present.One(x, set);
    }

    private static Answer Delete(SandboxRequest x)
    {
        var set = x.Find<VariableSet>("id");
        x.Require(Permission.UpdateOrganization);
        foreach (var variable in set.Variables) x.World.Remove(variable);
        set.Organization.VariableSets.Remove(set);
        x.World.Remove(set);
        return Answer.NoContent();
    }

    private static void Change(SandboxRequest x, VariableSet set, JsonObject data, JsonObject attributes)
    {
        Attachments.Take(x, data, "workspaces", set.Workspaces);
        Attachments.Take(x, data, "projects", set.Projects);
        if (attributes.ContainsKey("description")) set.Description = SandboxRequest.Text(attributes, "description") ?? "";
        set.Global = SandboxRequest.Flag(attributes, "global", set.Global);
        set.Priority = SandboxRequest.Flag(attributes, "priority", set.Priority);
    }

    private static string Name(Organization organization, string? name, VariableSet? self)
    {
        if (string.IsNullOrWhiteSpace(name)) throw ApiError.Invalid("name", "Name can't be blank");
        return organization.VariableSets.Exists(s => s != self && s.Name == name)
            ? throw ApiError.Invalid("name", "Name has already been taken") : name;
    }
}
