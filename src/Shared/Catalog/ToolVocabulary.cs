namespace ServerlessMcp.Catalog;

/// <summary>What people call the things of an integration, in the words of its tools. The search for tools reads it; an
/// integration keeps it as data.</summary>
public sealed record ToolVocabulary
{
    /// <summary>Words as people say them, one or several, and what they mean in words of names and descriptions. Between
    /// words of which one is enough stands a slash, the likeliest first.</summary>
    public IReadOnlyList<(string Said, string Meant)> Meanings { get; init; } = [];

    /// <summary>Words of names that go without saying: most things are a workspace's.</summary>
    public IReadOnlyList<string> Implied { get; init; } = [];

    /// <summary>Reads meanings from lines of <c>said|said,meant</c>, of which the first is a heading.</summary>
    public static IReadOnlyList<(string Said, string Meant)> Read(Stream lines)
    {
        using var file = new StreamReader(lines);
        var meanings = new List<(string, string)>();
        for (var line = file.ReadLine(); (line = file.ReadLine()) is not null;)
        {
            var cells = line.Split(',');
            meanings.AddRange(cells[0].Split('|').Select(said => (said, cells[1])));
        }

        return meanings;
    }
}
