namespace ServerlessMcp.Catalog;

/// <summary>How far a tool reaches, and so what a scoped URL can make of it. There is no default that lets anything
/// through.</summary>
public enum ToolReach
{
    /// <summary>The organization, the site or the user: only for a scope that names the tool. Also whatever no rule is
    /// known for.</summary>
    Organization,

    /// <summary>Workspaces, or what belongs to one.</summary>
    Workspace,

    /// <summary>A project as a whole, with every workspace in it.</summary>
    Project,
}
