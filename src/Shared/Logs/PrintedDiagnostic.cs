using ServerlessMcp.Redaction;

namespace ServerlessMcp.Logs;

/// <summary>
/// A diagnostic as Terraform prints it for people
/// (<see href="https://github.com/hashicorp/terraform/blob/v1.11.4/internal/command/format/diagnostic.go"/>): from the
/// summary on, each line is given to <see cref="Add"/>.
/// <code>
/// ╷
/// │ Error: creating EC2 Instance: UnauthorizedOperation
/// │
/// │   with aws_instance.web[0],
/// │   on main.tf line 12, in resource "aws_instance" "web":
/// │   12: resource "aws_instance" "web" {
/// │     ├────────────────
/// │     │ var.size is "large"
/// │
/// │ You are not authorized to perform this operation.
/// ╵
/// </code>
/// Without colours Terraform prints no box, and a blank line before each; then a line that is known to be none of it is the end.
/// </summary>
internal sealed class PrintedDiagnostic
{
    // In characters; what is shown is shorter.
    private const int MaxLength = 20_000;

    private readonly string severity;
    private readonly StringBuilder summary;
    private readonly StringBuilder detail = new();
    private readonly DiagnosticPlace place = new();
    private bool isSummaryOver;
    private bool isAfterBlank;

    private PrintedDiagnostic(bool isBoxed, string severity, string summary)
    {
        IsBoxed = isBoxed;
        this.severity = severity;
        this.summary = new(summary.Trim());
    }

    /// <summary>Whether it stands in a box.</summary>
    public bool IsBoxed { get; }

    /// <summary>Whether it is an error.</summary>
    public bool IsError => severity == "error";

    /// <summary>The error, without a box as this, behind whose text this began: it may be that one's last words.</summary>
    public PrintedDiagnostic? Before { get; set; }

    /// <summary>Whether it has neither a place nor a detail, as what a program printed has not, and hardly an error of
    /// Terraform's.</summary>
    public bool IsBare => detail.Length == 0 && place is { File: null, Address: null };

    /// <summary>Its summary, as it was read.</summary>
    public string Summary => summary.ToString();

    /// <summary>Whether a line that begins a diagnostic would be text of this one: within its box, and without one
    /// anywhere but behind a blank line.</summary>
    public bool Holds(string line) => IsBoxed ? IsInBox(line) : !isAfterBlank && !IsInBox(line);

    /// <summary>Whether a line stands in a box.</summary>
    public static bool IsInBox(string line) => line.StartsWith('│');

    /// <summary>A diagnostic that begins with this line; null if none does.</summary>
    public static PrintedDiagnostic? Begin(string line)
    {
        var text = Unbox(line);
        return text.StartsWith("Error: ", StringComparison.Ordinal) ? new(IsInBox(line), "error", text["Error: ".Length..])
            : text.StartsWith("Warning: ", StringComparison.Ordinal) ? new(IsInBox(line), "warning", text["Warning: ".Length..])
            : null;
    }

    /// <summary>Takes the next line; false if it is no longer part of the diagnostic.</summary>
    public bool Add(string line)
    {
        var text = Unbox(line);
        if (IsBoxed != IsInBox(line) || (!IsBoxed && CommandWords.Begin(text)))
            return false;
        isAfterBlank = text.Length == 0;
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
        else if (detail.Length > 0 || !place.TakeLine(text))
        {
            AddText(text);
        }

        return detail.Length < MaxLength && summary.Length < MaxLength;
    }

    /// <summary>Takes the next line, which is known to be text of the detail.</summary>
    public void AddText(string line)
    {
        if (detail.Length < MaxLength)
            detail.Append(line).Append('\n');
    }

    /// <summary>What has been read.</summary>
    public LogDiagnostic Complete(SecretCopies copies) =>
        place.Of(StructuredLine.Clean(severity, summary.ToString(), detail.ToString(), copies), copies);

    private static string Unbox(string line) =>
        (IsInBox(line) ? line[1..].StartsWith(' ') ? line[2..] : line[1..] : line).TrimEnd();
}
