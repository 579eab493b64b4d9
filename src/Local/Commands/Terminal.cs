using ServerlessMcp.Redaction;

namespace ServerlessMcp.Local.Commands;

/// <summary>Where a command reads and writes: a terminal gets tables for people, a pipe JSON Lines for programs.</summary>
internal sealed class Terminal
{
    private const int MostSecretCharacters = 4096;
    private const int UsualWidth = 100;

    private readonly bool hasColor;

    private Terminal(Func<string, string?> environment)
    {
        // https://bixense.com/clicolors/ and https://no-color.org
        var isForced = environment("CLICOLOR_FORCE") is { Length: > 0 } forced && forced != "0";
        IsForPeople = isForced || !Console.IsOutputRedirected;
        hasColor = IsForPeople && string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") != "dumb";
        Width = int.TryParse(environment("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns >= 40
            ? columns
            : Console.IsOutputRedirected ? UsualWidth : Math.Max(40, Console.WindowWidth);
    }

    /// <summary>Answers.</summary>
    public TextWriter Out { get; } = Console.Out;

    /// <summary>Complaints, questions and remarks: a pipe has none of them.</summary>
    public TextWriter Error { get; } = Console.Error;

    /// <summary>Whether a person reads the answers.</summary>
    public bool IsForPeople { get; }

    /// <summary>Its columns.</summary>
    public int Width { get; }

    /// <summary>The terminal of this process.</summary>
    public static Terminal Open()
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Encoding.UTF8; // The bars are in no older code page.
        }

        return new Terminal(Environment.GetEnvironmentVariable);
    }

    /// <summary>A text of others as a terminal may show it: no sequences, no hidden characters, one line.</summary>
    public static string Clean(string? text) => text is null ? ""
        : TerminalText.Of(Encoding.UTF8.GetBytes(text)).Replace('\n', ' ').Replace('\t', ' ');

    /// <summary>The text in a colour, where there are any.</summary>
    public string Paint(string text, Color color) =>
        hasColor && color != Color.None ? $"\u001b[{(int)color}m{text}\u001b[0m" : text;

    /// <summary>Writes a value as one line of JSON.</summary>
    public void WriteJson(Action<Utf8JsonWriter> write) =>
        Out.WriteLine(Encoding.UTF8.GetString(Http.JsonResponse.Bytes(write).Span));

    /// <summary>Writes a value as one line of JSON.</summary>
    public void WriteJson(JsonElement value) => WriteJson(value.WriteTo);

    /// <summary>A secret: asked for without showing it, or the first line of what is piped in.</summary>
    public string ReadSecret(string question)
    {
        if (Console.IsInputRedirected)
        {
            return ReadLine(Console.In);
        }

        Error.Write(question);
        var text = new StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                text.Length = Math.Max(0, text.Length - 1);
            }
            else if (!char.IsControl(key.KeyChar) && text.Length < MostSecretCharacters)
            {
                text.Append(key.KeyChar);
            }
        }

        Error.WriteLine();
        return text.ToString().Trim();
    }

    /// <summary>The first line, without what surrounds it; bounded.</summary>
    public static string ReadLine(TextReader reader)
    {
        var text = new StringBuilder();
        while (text.Length < MostSecretCharacters && reader.Read() is >= 0 and not '\n' and var character)
        {
            text.Append((char)character);
        }

        return text.ToString().Trim();
    }
}
