namespace ServerlessMcp.Sandbox;

internal sealed class VariableSet(string id, Organization organization, string name, DateTimeOffset updatedAt) : Entity(id)
{
    public override string Type => "varsets";

    public override Organization Organization { get; } = organization;

    public string Name { get; } = name;

    public string Description { get; init; } = "";

    public bool Global { get; init; }

    public bool Priority { get; init; }

    public DateTimeOffset UpdatedAt { get; } = updatedAt;

    public List<Workspace> Workspaces { get; } = [];

    public List<Project> Projects { get; } = [];

    public List<Variable> Variables { get; } = [];

    public bool AppliesTo(Workspace workspace) => Global || Workspaces.Contains(workspace) || Projects.Contains(workspace.Project);
}
