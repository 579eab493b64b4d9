using System.Text.RegularExpressions;
using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Logs;
using ServerlessMcp.Redaction;
using ServerlessMcp.Redaction.Secrets;

namespace ServerlessMcp.Integrations.Tharsis.Reports;

/// <summary>
/// Secrets in the diffs of Tharsis: it hides what the plan marks, and shows the copies of it that a provider makes
/// (<c>input = (sensitive value)</c>, and <c>output = "…"</c> in clear). What is marked is not in the text to be looked
/// for, so that copies are known by where they stand, by their name and by their form; what was found so is withheld
/// wherever else it stands, in the run's logs as well.
/// </summary>
internal sealed partial class DiffSecrets
{
    private const string Marked = "(sensitive value)";

    // What attributes a provider sets to the value of another one.
    private static readonly (string Type, string Source, string Copy)[] Copying =
    [
        ("terraform_data", "input", "output"), ("aws_ssm_parameter", "value", "insecure_value"),
        ("local_file", "sensitive_content", "content"), ("aws_s3_object", "content", "content_base64"),
    ];

    private static readonly Lazy<HashSet<(string Type, string Attribute)>> Known = new(() => [.. KnownSecrets.All]);

    private readonly SecretCopies copies = new();

    /// <summary>What was found: withheld wherever it stands.</summary>
    public SecretCopies Copies => copies;

    /// <summary>Reads what the changes of a run show, so that copies are known.</summary>
    /// <param name="changes">A plan's <c>changes</c>; undefined for none.</param>
    public static DiffSecrets Of(JsonElement changes)
    {
        var secrets = new DiffSecrets();
        foreach (var resource in JsonMembers.Each(changes, "resources"))
        {
            secrets.Note(JsonMembers.Text(resource, "resourceType") ?? "", JsonMembers.Text(resource, "unifiedDiff") ?? "");
        }

        return secrets;
    }

    /// <summary>A diff of a resource of this type, safe to show.</summary>
    public string Withhold(string type, string diff)
    {
        var secret = SecretAttributes(type, diff);
        var shown = new StringBuilder(diff.Length);
        foreach (var (line, attribute, isFirst) in Lines(diff))
        {
            if (attribute is null || !secret.Contains(attribute) || (isFirst && SecretName.IsHarmless(Value(line))))
            {
                shown.Append(line).Append('\n');
            }
            else if (isFirst)
            {
                shown.Append(line.AsSpan(0, line.IndexOf('=', StringComparison.Ordinal) + 1)).Append(" (sensitive: withheld)\n");
            }
        }

        // What a split leaves behind the last line feed is no line.
        shown.Length -= diff.Length > 0 ? 1 : 0;
        return LogLines.TextOf(Encoding.UTF8.GetBytes(shown.ToString()), copies);
    }

    private void Note(string type, string diff)
    {
        var secret = SecretAttributes(type, diff);
        if (secret.Count == 0)
        {
            return;
        }

        foreach (var (line, attribute, _) in Lines(diff))
        {
            if (attribute is not null && secret.Contains(attribute))
            {
                foreach (var value in Quoted().Matches(line).Select(match => match.Groups["value"].Value))
                {
                    copies.Add(value);
                }
            }
        }
    }

    private static HashSet<string> SecretAttributes(string type, string diff)
    {
        var marked = new HashSet<string>(StringComparer.Ordinal);
        var secret = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (line, attribute, isFirst) in Lines(diff))
        {
            if (attribute is null)
            {
                continue;
            }

            if (line.Contains(Marked, StringComparison.Ordinal))
            {
                marked.Add(attribute);
            }

            if (isFirst && (Known.Value.Contains((type, attribute))
                || (SecretName.Is(attribute) && !SecretName.IsHarmless(Value(line)))))
            {
                secret.Add(attribute);
            }
        }

        secret.UnionWith(Copying.Where(copy => copy.Type == type && marked.Contains(copy.Source)).Select(copy => copy.Copy));
        return secret;
    }

    // Each line with the attribute of the resource that it is of: those stand four columns in, and what is deeper is theirs.
    private static IEnumerable<(string Line, string? Attribute, bool IsFirst)> Lines(string diff)
    {
        string? attribute = null;
        foreach (var line in diff.Split('\n'))
        {
            var isFirst = line.Length > 5 && line[0] is ' ' or '+' or '-' && !line.StartsWith("---", StringComparison.Ordinal)
                && !line.StartsWith("+++", StringComparison.Ordinal) && Attribute().Match(line) is { Success: true } match
                && (attribute = match.Groups["name"].Value) is not null;
            if (!isFirst && !Deeper().IsMatch(line))
            {
                attribute = null;
            }

            yield return (line, attribute, isFirst);
        }
    }

    private static string Value(string line) => line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim().Trim('"');

    [GeneratedRegex(@"^[ +-] {3,4}""?(?<name>[A-Za-z_][\w-]*)""?\s*=", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^[ +-]\s{3,}\S", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Deeper();

    [GeneratedRegex(@"""(?<value>(\\.|[^""\\])*)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
