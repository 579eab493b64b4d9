using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>Creating, changing and deleting teams, and their members.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/teams</summary>
internal static class TeamWrites
{
    public static void Map(RouteTable routes)
    {
        routes.Post("/organizations/{organization}/teams", Create);
        routes.Patch("/teams/{id}", Update);
        routes.Delete("/teams/{id}", Delete);
        routes.Post("/teams/{id}/relationships/users", x => Members(x, (team, user) =>
        {
            if (!team.Users.Contains(user)) team.Users.Add(user);
        }));
        routes.Delete("/teams/{id}/relationships/users", x => Members(x, (team, user) => team.Users.Remove(user)));
    }

    private static Answer Create(SandboxRequest x)
    {
        var organization = x.OrganizationInPath();
        x.Require(Permission.UpdateOrganization);
        var attributes = SandboxRequest.Attributes(x.Data("teams"));
        var team = new Team(
            x.World.Ids.Next("team"), organization,
            Name(organization, SandboxRequest.Text(attributes, "name"), self: null));
        Change(team, attributes);
        organization.Teams.Add(x.World.Add(team));
        return Present.One(x, team, 201);
    }

    private static Answer Update(SandboxRequest x)
    {
        var team = x.Find<Team>("id");
        x.Require(Permission.UpdateOrganization);
        var attributes = SandboxRequest.Attributes(x.Data("teams"));
        if (attributes.ContainsKey("name")) team.Name = Name(team.Organization, SandboxRequest.Text(attributes, "name"), team);
        Change(team, attributes);
        return Present.One(x, team);
    }

    private static Answer Delete(SandboxRequest x)
    {
        var team = x.Find<Team>("id");
        x.Require(Permission.UpdateOrganization);
        if (team.Name == "owners") throw new ApiError(403, "forbidden", "The owners team cannot be deleted");
        team.Organization.Teams.Remove(team);
        foreach (var gone in x.World.All<Entity>()
            .Where(e => e == team || (e is TeamAccess access && access.Team == team)
                || (e is NotificationConfiguration n && n.Subscribable == team)).ToArray())
        {
            x.World.Remove(gone);
        }

        return Answer.NoContent();
    }

    /// <summary>Members are named by user name, as the documentation has it, or by id.</summary>
    private static Answer Members(SandboxRequest x, Action<Team, User> change)
    {
        var team = x.Find<Team>("id");
        x.Require(Permission.UpdateOrganization);
        var users = x.DataList().Select(item => SandboxRequest.Text(SandboxRequest.Child(item, "id")))
            .Select(name => x.World.All<User>().FirstOrDefault(u => u.Username == name || u.Id == name)).ToList();
        foreach (var user in users) change(team, x.Visible(user));
        return Answer.NoContent();
    }

    private static void Change(Team team, JsonObject attributes)
    {
        var visibility = SandboxRequest.Text(attributes, "visibility") ?? team.Visibility;
        if (visibility is not ("secret" or "organization"))
            throw ApiError.Invalid("visibility", "Visibility is not included in the list");
        team.Visibility = visibility;
        if (attributes.ContainsKey("sso-team-id")) team.SsoTeamId = SandboxRequest.Text(attributes, "sso-team-id");
        team.AllowMemberTokenManagement =
            SandboxRequest.Flag(attributes, "allow-member-token-management", team.AllowMemberTokenManagement);
        if (attributes["organization-access"] is not JsonObject access) return;
        foreach (var grant in Teams.Grants.Where(access.ContainsKey))
            team.OrganizationAccess[grant] = SandboxRequest.Flag(access, grant, otherwise: false);
    }

    private static string Name(Organization organization, string? name, Team? self)
    {
        if (string.IsNullOrWhiteSpace(name)) throw ApiError.Invalid("name", "Name can't be blank");
        return organization.Teams.Exists(t => t != self && t.Name == name)
            ? throw ApiError.Invalid("name", "Name has already been taken") : name;
    }
}
