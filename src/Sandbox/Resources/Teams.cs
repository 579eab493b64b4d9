using System.Text.Json.Nodes;

namespace ServerlessMcp.Sandbox;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/teams</summary>
internal sealed class Teams : Resource<Team>
{
    public Teams() => Include("users", team => team.Users);

    public override void Map(RouteTable routes)
    {
        routes.Get("/organizations/{organization}/teams", x =>
        {
            var names = x.QueryList("filter[names]");
            var part = x.QueryValue("q");
            return Present.Page(x, x.OrganizationInPath().Teams.Where(t =>
                (names.Length == 0 || names.Contains(t.Name)) && (part is null || t.Name.Contains(part, StringComparison.OrdinalIgnoreCase))));
        });
        routes.Get("/teams/{id}", x => Present.One(x, x.Find<Team>("id")));
    }

    protected override void Describe(Team team, ResourceObject o, Exchange x)
    {
        var owners = team.Name == "owners";
        o.Attribute("name", team.Name)
            .Attribute("users-count", team.Users.Count)
            .Attribute("visibility", "organization")
            .Attribute("sso-team-id", (JsonNode?)null)
            .Attribute("allow-member-token-management", true)
            .Flags("organization-access", ("manage-policies", owners), ("manage-policy-overrides", owners), ("manage-workspaces", owners), ("manage-projects", owners),
                ("read-workspaces", true), ("read-projects", true), ("manage-membership", owners), ("manage-teams", owners), ("manage-vcs-settings", owners))
            .Flags("permissions", ("can-update-membership", x.Caller.May(Permission.UpdateOrganization)), ("can-destroy", false))
            .Relation("organization", team.Organization)
            .Relations("users", team.Users)
            .Link("self", "/api/v2/teams/" + team.Id);
    }
}
