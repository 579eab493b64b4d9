using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Seed;

/// <summary>Everything a new sandbox holds. History is made by letting the ordinary rules run at past instants.</summary>
internal static class SeedData
{
    public static void Fill(World world, DateTimeOffset now)
    {
        world.Now = now.AddYears(-2);
        var owner = User(world, "alice-nguyen");
        var reader = User(world, "bob-larsen");
        var colleague = User(world, "maria-chen");
        var acme = Organization(world, TerraformSandbox.OrganizationName, costEstimation: true);
        var service = world.Add(
            new User(IdGenerator.Named("user", "api-org-acme-corp"), "api-org-acme-corp", "")
            { IsServiceAccount = true });
        Team(world, acme, "owners", owner, colleague);
        Team(world, acme, "platform-readers", reader);
        var seeder = new Seeder(world, acme, owner, colleague, now);
        SeedPolicies.Fill(world, acme);
        SeedWorkflows.Fill(seeder);
        SeedIncidents.Fill(seeder);
        SeedFleet.Fill(seeder);
        SeedPolicies.Attach(world, acme);
        seeder.PlayHistory();

        world.Now = now.AddYears(-1);
        var other = User(world, "hank-scorpio");
        var globex = Organization(world, TerraformSandbox.OtherOrganizationName, costEstimation: false);
        Team(world, globex, "owners", other);
        var globexSeeder = new Seeder(world, globex, other, other, now);
        foreach (var name in (string[])["doomsday-device", "cypress-creek-campus"])
        {
            globexSeeder.Workspace("Default Project", name)
                .Resource("null_resource", "main", """{"triggers":{"revision":"1"}}""").Applied(daysAgo: 40);
        }

        globexSeeder.PlayHistory();
        world.Callers[TerraformSandbox.OwnerToken] = new Caller(CallerKind.Owner, owner, acme);
        world.Callers[TerraformSandbox.ReadToken] = new Caller(CallerKind.Reader, reader, acme);
        world.Callers[TerraformSandbox.OrganizationToken] = new Caller(CallerKind.OrganizationToken, service, acme);
        world.Callers[TerraformSandbox.OtherOrganizationToken] = new Caller(CallerKind.Owner, other, globex);
        world.Engine.Step = world.Options.PhaseDuration;
        world.Now = now;
    }

    private static User User(World world, string name) =>
        world.Add(new User(IdGenerator.Named("user", name), name, name + "@example.com"));

    private static Organization Organization(World world, string name, bool costEstimation)
    {
        var organization = world.Add(
            new Organization(name, $"platform@{name}.example.com", world.Now) { CostEstimation = costEstimation });
        organization.Projects.Add(
            world.Add(new Project(
                IdGenerator.Named("prj", name + "/Default Project"), organization, "Default Project", world.Now)));
        world.Organizations.Add(organization);
        return organization;
    }

    private static void Team(World world, Organization organization, string name, params ReadOnlySpan<User> users)
    {
        var team = world.Add(
            new Team(IdGenerator.Named("team", organization.Name + "/" + name), organization, name)
            { Visibility = "organization" });
        foreach (var grant in (string[])["read-workspaces", "read-projects"]) team.OrganizationAccess[grant] = true;
        team.Users.AddRange(users);
        organization.Teams.Add(team);
    }
}
