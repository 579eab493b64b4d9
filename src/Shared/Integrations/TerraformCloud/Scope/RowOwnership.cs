namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>What a row of an answer must show to be in scope.</summary>
internal enum RowOwnership
{
    /// <summary>A relationship that proves it: rows of an organization's list.</summary>
    Shown,

    /// <summary>Nothing that speaks against it: rows that were asked for through a resource that is in scope.</summary>
    Inherited,

    /// <summary>
    /// Nothing, where it is the organization's, for a scope that names the tool. Workspaces, projects and what says
    /// that it is of one are judged all the same, as rows and as mentions.
    /// </summary>
    Organization,
}
