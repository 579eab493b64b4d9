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
    public string Check => After("Account");

    /// <summary>The first URL.</summary>
    public Uri FirstUrl => new(Line("  MCP URL      "));

    /// <summary>What that URL may do, and until when.</summary>
    public string Exposed => After("MCP URL");

    /// <summary>The line after the one of this name.</summary>
    public string After(string name) => Block(name).Split('\n')[1].Trim();

    /// <summary>What stands beside a name, all lines of it.</summary>
    public string Block(string name)
    {
        var from = Lines.SkipWhile(line => !line.StartsWith($"  {name} ", StringComparison.Ordinal)).ToList();
        return string.Join('\n', [from[0]["  Account      ".Length..], .. from.Skip(1).TakeWhile(line => line.StartsWith("     ", StringComparison.Ordinal))]);
    }

    /// <summary>The admin token, or where it is.</summary>
    public string AdminToken => Line("  Admin token  ");

    private string[] Lines => Text.ReplaceLineEndings("\n").Split('\n');

    /// <summary>Whether the text has come to its end.</summary>
    public static bool IsWhole(string said) => said.LastIndexOf(LastLine, StringComparison.Ordinal) is >= 0 and var at && said.IndexOf('\n', at + 1) > 0;

    private string Line(string start) =>
        Lines.FirstOrDefault(line => line.StartsWith(start, StringComparison.Ordinal))?[start.Length..] ?? throw new InvalidDataException($"No line starts with '{start}' in:\n{Text}");
}
