using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Logs;

/// <summary>
/// A line of JSON, as Terraform logs where a workspace's <c>structured-run-output-enabled</c> is on
/// (<see href="https://developer.hashicorp.com/terraform/internals/machine-readable-ui"/>).
/// </summary>
internal static class StructuredLine
{
    /// <summary>Whether a line is one. Anything else is text, which providers and provisioners print in between.</summary>
    public static bool Is(ReadOnlySpan<byte> line)
    {
        line = Unframed(line);
        return line.StartsWith("{\"@"u8) && line.EndsWith("}"u8) && line.IndexOf("\"@message\""u8) >= 0;
    }

    /// <summary>Whether one begins here, of which the end may be still to come.</summary>
    public static bool Begins(ReadOnlySpan<byte> line) => Unframed(line).StartsWith("{\"@"u8);

    /// <summary>The diagnostic on the line; null if there is none.</summary>
    public static LogDiagnostic? Diagnostic(ReadOnlySpan<byte> line, SecretCopies copies)
    {
        // Reading a line as JSON costs more than looking for the word; a log has thousands of lines, and few diagnostics.
        return Unframed(line).IndexOf("\"diagnostic\""u8) >= 0 && Parse(line) is { } message
            && message.TryGetProperty("diagnostic", out var one) && one.ValueKind == JsonValueKind.Object
            ? Diagnostic(one, copies)
            : null;
    }

    /// <summary>What the line says, as Terraform would have printed it for people; of several lines where it does. Null
    /// if it is not readable.</summary>
    public static string? Text(ReadOnlySpan<byte> line, SecretCopies copies)
    {
        if (Parse(line) is not { } message)
            return null;
        if (message.TryGetProperty("diagnostic", out var one) && one.ValueKind == JsonValueKind.Object
            && Diagnostic(one, copies) is { } diagnostic)
        {
            return Text(diagnostic);
        }

        var text = Member(message, "@message") ?? "";
        if (!message.TryGetProperty("outputs", out var outputs) || outputs.ValueKind != JsonValueKind.Object)
            return text;
        try
        {
            return WithOutputs(text, outputs);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // A name or a value that is no Unicode text. The line as it came would show the sensitive ones.
            return text + "\n  (outputs that can't be read)";
        }
    }

    /// <summary>A diagnostic made safe to show and short enough.</summary>
    public static LogDiagnostic Clean(string severity, string summary, string detail, SecretCopies copies)
    {
        // What is withheld is withheld before anything is cut off, or half of it would be left.
        var text = SecretText.Scrub(copies.Withhold(TerminalText.Of(Encoding.UTF8.GetBytes(detail)))).Trim();
        text = TextCut.Shorten(text, LogDiagnostic.MaxDetailLength);
        return new(severity, ShownLine.Of(copies.Withhold(summary)), text.Length == 0 ? null : text, null, null, null);
    }

    private static LogDiagnostic? Diagnostic(JsonElement one, SecretCopies copies)
    {
        if (Member(one, "summary") is not { } summary)
            return null;
        var range = Object(one, "range");
        var snippet = Object(one, "snippet");
        var place = new DiagnosticPlace
        {
            File = Member(range, "filename"),
            Line = Object(range, "start") is { ValueKind: JsonValueKind.Object } start
                && start.TryGetProperty("line", out var number) && number.ValueKind == JsonValueKind.Number
                && number.TryGetInt32(out var at) ? at : null,
            Address = Member(one, "address"),
            Block = Member(snippet, "context"),
        };
        if (Member(Object(snippet, "function_call"), "called_as") is { } function)
            place.AddValue($"while calling {function}");
        if (snippet.ValueKind == JsonValueKind.Object && snippet.TryGetProperty("values", out var values)
            && values.ValueKind == JsonValueKind.Array)
        {
            foreach (var value in values.EnumerateArray())
                place.AddValue($"{Member(value, "traversal")} {Member(value, "statement")}".Trim());
        }

        return place.Of(Clean(
            Member(one, "severity") == "warning" ? "warning" : "error", summary, Member(one, "detail") ?? "",
            copies), copies);
    }

    private static string Text(LogDiagnostic diagnostic)
    {
        var text = new StringBuilder(diagnostic.Severity == "warning" ? "Warning: " : "Error: ").Append(diagnostic.Summary);
        if (diagnostic.Address is { } address)
            text.Append("\n  with ").Append(address);
        if (diagnostic.File is { } file)
            text.Append("\n  on ").Append(file);
        if (diagnostic.Line is { } line)
            text.Append(CultureInfo.InvariantCulture, $" line {line}");
        if (diagnostic.Block is { } block)
            text.Append(", in ").Append(block);
        if (diagnostic.Values is { } values)
            text.Append("\n  ").Append(values);
        return (diagnostic.Detail is { } detail
            ? text.Append("\n  ").Append(detail.Replace("\n", "\n  ", StringComparison.Ordinal)) : text).ToString();
    }

    // Before Terraform 1.2 the values of sensitive outputs were there as well.
    private static string WithOutputs(string text, JsonElement outputs)
    {
        var lines = new StringBuilder(text);
        foreach (var output in outputs.EnumerateObject())
        {
            if (output.Value.ValueKind != JsonValueKind.Object || !output.Value.TryGetProperty("value", out var value))
                continue;
            var isPlain = output.Value.TryGetProperty("sensitive", out var sensitive)
                && sensitive.ValueKind == JsonValueKind.False;
            lines.Append("\n  ").Append(output.Name).Append(" = ").Append(isPlain ? Minified(value) : "(sensitive value)");
        }

        return lines.ToString();
    }

    private static string Minified(JsonElement value) =>
        Encoding.UTF8.GetString(JsonResponse.Bytes(writer => TerraformDocument.Write(value, writer)).Span);

    private static JsonElement Object(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Object ? value : default;

    private static string? Member(JsonElement owner, string name) =>
        owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String ? ArgumentWords.Text(value) : null;

    private static JsonElement? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(Unframed(line), new JsonReaderOptions { MaxDepth = JsonDepth.Read });
            return JsonElement.ParseValue(ref reader) is { ValueKind: JsonValueKind.Object } message ? message : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // The first line has the STX of the log's frame, the last one its ETX.
    private static ReadOnlySpan<byte> Unframed(ReadOnlySpan<byte> line) => line.Trim("\u0002\u0003\r "u8);
}
