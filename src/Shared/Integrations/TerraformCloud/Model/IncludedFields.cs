using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>What has to be included (<c>include=</c>) for the fields that were asked for.</summary>
internal static class IncludedFields
{
    /// <summary>The relationships that the fields asked for lie behind; <see cref="Of"/> fills it in.</summary>
    public static readonly Argument Argument = new()
    {
        Name = "include",
        Place = ArgumentPlace.Query,
        Kind = JsonKind.TextList,
        WireName = "include",
        IsDerived = true,
        Description = "What fields lie behind.",
    };

    /// <summary>What has to be included for these fields: of each the longest relationship that it begins with.</summary>
    public static IEnumerable<string> Of(TerraformTool tool, IEnumerable<string> fields) => fields
        .Select(field => tool.Includable
            .Where(relationship => field.Length > relationship.Length && field[relationship.Length] == '.'
                && field.StartsWith(relationship.Replace('-', '_'), StringComparison.Ordinal))
            .MaxBy(relationship => relationship.Length))
        .OfType<string>()
        .Distinct();
}
