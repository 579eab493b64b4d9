namespace ServerlessMcp.Catalog;

/// <summary><c>config.tool_names</c>.</summary>
public enum ToolNames
{
    /// <summary>The names in the documentation, at most 64 characters.</summary>
    Canonical,

    /// <summary>Names of at most 40 characters, for clients that put a prefix before them.</summary>
    Short,
}
