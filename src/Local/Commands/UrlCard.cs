namespace ServerlessMcp.Local.Commands;

/// <summary>One URL for people.</summary>
internal static class UrlCard
{
    private const int Indent = 11;

    /// <summary>Writes it.</summary>
    public static void Write(Terminal terminal, JsonElement url, DateTimeOffset now)
    {
        var config = url.MemberOf("config");
        var (effect, color) = UrlWords.Effect(url);
        Say("Name", url.TextOf("name"));
        Say("Id", url.TextOf("id"));
        Say("Account", url.TextOf("integrated_account_id"));
        Say("Can", $"{effect}: {url.MemberOf("tool_count")} tools of {string.Join(", ", config.TextsOf("tags"))}", color);
        Say("Where", UrlWords.Where(url));
        if (url.MemberOf("scope_matches") is { ValueKind: JsonValueKind.Object } matches)
        {
            Say("", $"now {string.Join(", ", matches.EnumerateObject().Select(Match))}");
        }

        Say("For", config.TextOf("client"));
        if (config.MemberOf("frozen").ValueKind == JsonValueKind.True)
        {
            var isApproved = url.TextOf("approved_tools_digest") == url.TextOf("tools_digest");
            Say("Frozen", isApproved ? "as approved" : "changed since it was approved", Color.Yellow);
        }

        Say("Minted by", url.TextOf("created_by"));
        if (url.MemberOf("created_at").ValueKind == JsonValueKind.String)
        {
            var (left, hue) = TimeLeft.Of(url, now);
            Say("Left", TimeLeft.End(url) is { } end ? $"{left}, until {Moment.Of(end)}" : left, hue);
        }

        foreach (var (system, told) in url.Credentials())
        {
            Say(
                $"{char.ToUpperInvariant(system[0])}{system[1..]}",
                told.TextOf("problem") ?? (told.Holder() is { } who ? $"reached as {who}" : "reached"));
        }

        void Say(string title, string? text, Color hue = Color.None)
        {
            if (text is { Length: > 0 })
            {
                terminal.Out.WriteLine(
                    terminal.Paint(title.PadRight(Indent), Color.Dim) + terminal.Paint(Terminal.Clean(text), hue));
            }
        }
    }

    private static string Match(JsonProperty match) =>
        $"{match.Name} {(match.Value.ValueKind == JsonValueKind.Null ? "unknown" : match.Value)}";
}
