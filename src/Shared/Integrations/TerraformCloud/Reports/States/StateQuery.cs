using System.IO.Enumeration;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>What is asked of a state.</summary>
internal sealed record StateQuery
{
    /// <summary>A glob (<c>*</c>, <c>?</c>) that addresses must match; null for any.</summary>
    public string? Address { get; init; }

    /// <summary>The same for types (<c>aws_*</c>).</summary>
    public string? Type { get; init; }

    /// <summary>The same for providers, as <see cref="StateResource.Provider"/> has them or by their last word:
    /// <c>aws</c>, <c>hashicorp/aws</c>.</summary>
    public string? Provider { get; init; }

    /// <summary>A text that one of the shown values must have in it; null for any.</summary>
    public string? Value { get; init; }

    /// <summary>How many of the matching resources are passed over.</summary>
    public int Skip { get; init; }

    /// <summary>How many are answered.</summary>
    public int Take { get; init; } = 20;

    /// <summary>Whether attributes are answered, other than sensitive ones.</summary>
    public bool IncludeValues { get; init; }

    internal bool Wants(string type, string provider) =>
        Is(Type, type) && (Provider is null || Is(ProviderName.Of(Provider), provider)
            || Is(Provider, provider[(provider.LastIndexOf('/') + 1)..]));

    private static bool Is(string? glob, string text) =>
        glob is null || FileSystemName.MatchesSimpleExpression(
            glob.Replace("\\", "\\\\", StringComparison.Ordinal), text, ignoreCase: false);
}
