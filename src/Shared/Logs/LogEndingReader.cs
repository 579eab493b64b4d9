using ServerlessMcp.Redaction;

namespace ServerlessMcp.Logs;

/// <summary>
/// Looks, line by line, for how a log ends: a crash, a kill, a worker's failure; and keeps the last lines, for where
/// nothing says so. Takes the lines that are of no diagnostic; what a provisioner prints has its resource's address
/// before it, so a line that begins with one of these words is Terraform's, or that of what runs it.
/// </summary>
/// <param name="copies">What is withheld wherever it stands.</param>
internal sealed class LogEndingReader(SecretCopies copies)
{
    private const int Lines = 5;

    // The longest line kept: a structured one with a long message. Of a longer one nothing is.
    private const int MaxLine = 4096;

    private readonly byte[][] last = new byte[Lines][];
    private readonly int[] lengths = new int[Lines];
    private readonly Dictionary<string, string> said = [];
    private int count;
    private string? plugin;
    private bool isInKey;
    private bool hasBegunInit;
    private bool hasInitialized;
    private bool hasRun;

    /// <summary>Takes a line of no diagnostic, as it was read.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        if (line.IndexOf("-----"u8) >= 0)
            isInKey = line.LastIndexOf("-----BEGIN "u8) > line.LastIndexOf("-----END "u8);
        if (isInKey || line.Length > MaxLine || line.Trim("\u0002\u0003\r\t "u8).IsEmpty)
            return;

        // All but the last are taken for nothing, so no text is made of them yet.
        var slot = count++ % Lines;
        if (last[slot] is null || last[slot].Length < line.Length)
            last[slot] = new byte[Math.Max(256, line.Length)];
        line.CopyTo(last[slot]);
        lengths[slot] = line.Length;
        if (IsSuspect(line))
            Look(((StructuredLine.Is(line) ? StructuredLine.Text(line, copies) : null) ?? TerminalText.Of(line)).Trim());
    }

    /// <summary>Notes an error that the wrapper around Terraform printed itself: <c>executing plan: signal: killed</c>.</summary>
    public void AddWrapped(string summary)
    {
        if (summary.StartsWith("executing init: ", StringComparison.Ordinal))
            Say(LogEnding.InitFailed, summary);
        else if (summary.StartsWith("executing ", StringComparison.Ordinal))
            hasRun = true;
        if (IsKill(summary) && summary.StartsWith("executing ", StringComparison.Ordinal))
            Say(LogEnding.Killed, summary);
    }

    /// <summary>How it ended; null where nothing was read.</summary>
    /// <param name="hasErrors">Whether Terraform printed errors.</param>
    public LogEnding? Complete(bool hasErrors)
    {
        if (hasErrors && hasBegunInit && !hasInitialized && !hasRun)
            Say(LogEnding.InitFailed, "terraform init failed");
        foreach (var kind in new[] { LogEnding.Crashed, LogEnding.Killed, LogEnding.SetupFailed, LogEnding.InitFailed })
        {
            if (said.TryGetValue(kind, out var text))
                return Of(kind, kind == LogEnding.SetupFailed ? WithLast(text) : text);
        }

        return said.TryGetValue(LogEnding.OperationFailed, out var failed) ? hasErrors ? null
            : Of(LogEnding.OperationFailed, WithLast(failed))
            : hasErrors || count == 0 ? null : Of(LogEnding.Unknown, WithLast(null));
    }

    // Which of the words below may stand on a line, without making text of it.
    private static bool IsSuspect(ReadOnlySpan<byte> line) =>
        line.IndexOf("panic: "u8) >= 0 || line.IndexOf("fatal error: "u8) >= 0 || line.IndexOf(" CRASH "u8) >= 0
        || line.IndexOf("Stack trace from"u8) >= 0
        || line.IndexOf("failed"u8) >= 0 || line.IndexOf("illed"u8) >= 0 || line.IndexOf("nitializ"u8) >= 0
        || line.IndexOf("memory"u8) >= 0 || line.IndexOf("SIG"u8) >= 0
        || line.IndexOf("Plan: "u8) >= 0 || line.IndexOf("will perform"u8) >= 0 || line.IndexOf("exit 137"u8) >= 0;

    private void Look(string line)
    {
        if (line.StartsWith("Stack trace from the ", StringComparison.Ordinal))
        {
            plugin = line["Stack trace from the ".Length..].TrimEnd(':');
        }
        else if (line.StartsWith("fatal error: ", StringComparison.Ordinal) && IsKill(line))
        {
            Say(LogEnding.Killed, line);
        }
        else if (line.StartsWith("panic: ", StringComparison.Ordinal)
            || line.StartsWith("fatal error: ", StringComparison.Ordinal))
        {
            Say(LogEnding.Crashed, plugin is null ? line : $"{plugin}: {line}");
        }
        else if (line.Contains(" CRASH ", StringComparison.Ordinal) && line.StartsWith("!!!", StringComparison.Ordinal))
        {
            Keep(LogEnding.Crashed, line.Trim('!', ' '));
        }
        else if (line.StartsWith("Setup failed", StringComparison.Ordinal))
        {
            Say(LogEnding.SetupFailed, line);
        }
        else if (line.StartsWith("Operation failed", StringComparison.Ordinal))
        {
            Say(line.Contains("terraform init", StringComparison.Ordinal) ? LogEnding.InitFailed : IsKill(line)
                ? LogEnding.Killed : LogEnding.OperationFailed, line);
        }
        else if (IsKilled(line))
        {
            Say(LogEnding.Killed, line);
        }
        else if (line.StartsWith("Initializing the backend", StringComparison.Ordinal)
            || line.StartsWith("Initializing provider plugins", StringComparison.Ordinal)
            || line.StartsWith("Initializing modules", StringComparison.Ordinal))
        {
            hasBegunInit = true;
        }
        else if (line.Contains("successfully initialized", StringComparison.Ordinal))
        {
            hasInitialized = true;
        }
        else if (line.StartsWith("Plan: ", StringComparison.Ordinal) || line.Contains(" will perform", StringComparison.Ordinal))
        {
            hasRun = true;
        }
    }

    // A shell's word for it ("line 3: 71 Killed terraform plan"), or that of the program which started Terraform; not
    // that of a provisioner's.
    private static bool IsKilled(string line) =>
        line is "Killed" || line.StartsWith("signal: killed", StringComparison.Ordinal)
        || ((IsKill(line) || line.Contains("Killed", StringComparison.Ordinal))
            && !line.Contains("-exec): ", StringComparison.Ordinal)
            && (line.Contains("terraform ", StringComparison.OrdinalIgnoreCase)
                || line.Contains("tofu ", StringComparison.OrdinalIgnoreCase)
                || line.StartsWith("exit ", StringComparison.Ordinal)));

    private static bool IsKill(string line) =>
        line.Contains("signal: killed", StringComparison.Ordinal) || line.Contains("exit 137", StringComparison.Ordinal)
        || line.Contains("exit status 137", StringComparison.Ordinal)
        || line.Contains("exit code 137", StringComparison.Ordinal)
        || line.Contains("OOMKilled", StringComparison.Ordinal)
        || line.Contains("out of memory", StringComparison.OrdinalIgnoreCase);

    // The first says most: a panic is followed by those of other goroutines. A crash's own line says more than its headline.
    private void Say(string kind, string text)
    {
        if (!said.TryGetValue(kind, out var known) || known.EndsWith(" CRASH", StringComparison.Ordinal))
            said[kind] = text;
    }

    private void Keep(string kind, string text) => said.TryAdd(kind, text);

    // The last lines, with this one among them.
    private string WithLast(string? line)
    {
        var isThere = false;
        var text = new StringBuilder();
        for (var i = Math.Max(0, count - Lines); i < count; i++)
        {
            var clean = LogLines.TextOf(last[i % Lines].AsSpan(0, lengths[i % Lines]), copies).Trim();
            isThere |= clean == line;
            if (clean.Length > 0 && !IsPreamble(clean))
                text.Append(clean).Append('\n');
        }

        return (isThere ? text : text.Append(line)).ToString().Trim();
    }

    private static bool IsPreamble(string line) =>
        line.StartsWith("Terraform v", StringComparison.Ordinal)
        || line.StartsWith("OpenTofu v", StringComparison.Ordinal)
        || line.StartsWith("on linux_", StringComparison.Ordinal)
        || line.All(one => one is '╷' or '╵' or '─' or '-' or '│' or ' ' or '!');

    // Of a text that is too long the end says more.
    private LogEnding? Of(string kind, string text)
    {
        var clean = LogLines.TextOf(Encoding.UTF8.GetBytes(text), copies).Trim();
        return clean.Length == 0 ? null : new(kind, TextCut.ShortenToEnd(clean, LogEnding.MaxLength));
    }
}
