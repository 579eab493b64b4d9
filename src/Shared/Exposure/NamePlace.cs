namespace ServerlessMcp.Exposure;

/// <summary>Where a word stands in a tool's name, if it does.</summary>
internal enum NamePlace
{
    /// <summary>Nowhere: in its description, tags or arguments.</summary>
    None,

    /// <summary>In the resource.</summary>
    Resource,

    /// <summary>In the action.</summary>
    Action,
}
