using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/policy-sets</summary>
internal sealed class PolicySets : Resource<PolicySet>
{
    public PolicySets()
    {
        Include("policies", s => s.Policies);
        Include("workspaces", s => s.Workspaces);
        Include("projects", s => s.Projects);
        Include("workspace_exclusions", s => s.WorkspaceExclusions);
        Include("project_exclusions", s => s.ProjectExclusions);
        IncludeNothing("current_version", "newest_version");
    }

    public override void Map(RouteTable routes)
    {
        routes.Get("/organizations/{organization}/policy-sets", x =>
        {
            var part = x.QueryValue("search[name]");
            var kind = x.QueryValue("filter[kind]");
            return Present.Page(x, x.OrganizationInPath().PolicySets.Where(s =>
                (kind is null || s.Kind == kind) && (part is null || s.Name.Contains(part, StringComparison.OrdinalIgnoreCase))));
        });
        routes.Get("/policy-sets/{id}", x => Present.One(x, x.Find<PolicySet>("id")));
        PolicySetWrites.Map(routes);
    }

    protected override void Describe(PolicySet set, ResourceObject o, SandboxRequest x) =>
        o.Attribute("name", set.Name)
            .Attribute("description", set.Description)
            .Attribute("kind", set.Kind)
            .Attribute("global", set.Global)
            .Attribute("overridable", set.Kind == "opa" ? set.Overridable : null)
            .Attribute("agent-enabled", set.Kind == "opa")
            .Attribute("versioned", false)
            .Attribute("policy-count", set.Policies.Count)
            .Attribute("workspace-count", set.Workspaces.Count)
            .Attribute("project-count", set.Projects.Count)
            .Attribute("created-at", set.CreatedAt)
            .Attribute("updated-at", set.UpdatedAt)
            .Relation("organization", set.Organization)
            .Relations("policies", set.Policies)
            .Relations("workspaces", set.Workspaces)
            .Relations("projects", set.Projects)
            .Relations("workspace-exclusions", set.WorkspaceExclusions)
            .Relations("project-exclusions", set.ProjectExclusions)
            .Link("self", "/api/v2/policy-sets/" + set.Id);
}
