namespace ServerlessMcp.Catalog;

/// <summary>What a tool does to the world. Safety is built on it, so it has no default: a row that forgets it does not
/// compile.</summary>
public enum Effect
{
    /// <summary>Changes nothing. Sent as GET, and the only effect that <c>methods: ["read"]</c> lets through.</summary>
    Read = 1,

    /// <summary>Changes something that can be changed back.</summary>
    Mutate = 2,

    /// <summary>Removes something, or ends it in a way that can't be taken back.</summary>
    Destroy = 3,
}
