namespace ServerlessMcp.Sandbox.Model;

/// <summary>Who is told what about a workspace, a project or a team. The sandbox tells nobody: it keeps the settings.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/notification-configurations</summary>
internal sealed class NotificationConfiguration(
    string id, Entity subscribable, string name, string destination, DateTimeOffset createdAt) : Entity(id)
{
    public override string Type => "notification-configurations";

    public override Organization? Organization => Subscribable.Organization;

    public Entity Subscribable { get; } = subscribable;

    public string Name { get; set; } = name;

    /// <summary><c>email</c>, <c>slack</c>, <c>generic</c> or <c>microsoft-teams</c>.</summary>
    public string Destination { get; } = destination;

    public bool Enabled { get; set; }

    public string? Url { get; set; }

    public IReadOnlyList<string> Triggers { get; set; } = [];

    public IReadOnlyList<string> EmailAddresses { get; set; } = [];

    public JsonArray Deliveries { get; } = [];

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public DateTimeOffset UpdatedAt { get; set; } = createdAt;
}
