namespace ServerlessMcp.EndToEnd.Support;

/// <summary>What the host prints when it is ready, read as a person reads it.</summary>
internal sealed record WelcomeText(string Text)
{
    private const string LastLine = "\n  Records      ";

    /// <summary>Where it listens.</summary>
    public Uri Address => new(Line("ServerlessMcp ").Split(" at ")[1]);

    /// <summary>What is connected.</summary>
    public string Account => Line("  Account      ");

    /// <summary>What a look at it found: whose token it is, or that it is refused.</summary>
    public string Check => Lines.SkipWhile(line => !line.StartsWith("  Account ", StringComparison.Ordinal)).ElementAt(1).Trim();

    /// <summary>The first URL.</summary>
    public Uri FirstUrl => new(Line("  MCP URL      "));

    /// <summary>What that URL may do, and until when.</summary>
    public string Exposed => Lines.SkipWhile(line => !line.StartsWith("  MCP URL ", StringComparison.Ordinal)).ElementAt(1).Trim();

    /// <summary>The admin token, or where it is.</summary>
    public string AdminToken => Line("  Admin token  ");

    private string[] Lines => Text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>Whether the text has come to its end.</summary>
    public static bool IsWhole(string said) => said.LastIndexOf(LastLine, StringComparison.Ordinal) is >= 0 and var at && said.IndexOf('\n', at + 1) > 0;

    private string Line(string start) =>
        Lines.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))?[start.Length..] ?? throw new InvalidDataException($"No line starts with '{start}' in:\n{Text}");
}
