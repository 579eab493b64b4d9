using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>The tools that a URL has of one account that it was let in to.</summary>
/// <param name="Admission">The URL as that account sees it, and the account.</param>
/// <param name="Filter">Which of its tools the URL has.</param>
internal sealed record AccountTools(Admission Admission, ToolFilter Filter)
{
    /// <summary>The URL's config as the account sees it.</summary>
    public McpServerConfig Config => Admission.Server.Config;

    /// <summary>What the JSON of the tools depends on.</summary>
    public ToolSchemaOptions Options => ToolSchemaOptions.Of(Config, Admission.Account, Filter);

    /// <summary>What the account is to the URL where all that is approved is held against it.</summary>
    /// <param name="all">The tools of each integration that the URL has an account of.</param>
    public UrlPart Part(IEnumerable<ToolCatalog> all) => new(Config, Admission.Account, Filter.Catalog)
    {
        Answered = UrlPart.AnsweredBeside(Filter.Catalog, all),
    };
}
