namespace ServerlessMcp.Catalog;

/// <summary>How a tool acts on its resource: the names that <c>config.methods</c> takes besides the groups <c>read</c>,
/// <c>write</c> and <c>custom</c>.</summary>
public enum ToolMethod
{
    /// <summary>Many resources, paged.</summary>
    List,

    /// <summary>One resource.</summary>
    Get,

    /// <summary>A new resource.</summary>
    Create,

    /// <summary>Attributes of an existing resource.</summary>
    Update,

    /// <summary>The end of a resource.</summary>
    Delete,

    /// <summary>Any other verb (lock, apply, override, a plan's JSON). It has no name of its own in <c>methods</c>,
    /// only a group.</summary>
    Custom,
}
