namespace ServerlessMcp.Sandbox.Model;

internal sealed class Tag(string id, Organization organization, string name) : Entity(id)
{
    public override string Type => "tags";

    public override Organization Organization { get; } = organization;

    public string Name { get; } = name;
}
