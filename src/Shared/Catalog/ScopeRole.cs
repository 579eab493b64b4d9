namespace ServerlessMcp.Catalog;

/// <summary>What the entries of a member of a scope name.</summary>
public enum ScopeRole
{
    /// <summary>Groups of things: projects. A scope of groups alone reaches them as a whole.</summary>
    Groups,

    /// <summary>Things, or what they must have: workspaces, tags.</summary>
    Items,

    /// <summary>Tools that act beyond the scope and are let through all the same.</summary>
    Tools,
}
