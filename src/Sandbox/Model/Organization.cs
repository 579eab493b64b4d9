namespace ServerlessMcp.Sandbox.Model;

/// <summary>An organization; its id in the API is its name.</summary>
internal sealed class Organization(string name, string email, DateTimeOffset createdAt) : Entity(name)
{
    public override string Type => "organizations";

    public string Name => Id;

    public string Email { get; } = email;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public string ExternalId { get; } = IdGenerator.Named("org", name);

    public bool CostEstimation { get; init; }

    /// <summary>Attributes that were set through the API; over what is answered otherwise.</summary>
    public System.Text.Json.Nodes.JsonObject Settings { get; } = [];

    public List<Project> Projects { get; } = [];

    public List<Workspace> Workspaces { get; } = [];

    public List<Team> Teams { get; } = [];

    public List<Policy> Policies { get; } = [];

    public List<PolicySet> PolicySets { get; } = [];

    public List<VariableSet> VariableSets { get; } = [];

    public List<Tag> Tags { get; } = [];

    public Project DefaultProject => Projects[0];

    public Tag TagNamed(World world, string name)
    {
        var tag = Tags.Find(t => t.Name == name);
        if (tag is not null) return tag;
        tag = world.Add(new Tag(IdGenerator.Named("tag", Name + "/" + name), this, name));
        Tags.Add(tag);
        return tag;
    }
}
