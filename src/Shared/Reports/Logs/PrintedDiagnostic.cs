using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace ServerlessMcp.Reports.Logs;

/// <summary>
/// A diagnostic as Terraform prints it for people
/// (<see href="https://github.com/hashicorp/terraform/blob/v1.11.4/internal/command/format/diagnostic.go"/>): from the summary on, each line is given to <see cref="Add"/>.
/// <code>
/// ╷
/// │ Error: creating EC2 Instance: UnauthorizedOperation
/// │
/// │   with aws_instance.web[0],
/// │   on main.tf line 12, in resource "aws_instance" "web":
/// │   12: resource "aws_instance" "web" {
/// │
/// │ You are not authorized to perform this operation.
/// ╵
/// </code>
/// Without colours Terraform prints no box; then a line that is known to be none of it is the end.
/// </summary>
internal sealed partial class PrintedDiagnostic
{
    // No address and no path is longer; it bounds what the expressions below look at.
    private const int MaxPlace = 2000;

    private readonly bool isBoxed;
    private readonly string severity;
    private readonly StringBuilder summary;
    private readonly StringBuilder detail = new();
    private bool isSummaryOver;
    private string? file;
    private int? place;
    private string? address;

    private PrintedDiagnostic(bool isBoxed, string severity, string summary)
    {
        this.isBoxed = isBoxed;
        this.severity = severity;
        this.summary = new(summary.Trim());
    }

    /// <summary>A diagnostic that begins with this line; null if none does.</summary>
    public static PrintedDiagnostic? Begin(string line)
    {
        var text = Unbox(line, out var isBoxed);
        return text.StartsWith("Error: ", StringComparison.Ordinal) ? new(isBoxed, "error", text["Error: ".Length..])
            : text.StartsWith("Warning: ", StringComparison.Ordinal) ? new(isBoxed, "warning", text["Warning: ".Length..])
            : null;
    }

    /// <summary>Takes the next line; false if it is no longer part of the diagnostic.</summary>
    public bool Add(string line)
    {
        var text = Unbox(line, out var isInBox);
        if (isBoxed != isInBox || (!isBoxed && Ends.Any(end => text.StartsWith(end, StringComparison.Ordinal))))
            return false;
        if (text.Length == 0)
        {
            // One blank line ends the summary; those of the detail are its paragraphs.
            isSummaryOver = true;
            if (detail.Length > 0)
                detail.Append('\n');
        }
        else if (!isSummaryOver)
        {
            summary.Append(' ').Append(text.Trim());
        }
        else if (detail.Length > 0 || !IsOfPlace(text))
        {
            detail.Append(text).Append('\n');
        }

        return detail.Length < 20_000;
    }

    /// <summary>What has been read.</summary>
    public LogDiagnostic Complete() => StructuredLine.Clean(severity, summary.ToString(), detail.ToString(), file, place, address);

    // What ends a diagnostic that has no box: Terraform's own next words.
    private static readonly string[] Ends =
        ["Operation failed:", "Plan: ", "Apply complete!", "No changes.", "Terraform will perform", "Terraform used the selected", "Changes to Outputs:", "─────", "-----"];

    // The address, the place and the excerpt of the configuration stand before the detail.
    private bool IsOfPlace(string text)
    {
        if (text.Length > MaxPlace)
            return false;
        if (With().Match(text) is { Success: true } with)
        {
            address = with.Groups["address"].Value;
            return true;
        }

        if (On().Match(text) is not { Success: true } on)
            return file is not null && (Excerpt().IsMatch(text) || text.AsSpan().TrimStart() is ['├' or '│' or '|', ..]);
        file = on.Groups["file"].Value;
        place = int.TryParse(on.Groups["line"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var line) ? line : null;
        address ??= on.Groups["block"] is { Success: true } block ? AddressOf(block.Value) : null;
        return true;
    }

    /// <summary>The address of a block of the configuration: <c>resource "aws_instance" "web"</c> is <c>aws_instance.web</c>. Null if it has none.</summary>
    public static string? AddressOf(string block)
    {
        if (Block().Match(block) is not { Success: true } match)
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

    private static string Unbox(string line, out bool isBoxed)
    {
        isBoxed = line.StartsWith('│');
        return (isBoxed ? line[1..].StartsWith(' ') ? line[2..] : line[1..] : line).TrimEnd();
    }

    [GeneratedRegex(@"^\s+with (?<address>\S.*),$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex With();

    [GeneratedRegex(@"^\s+on (?<file>\S.*?) line (?<line>\d+)(, in (?<block>.+))?:$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex On();

    [GeneratedRegex(@"^\s*\d+: |^\s*\d+:$|^\s+\(source code not available\)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Excerpt();

    [GeneratedRegex("^(?<kind>[a-z]+) \"(?<first>[^\"]+)\"( \"(?<second>[^\"]+)\")?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Block();
}
