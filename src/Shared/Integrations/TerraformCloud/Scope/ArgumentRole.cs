namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>What an argument means for a scope.</summary>
internal enum ArgumentRole
{
    /// <summary>A resource of the organization, or one that nothing is known of: refused where the tool reaches no
    /// further than the scope.</summary>
    Organization,

    /// <summary>Nothing: a value, a filter on what is answered, a name within a resource that is proven.</summary>
    Plain,

    /// <summary>The id of a resource that has an <see cref="OwnerRule"/>, or a list of them.</summary>
    Resource,

    /// <summary>A switch that, when on, reaches beyond every workspace and project.</summary>
    Everywhere,

    /// <summary>A switch that, when on, reaches all of the workspace's project.</summary>
    WholeProject,

    /// <summary>The name of the organization.</summary>
    OrganizationName,

    /// <summary>The name of a workspace.</summary>
    WorkspaceName,
}
