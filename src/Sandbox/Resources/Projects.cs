using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/projects</summary>
internal sealed class Projects : Resource<Project>
{
    public Projects()
    {
        Include("organization", p => p.Organization);
        IncludeNothing("effective_tag_bindings");
    }

    public override void Map(RouteTable routes)
    {
        routes.Get("/organizations/{organization}/projects", x =>
        {
            var names = x.QueryList("filter[names]");
            var part = x.QueryValue("q");
            var found = x.OrganizationInPath().Projects.Where(p =>
                (names.Length == 0 || names.Contains(p.Name))
                && (part is null || p.Name.Contains(part, StringComparison.OrdinalIgnoreCase)));
            return Present.Page(
                x, x.QueryValue("sort") == "-name" ? found.OrderByDescending(p => p.Name, StringComparer.Ordinal)
                    : found.OrderBy(p => p.Name, StringComparer.Ordinal));
        });
        routes.Post("/organizations/{organization}/projects", Create);
        routes.Get("/projects/{id}", x => Present.One(x, x.Find<Project>("id")));
        routes.Patch("/projects/{id}", Update);
        routes.Delete("/projects/{id}", Delete);
        routes.Post("/projects/{id}/relationships/workspaces", MoveWorkspaces);
    }

    protected override void Describe(Project project, ResourceObject o, SandboxRequest x)
    {
        var may = x.Caller.May(Permission.UpdateOrganization);
        o.Attribute("name", project.Name)
            .Attribute("description", project.Description)
            .Attribute("created-at", project.CreatedAt)
            .Attribute("default-execution-mode", "remote")
            .Attribute("workspace-count", project.Organization.Workspaces.Count(w => w.Project == project))
            .Attribute("team-count", project.Organization.Teams.Count)
            .Flags("permissions", ("can-read", true), ("can-update", may), ("can-destroy", may),
                ("can-create-workspace", may), ("can-move-workspace", may))
            .Relation("organization", project.Organization, "/api/v2/organizations/" + project.Organization.Name)
            .Link("self", "/api/v2/projects/" + project.Id);
    }

    private static Answer Create(SandboxRequest x)
    {
        var organization = x.OrganizationInPath();
        x.Require(Permission.UpdateOrganization);
        var data = x.Data("projects");
        var attributes = SandboxRequest.Attributes(data);
        var name = Name(organization, SandboxRequest.Text(attributes, "name"), null);
        var project = x.World.Add(
            new Project(x.World.Ids.Next("prj"), organization, name, x.Now)
            { Description = SandboxRequest.Text(attributes, "description") ?? "" });
        TagBindings.Take(data, project.TagBindings);
        organization.Projects.Add(project);
        return Present.One(x, project, 201);
    }

    private static Answer Update(SandboxRequest x)
    {
        var project = x.Find<Project>("id");
        x.Require(Permission.UpdateOrganization);
        var data = x.Data("projects");
        var attributes = SandboxRequest.Attributes(data);
        if (attributes.ContainsKey("name"))
            project.Name = Name(project.Organization, SandboxRequest.Text(attributes, "name"), project);
        if (attributes.ContainsKey("description")) project.Description = SandboxRequest.Text(attributes, "description") ?? "";
        TagBindings.Take(data, project.TagBindings);
        return Present.One(x, project);
    }

    private static Answer Delete(SandboxRequest x)
    {
        var project = x.Find<Project>("id");
        x.Require(Permission.UpdateOrganization);
        if (project == project.Organization.DefaultProject)
            throw new ApiError(403, "forbidden", "The default project cannot be deleted");
        if (project.Organization.Workspaces.Exists(w => w.Project == project))
        {
            throw new ApiError(
                422, "unprocessable entity", "Project cannot be deleted because it still has workspaces");
        }

        project.Organization.Projects.Remove(project);
        foreach (var set in project.Organization.VariableSets) set.Projects.Remove(project);
        foreach (var set in project.Organization.PolicySets) set.Projects.Remove(project);
        foreach (var gone in x.World.All<Entity>()
            .Where(e => e is TeamAccess a && a.Target == project
                || e is NotificationConfiguration n && n.Subscribable == project).ToArray())
        {
            x.World.Remove(gone);
        }

        x.World.Remove(project);
        return Answer.NoContent();
    }

    private static Answer MoveWorkspaces(SandboxRequest x)
    {
        var project = x.Find<Project>("id");
        x.Require(Permission.UpdateOrganization);
        var ids = x.DataList().Select(item => SandboxRequest.Text(SandboxRequest.Child(item, "id")) ?? "").ToList();
        var workspaces = ids.ConvertAll(id => project.Organization.Workspaces.Find(w => w.Id == id));
        // Named by the API as the one place where what is not seen is 403.
        if (workspaces.Contains(null))
        {
            throw new ApiError(
                403, "forbidden", "Workspace(s) not found, or you are not authorized to move them: "
                    + string.Join(", ", ids.Where((_, i) => workspaces[i] is null)));
        }

        foreach (var workspace in workspaces) workspace!.Project = project;
        return Answer.NoContent();
    }

    private static string Name(Organization organization, string? name, Project? self)
    {
        if (string.IsNullOrWhiteSpace(name)) throw ApiError.Invalid("name", "Name can't be blank");
        if (organization.Projects.Exists(p => p != self && p.Name == name))
            throw ApiError.Invalid("name", "Name has already been taken");
        return name;
    }
}
