using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>An attribute that changes.</summary>
/// <param name="Path">Where it is in its resource: <c>tags.Name</c>, <c>ingress[0].from_port</c>.</param>
/// <param name="Before">Its value as JSON, or a word in brackets instead; null if values were not asked for, or there
/// was none.</param>
/// <param name="After">The same, afterwards; <c>"(known after apply)"</c> where Terraform doesn't know.</param>
internal sealed record AttributeChange(string Path, string? Before = null, string? After = null)
{
    /// <summary>Of a list or set whose elements differ, those that it has no more, as JSON; empty if values were not
    /// asked for.</summary>
    public IReadOnlyList<string> Removed { get; init; } = [];

    /// <summary>The same for those that it gets.</summary>
    public IReadOnlyList<string> Added { get; init; } = [];

    /// <summary>How many elements more than <see cref="Removed"/> has go.</summary>
    public int MoreRemoved { get; init; }

    /// <summary>How many elements more than <see cref="Added"/> has come.</summary>
    public int MoreAdded { get; init; }

    /// <summary>Whether a list has the same elements in another order.</summary>
    public bool IsReordered { get; init; }

    /// <summary>The same without values that are, or hold, a secret of the document.</summary>
    internal AttributeChange Masked(SensitiveValues secrets) => this with
    {
        Before = DocumentValue.Masked(Before, secrets),
        After = DocumentValue.Masked(After, secrets),
        Removed = [.. Removed.Select(element => DocumentValue.Masked(element, secrets)!)],
        Added = [.. Added.Select(element => DocumentValue.Masked(element, secrets)!)],
    };
}
