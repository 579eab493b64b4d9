using System.Collections.Frozen;

namespace ServerlessMcp.Catalog;

/// <summary>Titles for people: <c>List policy checks</c>, <c>Force unlock workspace</c>.</summary>
internal static class ToolTitle
{
    private static readonly FrozenDictionary<string, string> Spelling = new Dictionary<string, string>
    {
        ["aws"] = "AWS",
        ["cidr"] = "CIDR",
        ["gcp"] = "GCP",
        ["github"] = "GitHub",
        ["hcp"] = "HCP",
        ["hyok"] = "HYOK",
        ["ip"] = "IP",
        ["json"] = "JSON",
        ["oauth"] = "OAuth",
        ["oidc"] = "OIDC",
        ["opa"] = "OPA",
        ["saml"] = "SAML",
        ["scim"] = "SCIM",
        ["smtp"] = "SMTP",
        ["ssh"] = "SSH",
        ["tfe"] = "TFE",
        ["ttl"] = "TTL",
        ["vcs"] = "VCS",
    }.ToFrozenDictionary();

    /// <summary>The title of a tool.</summary>
    public static string Of(ToolDefinition tool)
    {
        var (verb, subject) = CanonicalName.Parse(tool.Name);
        if (verb.Length > 0)
        {
            return Sentence($"{verb}_{subject}");
        }

        // "workspaces_force_unlock" can't be split by itself; the path's last segment says where the verb starts.
        var action = tool.Path[(tool.Path.LastIndexOf('/') + 1)..].Replace('-', '_');
        return subject.EndsWith("_" + action, StringComparison.Ordinal) && tool.Path.Contains("/actions/", StringComparison.Ordinal)
            ? Sentence($"{action}_{CanonicalName.Singular(subject[..^(action.Length + 1)])}")
            : Sentence(subject);
    }

    private static string Sentence(string snakeCase)
    {
        var text = string.Join(' ', snakeCase.Split('_').Select(word => Spelling.GetValueOrDefault(word, word)));
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
