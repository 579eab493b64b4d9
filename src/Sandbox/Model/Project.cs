namespace ServerlessMcp.Sandbox.Model;

internal sealed class Project(string id, Organization organization, string name, DateTimeOffset createdAt) : Entity(id)
{
    public override string Type => "projects";

    public override Organization Organization { get; } = organization;

    public string Name { get; set; } = name;

    public string Description { get; set; } = "";

    public SortedDictionary<string, string> TagBindings { get; } = new(StringComparer.Ordinal);

    public DateTimeOffset CreatedAt { get; } = createdAt;
}
