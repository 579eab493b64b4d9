using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/teams</summary>
internal sealed class Teams : Resource<Team>
{
    /// <summary>The names of <c>organization-access</c>.
    /// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/teams#organization-access</summary>
    public static readonly string[] Grants =
    [
        "manage-policies", "manage-policy-overrides", "delegate-policy-overrides", "manage-workspaces",
        "manage-vcs-settings", "manage-providers", "manage-modules",
        "manage-run-tasks", "manage-projects", "read-workspaces", "read-projects", "manage-membership", "manage-teams",
        "manage-organization-access", "access-secret-teams",
        "manage-agent-pools",
    ];

    public Teams() => Include("users", team => team.Users);

    public override void Map(RouteTable routes)
    {
        routes.Get("/organizations/{organization}/teams", x =>
        {
            var names = x.QueryList("filter[names]");
            var part = x.QueryValue("q");
            return Present.Page(x, x.OrganizationInPath().Teams.Where(t =>
                (names.Length == 0 || names.Contains(t.Name))
                && (part is null || t.Name.Contains(part, StringComparison.OrdinalIgnoreCase))));
        });
        routes.Get("/teams/{id}", x => Present.One(x, x.Find<Team>("id")));
        TeamWrites.Map(routes);
    }

    protected override void Describe(Team team, ResourceObject o, SandboxRequest x)
    {
        var owners = team.Name == "owners";
        o.Attribute("name", team.Name)
            .Attribute("users-count", team.Users.Count)
            .Attribute("visibility", team.Visibility)
            .Attribute("sso-team-id", team.SsoTeamId)
            .Attribute("allow-member-token-management", team.AllowMemberTokenManagement)
            .Attribute("organization-access",
                new JsonObject(Grants.Select(
                    name => KeyValuePair.Create(
                        name, (JsonNode?)team.OrganizationAccess.GetValueOrDefault(name, owners)))))
            .Flags("permissions", ("can-update-membership", x.Caller.May(Permission.UpdateOrganization)),
                ("can-destroy", !owners && x.Caller.May(Permission.UpdateOrganization)))
            .Relation("organization", team.Organization)
            .Relations("users", team.Users)
            .Link("self", "/api/v2/teams/" + team.Id);
    }
}
