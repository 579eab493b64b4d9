using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Tests.Redaction;

/// <summary>Forms of credentials, ordinary lines and ordinary attributes, as data. Each file says where it comes from.</summary>
internal static partial class SecretCorpus
{
    private const string Digits = "0123456789";
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static IReadOnlyList<string> OrdinaryLines { get; } = Lines("ordinary-lines.txt");

    public static IReadOnlyList<(string Type, string Attribute, string Value)> OrdinaryAttributes { get; } =
        [.. Lines("ordinary-attributes.txt").Select(line => line.Split(' ', 3)).Select(words => (words[0], words[1], words[2]))];

    /// <summary>What each form is, a text that has it, and what of the text must not come through.</summary>
    public static IReadOnlyList<(string Name, string Text, IReadOnlyList<string> Secrets)> Forms { get; } = [.. Lines("secret-forms.txt").Select(line => line.Split('\t')).Select(Form)];

    private static (string, string, IReadOnlyList<string>) Form(string[] line)
    {
        var secrets = new List<string>();
        var seed = line[0].Sum(letter => letter);
        var text = Placeholder().Replace(line[1], hole =>
        {
            var filled = Fill(hole.Groups["kind"].Value[0], hole.Groups["length"].Value is { Length: > 0 } length ? int.Parse(length, CultureInfo.InvariantCulture) : 0, ref seed);

            // Digits alone are ids of workspaces and users.
            if (filled.Length >= 8 && hole.Groups["kind"].Value != "d")
                secrets.Add(filled);
            return filled;
        });
        return (line[0], text.Replace("KEY-----\\n", "KEY-----\n", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal), secrets);
    }

    private static string Fill(char kind, int length, ref int seed)
    {
        if (kind == 'g')
            return $"{Fill('h', 8, ref seed)}-{Fill('h', 4, ref seed)}-4{Fill('h', 3, ref seed)}-a{Fill('h', 3, ref seed)}-{Fill('h', 12, ref seed)}";
        var characters = kind switch
        {
            'd' => Digits,
            'h' => Digits + "abcdef",
            'u' => Letters[..26] + "234567",
            'a' => Letters + Digits,
            'w' => Letters + Digits + "_-",
            'b' => Letters + Digits + "+/",
            _ => throw new FormatException($"{kind} stands for no characters."),
        };
        var text = new StringBuilder();
        while (text.Length < length)
        {
            seed = ((seed * 1103515245) + 12345) & int.MaxValue;
            text.Append(characters[(seed >> 8) % characters.Length]);
        }

        // With a letter and a digit in it, as nearly all are.
        if (length >= 8 && kind is not ('d' or 'u'))
            (text[2], text[5]) = ('7', 'f');
        return text.ToString();
    }

    private static List<string> Lines(string file) =>
        [.. File.ReadLines(SourceTree.PathOf("tests", "Shared.Tests", "Redaction", "Corpus", file)).Where(line => line.Length > 0 && !line.StartsWith("# ", StringComparison.Ordinal))];

    [GeneratedRegex(@"\{(?<kind>[dhuawbg])(?<length>\d*)\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
