namespace ServerlessMcp.Local.Commands;

/// <summary>Entries of an audit trail as they come: each once.</summary>
internal sealed class CallRows(Terminal terminal, bool json)
{
    private long last;
    private bool isTitled;
    private bool isEmptyTold;

    /// <summary>Writes those that were not there before.</summary>
    public void Write(IReadOnlyList<JsonElement> entries)
    {
        if (entries.Count == 0 && last == 0 && !isEmptyTold)
        {
            isEmptyTold = true;
            terminal.Error.WriteLine("There are none yet.");
        }

        foreach (var entry in entries)
        {
            var number = entry.MemberOf("sequence") is { ValueKind: JsonValueKind.Number } sequence ? sequence.GetInt64() : 0;
            if (number <= last)
            {
                continue;
            }

            if (last > 0 && number > last + 1)
            {
                terminal.Error.WriteLine($"{number - last - 1} more calls came in between.");
            }

            last = number;
            Write(entry);
        }

        terminal.Out.Flush();
    }

    private void Write(JsonElement entry)
    {
        if (json || !terminal.IsForPeople)
        {
            terminal.WriteJson(entry);
            return;
        }

        if (!isTitled)
        {
            isTitled = true;
            Line("TIME", "OUTCOME", "EFFECT", "MS", "TOOL", "TARGETS", Color.Dim, Color.Dim);
        }

        var (outcome, effect) = (entry.TextOf("outcome") ?? "", entry.TextOf("effect") ?? "");
        Line(
            entry.TextOf("at") is { Length: > 19 } at ? at[..19] : "", outcome, effect,
            entry.MemberOf("ms") is { ValueKind: JsonValueKind.Number } ms ? ms.GetDouble().ToString("0", CultureInfo.InvariantCulture) : "",
            entry.TextOf("tool") ?? entry.TextOf("event") ?? "", string.Join(", ", entry.TextsOf("targets").Skip(1)),
            outcome is "ok" ? Color.Green : Color.Red, effect switch { "destroy" => Color.Red, "mutate" => Color.Yellow, _ => Color.None });
    }

    private void Line(string time, string outcome, string effect, string ms, string tool, string targets, Color hue, Color second)
    {
        var head = $"{Cut(time, 19)}  {terminal.Paint(Cut(outcome, 12), hue)}  {terminal.Paint(Cut(effect, 7), second)}  {Cut(ms, 6)}  ";
        const int HeadWidth = 19 + 12 + 7 + 6 + 8;
        var rest = $"{Terminal.Clean(tool)}  {Terminal.Clean(targets)}";
        var room = Math.Max(20, terminal.Width - HeadWidth);
        terminal.Out.WriteLine((head + (rest.Length > room ? $"{rest.AsSpan(0, room - 1)}…" : rest)).TrimEnd());
    }

    private static string Cut(string text, int width)
    {
        var clean = Terminal.Clean(text);
        return clean.Length > width ? clean[..width] : clean.PadRight(width);
    }
}
