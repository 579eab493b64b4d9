namespace ServerlessMcp.Catalog;

/// <summary>What people call the things of an integration, in the words of its tools. The search for tools reads it; an
/// integration keeps it as data.</summary>
public sealed record ToolVocabulary
{
    /// <summary>Words as people say them, one or several, and what they mean in words of names and descriptions. Between
    /// words of which one is enough stands a slash, the likeliest first.</summary>
    public IReadOnlyList<(string Said, string Meant)> Meanings { get; init; } = [];

    /// <summary>Questions as people ask them, each with the short name of a tool that answers it. They are read on the
    /// first search: a process that is asked for none starts without them.</summary>
    public Func<IReadOnlyList<(string Tool, string Asked)>> Examples { get; init; } = () => [];

    /// <summary>Words of names that go without saying: most things are a workspace's.</summary>
    public IReadOnlyList<string> Implied { get; init; } = [];

    /// <summary>Reads examples from lines of <c>tool,asked|asked</c>, of which the first is a heading.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="prefix">What stands before a tool there in its short name.</param>
    public static IReadOnlyList<(string Tool, string Asked)> ReadExamples(Stream lines, string prefix)
    {
        using var file = new StreamReader(lines);
        var examples = new List<(string, string)>();
        for (var line = file.ReadLine(); (line = file.ReadLine()) is not null;)
        {
            var cells = line.Split(',');
            examples.AddRange(cells[1].Split('|').Select(asked => (prefix + cells[0], asked)));
        }

        return examples;
    }

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
