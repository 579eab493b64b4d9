using System.Text.RegularExpressions;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Logs;

/// <summary>
/// Where a diagnostic is: what Terraform says of file, address and block, and the values of the expressions there. Read
/// from the lines between summary and detail, or from the members of a structured line.
/// </summary>
internal sealed partial class DiagnosticPlace
{
    // No address and no path is longer; it bounds what the expressions below look at.
    private const int MaxLine = 2000;

    // A line may name dozens of values; the first are those of the expression's own left side.
    private const int MaxValues = 6;
    private const int MaxValue = 200;

    private readonly List<string> values = [];

    /// <summary>The file, relative to the configuration's root.</summary>
    public string? File { get; set; }

    /// <summary>The line in it.</summary>
    public int? Line { get; set; }

    /// <summary>The address that Terraform says itself.</summary>
    public string? Address { get; set; }

    /// <summary>The block: <c>resource "aws_instance" "web"</c>.</summary>
    public string? Block { get; set; }

    /// <summary>Takes a line that stands before the detail; false if it is the detail's first.</summary>
    public bool TakeLine(string text)
    {
        if (text.Length > MaxLine)
            return false;
        if (With().Match(text) is { Success: true } with)
        {
            Address = with.Groups["address"].Value;
            return true;
        }

        if (On().Match(text) is { Success: true } on)
        {
            File = on.Groups["file"].Value;
            Line = int.TryParse(
                on.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture,
                out var line) ? line : null;
            Block = on.Groups["block"] is { Success: true } block ? block.Value : null;
            return true;
        }

        if (File is null)
            return false;
        if (text.AsSpan().TrimStart() is not ['├' or '│' or '|', ..] value)
            return Excerpt().IsMatch(text);
        if (value[0] != '├')
            AddValue(Value(value[1..].Trim()));
        return true;
    }

    /// <summary>Adds what an expression is: <c>var.size is 3</c>.</summary>
    public void AddValue(string text)
    {
        if (text.Length > 0 && values.Count < MaxValues)
            values.Add(text);
    }

    /// <summary>The diagnostic at this place, its texts made safe to show.</summary>
    public LogDiagnostic Of(LogDiagnostic diagnostic, SecretCopies copies)
    {
        var address = Address
            ?? (Block is null || !IsInRoot ? null : AddressOf(Block) is { } derived ? derived + Instance(Block) : null);
        return diagnostic with
        {
            File = Clean(File, copies),
            Line = Line,
            Address = address is null ? null
                : ResourceAddress.Shown(ResourceAddress.Masked(address, key => copies.Withhold(key) != key)),
            Block = address is null ? Clean(Block, copies) : null,
            Values = values.Count == 0 ? null
                : SecretText.Scrub(string.Join("; ", values.Select(value => TextCut.Shorten(copies.Withhold(value), MaxValue)))),
        };
    }

    /// <summary>The address of a block of the configuration: <c>resource "aws_instance" "web"</c> is
    /// <c>aws_instance.web</c>. Null if it has none.</summary>
    public static string? AddressOf(string block)
    {
        if (BlockWords().Match(block) is not { Success: true } match)
            return block.Contains(' ', StringComparison.Ordinal) || !block.Contains('.', StringComparison.Ordinal) ? null : block;
        string kind = match.Groups["kind"].Value, first = match.Groups["first"].Value, second = match.Groups["second"].Value;
        return (kind, second) switch
        {
            ("resource", not "") => $"{first}.{second}",
            ("data" or "ephemeral", not "") => $"{kind}.{first}.{second}",
            ("variable", "") => $"var.{first}",
            ("module" or "output", "") => $"{kind}.{first}",
            ("provider", "") => $"provider[\"{first}\"]",
            _ => null,
        };
    }

    // The files of the root stand in no folder. A block in another one is in a module, whose address only Terraform
    // knows: it may be called in many places.
    private bool IsInRoot =>
        File is null || !File.AsSpan(File.StartsWith("./", StringComparison.Ordinal) ? 2 : 0).ContainsAny('/', '\\');

    // Of a block with count or for_each Terraform says which instance it is where the line speaks of it.
    private string Instance(string block)
    {
        if (block.StartsWith("resource ", StringComparison.Ordinal)
            || block.StartsWith("data ", StringComparison.Ordinal)
            || block.StartsWith("module ", StringComparison.Ordinal))
        {
            foreach (var value in values)
            {
                if (value.StartsWith("each.key is \"", StringComparison.Ordinal) && value.EndsWith('"'))
                    return $"[{value["each.key is ".Length..]}]";
                if (value.StartsWith("count.index is ", StringComparison.Ordinal)
                    && int.TryParse(value.AsSpan("count.index is ".Length), NumberStyles.None,
                        CultureInfo.InvariantCulture, out var index))
                {
                    return string.Create(CultureInfo.InvariantCulture, $"[{index}]");
                }
            }
        }

        return "";
    }

    // A structured line has the function's name, and its parameters as a whole signature.
    private static string Value(ReadOnlySpan<char> text) =>
        (text.StartsWith("while calling ", StringComparison.Ordinal) && text.IndexOf('(') is > 0 and var end
            ? text[..end] : text).ToString();

    private static string? Clean(string? text, SecretCopies copies) =>
        text is null ? null : ShownLine.Of(copies.Withhold(text));

    [GeneratedRegex(@"^\s+with (?<address>\S.*),$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex With();

    [GeneratedRegex(@"^\s+on (?<file>\S.*?) line (?<line>\d+)(, in (?<block>.+))?:$", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex On();

    [GeneratedRegex(@"^\s*\d+: |^\s*\d+:$|^\s+\(source code not available\)$", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Excerpt();

    [GeneratedRegex("^(?<kind>[a-z]+) \"(?<first>[^\"]+)\"( \"(?<second>[^\"]+)\")?$", RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex BlockWords();
}
