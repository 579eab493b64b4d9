namespace ServerlessMcp.Sandbox.Model;

/// <summary>A variable of a workspace or, when <see cref="Workspace"/> is null, of a variable set.</summary>
internal sealed class Variable(string id, Entity owner, string key, string value) : Entity(id)
{
    public override string Type => "vars";

    public override Organization? Organization => Owner.Organization;

    public Entity Owner { get; } = owner;

    public Workspace? Workspace => Owner as Workspace;

    public string Key { get; set; } = key;

    public string Value { get; set; } = value;

    public string Category { get; set; } = "terraform";

    public bool Hcl { get; set; }

    public bool Sensitive { get; set; }

    public string? Description { get; set; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Changes with every write, so that a client can see that somebody else wrote.</summary>
    public int Version { get; set; }
}
