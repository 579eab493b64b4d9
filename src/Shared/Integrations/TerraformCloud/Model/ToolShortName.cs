namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>
/// Short names: <c>tfc_{plural}_{verb}</c>. Clients put a prefix of up to 43 characters before a tool's name and stop
/// at 64 or so, which the canonical names don't survive. Of the API's 663 endpoints ten stay above 40 characters; their
/// rows say a shorter one.
/// </summary>
internal static class ToolShortName
{
    /// <summary>The most characters a short name may have.</summary>
    public const int MaxLength = 40;

    // Taken in this order, and only until the name fits: a name that is short enough keeps its words.
    private static readonly (string Word, string Abbreviation)[] Abbreviations =
    [
        ("organization", "org"),
        ("configuration", "config"),
        ("notification", "notif"),
        ("workspace", "ws"),
        ("variable", "var"),
        ("permanently_delete_backing_data", "purge"),
        ("soft_delete_backing_data", "soft_delete"),
        ("restore_backing_data", "restore"),
        ("registry", "reg"),
        ("version", "ver"),
        ("provider", "prov"),
        ("deployment", "deploy"),
    ];

    /// <summary>The short name of a canonical name.</summary>
    public static string Of(string canonical)
    {
        const string ByName = "_by_name";
        var (verb, subject) = CanonicalName.Parse(canonical);
        var name = "tfc_" + verb switch
        {
            "" => subject,
            "list" => subject + "_list",
            _ when subject.EndsWith(ByName, StringComparison.Ordinal) =>
                $"{CanonicalName.Plural(subject[..^ByName.Length])}_{verb}{ByName}",
            _ => $"{CanonicalName.Plural(subject)}_{verb}",
        };
        foreach (var (word, abbreviation) in Abbreviations)
        {
            if (name.Length <= MaxLength)
            {
                break;
            }

            name = name.Replace(word, abbreviation, StringComparison.Ordinal);
        }

        return name;
    }
}
