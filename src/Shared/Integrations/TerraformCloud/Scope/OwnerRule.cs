using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>How a resource of one type is traced to the workspace or project that it belongs to. Rows of
/// <see cref="OwnerRules"/>.</summary>
/// <param name="Type">The JSON:API type: <c>runs</c>.</param>
/// <param name="Path">Where one is read, its id for <c>{id}</c>; null where the API reads none by its id alone.</param>
internal sealed record OwnerRule(string Type, string? Path)
{
    /// <summary>The relationships that say whose it is. All of them must be there, and all must be in scope.</summary>
    public IReadOnlyList<Owner> Owners { get; init; } = [];

    /// <summary>
    /// Where the API tells of no owner (a plan does not name its run): the resources that would name it, were it
    /// theirs. The caller passes one of them as well.
    /// </summary>
    public IReadOnlyList<OwnerProof> Proofs { get; init; } = [];

    /// <summary>Whether the owner can never be another one, so that it is read once. A run never changes its workspace;
    /// a workspace changes its project.</summary>
    public bool IsFixed { get; init; }

    /// <summary>Whether it belongs to a project as a whole, and not to one workspace.</summary>
    public bool IsOfProject { get; init; }

    /// <summary>
    /// Whether lists of a workspace or project hold others' as well (run triggers, variables of an organization's set),
    /// so that each row must say whose it is.
    /// </summary>
    public bool IsShared { get; init; }

    /// <summary>The argument that takes its id, where <see cref="ArgumentForms"/> does not know it by the type; null
    /// elsewhere.</summary>
    public string? Placeholder { get; init; }
}
