namespace ServerlessMcp.Redaction.Secrets;

/// <summary>
/// Attributes that a provider's schema calls sensitive, where the document at hand may not say so: the plans of
/// Terraform before 1.0 and raw state files. Read from <see cref="KnownSecretTable"/> when the first resource is looked
/// at.
/// </summary>
internal static class KnownSecrets
{
    /// <summary>What stands in place of such a value.</summary>
    public const string Why = "(sensitive by its provider)";

    private static readonly Lazy<Dictionary<string, SensitiveMarks>> Values = new(() => Read(""));

    // A configuration has {"constant_value":…} for a value, and where it comes from, if from elsewhere, is no secret.
    private static readonly Lazy<Dictionary<string, SensitiveMarks>> Expressions = new(() => Read(".constant_value"));

    /// <summary>The types and attributes of the table.</summary>
    public static IEnumerable<(string Type, string Attribute)> All => KnownSecretTable.Lines.Split('\n')
        .Select(line => line.Split(' ', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        .SelectMany(words => words.Skip(1).Select(attribute => (words[0], attribute)));

    /// <summary>What is known of the attributes of a type of resource; nothing of one that is not in the table, or of
    /// null.</summary>
    public static SensitiveMarks Of(string? type) => type is null ? default : Values.Value.GetValueOrDefault(type);

    /// <summary>The same of its expressions in a plan's configuration.</summary>
    public static SensitiveMarks OfExpressions(string? type) =>
        type is null ? default : Expressions.Value.GetValueOrDefault(type);

    /// <summary>Whether a plan or a shown state may lack the marks of its providers' schemas, so that names have to
    /// help: it is of a Terraform before 1.0, or does not say of which.</summary>
    public static bool IsUnmarked(JsonElement document) =>
        Has(document, "format_version") || Has(document, "resource_changes") || Has(document, "planned_values")
        || Has(document, "values")
            ? IsUnmarked(document.TryGetProperty("terraform_version", out var version)
                && version.ValueKind == JsonValueKind.String ? version.GetString() : null)
            : false;

    /// <summary>The same, by its <c>terraform_version</c>; null if it has none.</summary>
    public static bool IsUnmarked(string? terraformVersion) =>
        terraformVersion is null
        || !int.TryParse(terraformVersion.AsSpan(0, Math.Max(0, terraformVersion.IndexOf('.'))), NumberStyles.None,
            CultureInfo.InvariantCulture, out var major) || major < 1;

    private static bool Has(JsonElement document, string member) => document.TryGetProperty(member, out _);

    private static Dictionary<string, SensitiveMarks> Read(string behind)
    {
        var paths = new Dictionary<string, MarkedPaths>(StringComparer.Ordinal);
        foreach (var (type, attribute) in All)
        {
            if (!paths.TryGetValue(type, out var known))
                paths[type] = known = new MarkedPaths { PassesLists = true };
            known.Add(attribute + behind, Why);
        }

        return paths.ToDictionary(known => known.Key, known => SensitiveMarks.OfPaths(known.Value), StringComparer.Ordinal);
    }
}
