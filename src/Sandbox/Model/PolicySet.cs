namespace ServerlessMcp.Sandbox.Model;

internal sealed class PolicySet(
    string id, Organization organization, string name, string kind, DateTimeOffset createdAt) : Entity(id)
{
    public override string Type => "policy-sets";

    public override Organization Organization { get; } = organization;

    public string Name { get; set; } = name;

    public string Kind { get; } = kind;

    public string Description { get; set; } = "";

    public bool Global { get; set; }

    public bool Overridable { get; set; } = true;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset UpdatedAt { get; set; } = createdAt;

    public List<Policy> Policies { get; } = [];

    public List<Workspace> Workspaces { get; } = [];

    public List<Workspace> WorkspaceExclusions { get; } = [];

    public List<Project> Projects { get; } = [];

    public List<Project> ProjectExclusions { get; } = [];

    public bool AppliesTo(Workspace workspace) =>
        (Global || Workspaces.Contains(workspace) || Projects.Contains(workspace.Project))
        && !WorkspaceExclusions.Contains(workspace) && !ProjectExclusions.Contains(workspace.Project);
}
