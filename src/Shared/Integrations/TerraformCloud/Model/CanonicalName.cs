namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>
/// A canonical tool name, taken apart: <c>get_single_hashicorp_terraform_cloud_run_by_id</c> is (get, run). What the
/// pattern does not cover is an action, whose subject is all of the rest (<c>runs_apply</c>).
/// </summary>
/// <param name="Verb">list, get, create, update or delete; empty for an action.</param>
/// <param name="Subject">What stands after <c>hashicorp_terraform_cloud_</c>, without <c>_by_id</c>.</param>
internal readonly record struct CanonicalName(string Verb, string Subject)
{
    private const string Product = "hashicorp_terraform_cloud_";
    private const string ById = "_by_id";

    private static readonly (string Prefix, string Verb)[] Patterns =
    [
        ("list_all_" + Product, "list"),
        ("get_single_" + Product, "get"),
        ("create_a_" + Product, "create"),
        ("update_a_" + Product, "update"),
        ("delete_a_" + Product, "delete"),
        (Product, ""),
    ];

    public static CanonicalName Parse(string name)
    {
        foreach (var (prefix, verb) in Patterns)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
            {
                var subject = name[prefix.Length..];
                return new(verb, subject.EndsWith(ById, StringComparison.Ordinal) ? subject[..^ById.Length] : subject);
            }
        }

        throw new ArgumentException($"'{name}' does not follow the naming pattern of the catalogue.", nameof(name));
    }

    /// <summary>The subject in the plural, as names of lists have it: <c>policy</c> becomes <c>policies</c>.</summary>
    public static string Plural(string word) => word switch
    {
        _ when word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) => word,
        [.., not ('a' or 'e' or 'i' or 'o' or 'u'), 'y'] => word[..^1] + "ies",
        _ when word[^1] is 's' or 'x' or 'z' || word.EndsWith("ch", StringComparison.Ordinal)
            || word.EndsWith("sh", StringComparison.Ordinal) => word + "es",
        _ => word + "s",
    };

    /// <summary>The way back: <c>applies</c> becomes <c>apply</c>.</summary>
    public static string Singular(string word) => word switch
    {
        _ when word.EndsWith("ies", StringComparison.Ordinal) => word[..^3] + "y",
        _ when word.EndsWith('s') && !word.EndsWith("ss", StringComparison.Ordinal) => word[..^1],
        _ => word,
    };
}
