namespace ServerlessMcp.Reports.Diagnosis;

/// <summary>A tool that gets a run on, whether or not a URL has it.</summary>
/// <param name="Name">Its canonical name.</param>
/// <param name="Why">What it would do, as a sentence.</param>
/// <param name="Arguments">What to pass.</param>
public sealed record NextTool(string Name, string Why, params IReadOnlyList<KeyValuePair<string, object>> Arguments)
{
    /// <summary>Whether the account's token may do it; null where the API doesn't say.</summary>
    public bool? IsPermitted { get; init; }

    /// <summary>The tool, with one argument.</summary>
    public static NextTool With(string name, string argument, string value, string why) => new(name, why, KeyValuePair.Create(argument, (object)value));
}
