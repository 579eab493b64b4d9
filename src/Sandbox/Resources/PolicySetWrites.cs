using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>Creating, changing, attaching and deleting policy sets.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/policy-sets</summary>
internal static class PolicySetWrites
{
    public static void Map(RouteTable routes)
    {
        routes.Post("/organizations/{organization}/policy-sets", Create);
        routes.Patch("/policy-sets/{id}", Update);
        routes.Delete("/policy-sets/{id}", Delete);
        Attachments.Map<PolicySet, Policy>(routes, "/policy-sets/{id}/relationships/policies", s => s.Policies);
        Attachments.Map<PolicySet, Workspace>(routes, "/policy-sets/{id}/relationships/workspaces", s => s.Workspaces);
        Attachments.Map<PolicySet, Workspace>(
            routes, "/policy-sets/{id}/relationships/workspace-exclusions", s => s.WorkspaceExclusions);
        Attachments.Map<PolicySet, Project>(routes, "/policy-sets/{id}/relationships/projects", s => s.Projects);
        Attachments.Map<PolicySet, Project>(
            routes, "/policy-sets/{id}/relationships/project-exclusions", s => s.ProjectExclusions);
    }

    private static Answer Create(SandboxRequest x)
    {
        var organization = x.OrganizationInPath();
        x.Require(Permission.UpdateOrganization);
        var data = x.Data("policy-sets");
        var attributes = SandboxRequest.Attributes(data);
        var kind = SandboxRequest.Text(attributes, "kind") ?? "sentinel";
        if (kind is not ("sentinel" or "opa" or "tfpolicy")) throw ApiError.Invalid("kind", "Kind is not included in the list");
        var set = new PolicySet(
            x.World.Ids.Next("polset"), organization,
            Name(organization, SandboxRequest.Text(attributes, "name"), self: null), kind, x.Now);
        Change(x, set, data, attributes);
        organization.PolicySets.Add(x.World.Add(set));
        return Present.One(x, set, 201);
    }

    private static Answer Update(SandboxRequest x)
    {
        var set = x.Find<PolicySet>("id");
        x.Require(Permission.UpdateOrganization);
        var data = x.Data("policy-sets");
        var attributes = SandboxRequest.Attributes(data);
        if (attributes.ContainsKey("name")) set.Name = Name(set.Organization, SandboxRequest.Text(attributes, "name"), set);
        Change(x, set, data, attributes);
        set.UpdatedAt = x.Now;
        return Present.One(x, set);
    }

    private static Answer Delete(SandboxRequest x)
    {
        var set = x.Find<PolicySet>("id");
        x.Require(Permission.UpdateOrganization);
        set.Organization.PolicySets.Remove(set);
        x.World.Remove(set);
        return Answer.NoContent();
    }

    private static void Change(SandboxRequest x, PolicySet set, JsonObject data, JsonObject attributes)
    {
        Attachments.Take(x, data, "policies", set.Policies);
        Attachments.Take(x, data, "workspaces", set.Workspaces);
        Attachments.Take(x, data, "workspace-exclusions", set.WorkspaceExclusions);
        Attachments.Take(x, data, "projects", set.Projects);
        Attachments.Take(x, data, "project-exclusions", set.ProjectExclusions);
        if (attributes.ContainsKey("description")) set.Description = SandboxRequest.Text(attributes, "description") ?? "";
        set.Global = SandboxRequest.Flag(attributes, "global", set.Global);
        set.Overridable = SandboxRequest.Flag(attributes, "overridable", set.Overridable);
    }

    private static string Name(Organization organization, string? name, PolicySet? self)
    {
        if (string.IsNullOrWhiteSpace(name)) throw ApiError.Invalid("name", "Name can't be blank");
        return organization.PolicySets.Exists(s => s != self && s.Name == name)
            ? throw ApiError.Invalid("name", "Name has already been taken") : name;
    }
}
