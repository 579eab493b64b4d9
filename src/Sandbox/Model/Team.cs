namespace ServerlessMcp.Sandbox.Model;

internal sealed class Team(string id, Organization organization, string name) : Entity(id)
{
    public override string Type => "teams";

    public override Organization Organization { get; } = organization;

    public string Name { get; set; } = name;

    /// <summary><c>secret</c> or <c>organization</c>.</summary>
    public string Visibility { get; set; } = "secret";

    public string? SsoTeamId { get; set; }

    public bool AllowMemberTokenManagement { get; set; } = true;

    /// <summary>What was granted over the defaults, by the names of <c>organization-access</c>.</summary>
    public Dictionary<string, bool> OrganizationAccess { get; } = [];

    public List<User> Users { get; } = [];
}
