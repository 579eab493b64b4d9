namespace ServerlessMcp.Sandbox;

internal sealed class Team(string id, Organization organization, string name) : Entity(id)
{
    public override string Type => "teams";

    public override Organization Organization { get; } = organization;

    public string Name { get; } = name;

    public List<User> Users { get; } = [];
}
