namespace ServerlessMcp.Sandbox.Model;

internal sealed class VariableSet(string id, Organization organization, string name, DateTimeOffset updatedAt) : Entity(id)
{
    public override string Type => "varsets";

    public override Organization Organization { get; } = organization;

    public string Name { get; set; } = name;

    public string Description { get; set; } = "";

    /// <summary>The project that owns it; null for the organization.</summary>
    public Project? Parent { get; init; }

    public bool Global { get; set; }

    public bool Priority { get; set; }

    public DateTimeOffset UpdatedAt { get; set; } = updatedAt;

    public List<Workspace> Workspaces { get; } = [];

    public List<Project> Projects { get; } = [];

    public List<Variable> Variables { get; } = [];

    public bool AppliesTo(Workspace workspace) =>
        Global || Workspaces.Contains(workspace) || Projects.Contains(workspace.Project);
}
