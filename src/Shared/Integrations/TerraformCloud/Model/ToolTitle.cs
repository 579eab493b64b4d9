using System.Collections.Frozen;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>Titles for people: <c>List policy checks</c>; those of actions are in <see cref="ActionTitles"/>.</summary>
internal static class ToolTitle
{
    private static readonly FrozenDictionary<string, string> Spelling = new Dictionary<string, string>
    {
        ["aws"] = "AWS",
        ["cidr"] = "CIDR",
        ["csv"] = "CSV",
        ["gcp"] = "GCP",
        ["github"] = "GitHub",
        ["gpg"] = "GPG",
        ["hcp"] = "HCP",
        ["hyok"] = "HYOK",
        ["ip"] = "IP",
        ["json"] = "JSON",
        ["oauth"] = "OAuth",
        ["oidc"] = "OIDC",
        ["ootb"] = "pre-written",
        ["opa"] = "OPA",
        ["org"] = "organization",
        ["saml"] = "SAML",
        ["scim"] = "SCIM",
        ["sentinel"] = "Sentinel",
        ["smtp"] = "SMTP",
        ["ssh"] = "SSH",
        ["terraform"] = "Terraform",
        ["tf"] = "Terraform",
        ["tfe"] = "TFE",
        ["ttl"] = "TTL",
        ["twilio"] = "Twilio",
        ["varset"] = "variable set",
        ["varsets"] = "variable sets",
        ["vcs"] = "VCS",
    }.ToFrozenDictionary();

    /// <summary>The title of a tool.</summary>
    public static string Of(TerraformTool tool)
    {
        var (verb, subject) = CanonicalName.Parse(tool.Name);
        return verb.Length > 0 ? Sentence($"{verb}_{subject}")
            : ActionTitles.BySubject.GetValueOrDefault(subject) ?? Sentence(subject);
    }

    private static string Sentence(string snakeCase)
    {
        var text = string.Join(' ', snakeCase.Split('_').Select(word => Spelling.GetValueOrDefault(word, word)));
        return char.ToUpperInvariant(text[0]) + text[1..];
    }
}
