using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/team-access and
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/project-team-access
/// </summary>
internal sealed class TeamAccesses : Resource<TeamAccess>
{
    private static readonly string[] OfWorkspaces = ["read", "plan", "write", "admin", "custom"];
    private static readonly string[] OfProjects = ["read", "write", "maintain", "admin", "custom"];

    public override void Map(RouteTable routes)
    {
        Map<Workspace>(routes, "team-workspaces", "workspace", "tws", OfWorkspaces);
        Map<Project>(routes, "team-projects", "project", "tprj", OfProjects);
    }

    protected override void Describe(TeamAccess access, ResourceObject o, SandboxRequest x)
    {
        foreach (var (name, value) in access.Attributes) o.Attribute(name, value?.DeepClone());
        o.Relation("team", access.Team, "/api/v2/teams/" + access.Team.Id)
            .Relation(access.Target is Workspace ? "workspace" : "project", access.Target)
            .Link("self", $"/api/v2/{access.Type}/{access.Id}");
    }

    private static void Map<T>(RouteTable routes, string type, string target, string prefix, string[] levels) where T : Entity
    {
        routes.Get("/" + type, x => List<T>(x, target));
        routes.Post("/" + type, x => Create<T>(x, type, target, prefix, levels));
        routes.Get($"/{type}/{{id}}", x => Present.One(x, Find(x, type)));
        routes.Patch($"/{type}/{{id}}", x =>
        {
            var access = Find(x, type);
            x.Require(Permission.UpdateOrganization);
            Change(access.Attributes, SandboxRequest.Attributes(x.Data(type)), levels);
            return Present.One(x, access);
        });
        routes.Delete($"/{type}/{{id}}", x =>
        {
            var access = Find(x, type);
            x.Require(Permission.UpdateOrganization);
            x.World.Remove(access);
            return Answer.NoContent();
        });
    }

    private static TeamAccess Find(SandboxRequest x, string type)
    {
        var access = x.Find<TeamAccess>("id");
        return access.Type == type ? access : throw ApiError.NotFound();
    }

    private static Answer List<T>(SandboxRequest x, string target) where T : Entity
    {
        var id = x.QueryValue($"filter[{target}][id]") ?? throw ApiError.BadRequest($"filter[{target}][id] is required");
        var entity = x.Visible(x.World.Find<T>(id));
        var team = x.QueryValue("filter[team][id]");
        return Present.Page(x, x.World.All<TeamAccess>().Where(a => a.Target == entity && (team is null || a.Team.Id == team)));
    }

    private static Answer Create<T>(SandboxRequest x, string type, string target, string prefix, string[] levels) where T : Entity
    {
        x.Require(Permission.UpdateOrganization);
        var data = x.Data(type);
        var team = x.Visible(x.World.Find<Team>(SandboxRequest.Relationship(data, "team") ?? ""));
        var entity = x.Visible(x.World.Find<T>(SandboxRequest.Relationship(data, target) ?? ""));
        if (x.World.All<TeamAccess>().Any(a => a.Team == team && a.Target == entity))
            throw ApiError.Invalid("team", "Team has already been taken");
        var attributes = new JsonObject();
        Change(attributes, SandboxRequest.Attributes(data), levels);
        return Present.One(x, x.World.Add(new TeamAccess(x.World.Ids.Next(prefix), team, entity, attributes)), 201);
    }

    private static void Change(JsonObject attributes, JsonObject given, string[] levels)
    {
        var access = SandboxRequest.Text(given, "access") ?? SandboxRequest.Text(attributes, "access");
        if (!levels.Contains(access)) throw ApiError.Invalid("access", "Access is not included in the list");
        foreach (var (name, value) in given) attributes[name] = value?.DeepClone();
    }
}
