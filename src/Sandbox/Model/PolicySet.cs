namespace ServerlessMcp.Sandbox;

internal sealed class PolicySet(string id, Organization organization, string name, string kind, DateTimeOffset createdAt) : Entity(id)
{
    public override string Type => "policy-sets";

    public override Organization Organization { get; } = organization;

    public string Name { get; } = name;

    public string Kind { get; } = kind;

    public string Description { get; init; } = "";

    public bool Global { get; init; }

    public bool Overridable { get; init; } = true;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public List<Policy> Policies { get; } = [];

    public List<Workspace> Workspaces { get; } = [];

    public bool AppliesTo(Workspace workspace) => Global || Workspaces.Contains(workspace);
}
