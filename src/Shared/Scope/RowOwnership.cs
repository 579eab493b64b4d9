namespace ServerlessMcp.Scope;

/// <summary>What a row of an answer must show to be in scope.</summary>
internal enum RowOwnership
{
    /// <summary>A relationship that proves it: rows of an organization's list.</summary>
    Shown,

    /// <summary>Nothing that speaks against it: rows that were asked for through a resource that is in scope.</summary>
    Inherited,

    /// <summary>Nothing: rows of the organization, for a scope that names the tool. What they mention of workspaces and projects is judged all the same.</summary>
    Organization,
}
