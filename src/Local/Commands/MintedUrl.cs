namespace ServerlessMcp.Local.Commands;

/// <summary>What minting answers, told: the URL and the lines for its client, this once.</summary>
internal static class MintedUrl
{
    /// <summary>Tells it.</summary>
    public static async Task<int> TellAsync(
        Terminal terminal, ApiAnswer answer, string? client, bool copy, bool json, CancellationToken cancellationToken)
    {
        var (record, url) = (answer.Body, answer.Body.TextOf("url"));
        var lines = url is null ? [] : ClientLines.For(client, url);
        if (copy)
        {
            // The client's line, or the URL alone. On the clipboard the secret is in no scrollback and in no log.
            await Clipboard.CopyAsync(lines.Count > 0 ? lines[0].Line : url!, cancellationToken);
        }

        if (json || !terminal.IsForPeople)
        {
            terminal.WriteJson(writer => Write(writer, record, copy, lines));
            return ExitCodes.Done;
        }

        UrlCard.Write(terminal, record, answer.Now);
        foreach (var (where, line) in copy ? [] : lines.DefaultIfEmpty(("The URL, shown this once", url ?? "")).Where(one => one.Item2.Length > 0))
        {
            terminal.Out.WriteLine($"\n{terminal.Paint(where, Color.Dim)}\n{line}");
        }

        if (copy)
        {
            terminal.Out.WriteLine($"\n{(lines.Count > 0 ? lines[0].Where : "The URL")} is in the clipboard.");
        }

        return ExitCodes.Done;
    }

    private static void Write(Utf8JsonWriter writer, JsonElement record, bool copied, IReadOnlyList<(string Where, string Line)> lines)
    {
        writer.WriteStartObject();
        foreach (var member in record.EnumerateObject().Where(member => !copied || member.Name is not ("url" or "token")))
        {
            member.WriteTo(writer);
        }

        if (lines.Count > 0 && !copied)
        {
            writer.WriteString("paste", lines[0].Line);
        }

        writer.WriteEndObject();
    }
}
