using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>What one account is to a URL: all there is, or a part of what the URL exposes.</summary>
/// <param name="Config">The URL's config, as that account's tools see it (<see cref="McpServerConfig.At"/>).</param>
/// <param name="Account">The account.</param>
/// <param name="Catalog">The tools of its integration.</param>
internal sealed record UrlPart(McpServerConfig Config, IntegratedAccount Account, ToolCatalog Catalog)
{
    /// <summary>The questions that the integrations of the URL's other accounts answer. Whether their tools are let
    /// through is not asked: it changes with their policies, and what is approved here must not change with those.</summary>
    public IReadOnlyCollection<string> Answered { get; init; } = [];

    /// <summary>The tools that it has of it.</summary>
    /// <param name="isApart">As they stood before some were merged.</param>
    public ToolFilter Filter(bool isApart = false) => new(Config, Account, Catalog, answered: Answered, isApart: isApart);

    /// <summary>The questions that the others of these catalogues answer.</summary>
    public static IReadOnlyCollection<string> AnsweredBeside(ToolCatalog catalog, IEnumerable<ToolCatalog> all) =>
        [.. all.Where(other => other != catalog).SelectMany(other => other.Answers.Keys).Distinct()];
}
