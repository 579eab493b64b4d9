using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Seed;

/// <summary>Makes workspaces of one organization and, at the end, their history in the order of time.</summary>
internal sealed class Seeder(World world, Organization organization, User owner, User colleague, DateTimeOffset now)
{
    private readonly List<(DateTimeOffset At, Action Happen)> history = [];

    public World World { get; } = world;

    public User Owner { get; } = owner;

    public User Colleague { get; } = colleague;

    public Organization Organization { get; } = organization;

    public WorkspaceSeed Workspace(string project, string name)
    {
        var home = Organization.Projects.Find(p => p.Name == project);
        if (home is null)
        {
            home = World.Add(new Project(
                IdGenerator.Named("prj", Organization.Name + "/" + project), Organization, project, World.Now));
            Organization.Projects.Add(home);
        }

        var workspace = World.Add(
            new Workspace(IdGenerator.Named("ws", Organization.Name + "/" + name), home, name, now.AddDays(-400)));
        Organization.Workspaces.Add(workspace);
        return new WorkspaceSeed(this, workspace);
    }

    /// <summary>Plans something for a moment in the past.</summary>
    public void At(TimeSpan ago, Action happen) => history.Add((now - ago, happen));

    public void PlayHistory()
    {
        World.Engine.Step = TimeSpan.FromSeconds(2);
        foreach (var (at, happen) in history.OrderBy(h => h.At))
        {
            World.Now = at;
            World.Engine.Advance(at);
            happen();
        }

        World.Engine.Advance(now);
        history.Clear();
    }
}
