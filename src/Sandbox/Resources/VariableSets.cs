using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/variable-sets</summary>
internal sealed class VariableSets : Resource<VariableSet>
{
    public VariableSets()
    {
        Include("vars", s => s.Variables);
        Include("workspaces", s => s.Workspaces);
        Include("projects", s => s.Projects);
        IncludeNothing("stacks");
    }

    public override void Map(RouteTable routes)
    {
        routes.Get("/organizations/{organization}/varsets", x =>
        {
            var part = x.QueryValue("q");
            return Present.Page(
                x, x.OrganizationInPath().VariableSets.Where(
                    s => part is null || s.Name.Contains(part, StringComparison.OrdinalIgnoreCase)));
        });
        routes.Get("/workspaces/{id}/varsets", x =>
        {
            var workspace = x.Find<Workspace>("id");
            return Present.Page(x, workspace.Organization.VariableSets.Where(s => s.AppliesTo(workspace)));
        });
        routes.Get("/varsets/{id}", x => Present.One(x, x.Find<VariableSet>("id")));
        routes.Get("/workspaces/{id}/applicable-varsets",
            x => Present.Page(x, x.Find<Workspace>("id").Organization.VariableSets));
        routes.Get("/projects/{id}/varsets", x =>
        {
            var project = x.Find<Project>("id");
            return Present.Page(
                x, project.Organization.VariableSets.Where(
                    s => s.Global || s.Parent == project || s.Projects.Contains(project)));
        });
        VariableSetWrites.Map(routes);
    }

    protected override void Describe(VariableSet set, ResourceObject o, SandboxRequest x) =>
        o.Attribute("name", set.Name)
            .Attribute("description", set.Description)
            .Attribute("global", set.Global)
            .Attribute("priority", set.Priority)
            .Attribute("updated-at", set.UpdatedAt)
            .Attribute("var-count", set.Variables.Count)
            .Attribute("workspace-count", set.Workspaces.Count)
            .Attribute("project-count", set.Projects.Count)
            .Flags("permissions", ("can-update", x.Caller.May(Permission.UpdateOrganization)))
            .Relation("organization", set.Organization)
            .Relation("parent", set.Parent is { } project ? project : set.Organization)
            .Relations("workspaces", set.Workspaces)
            .Relations("projects", set.Projects)
            .Relations("vars", set.Variables);
}
