namespace ServerlessMcp.Sandbox.Model;

/// <summary>Anything the API addresses by id. Who may see it is decided by the organization it belongs to.</summary>
internal abstract class Entity(string id)
{
    public string Id { get; } = id;

    /// <summary>The JSON:API type, as it stands in <c>data.type</c>.</summary>
    public abstract string Type { get; }

    /// <summary>The owning organization, itself for an organization; null for what belongs to none (users).</summary>
    public virtual Organization? Organization => this as Organization;
}
