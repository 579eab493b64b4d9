namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>A relationship to an owner.</summary>
/// <param name="Relationship">Its name in the document: <c>workspace</c>.</param>
/// <param name="Types">The types it may point to. Any other, an organization for one, is outside of every scope.</param>
internal sealed record Owner(string Relationship, params IReadOnlyList<string> Types)
{
    /// <summary>The relationships that some answers have instead, in this order.</summary>
    public IReadOnlyList<string> Otherwise { get; init; } = [];
}
