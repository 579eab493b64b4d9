using ServerlessMcp.Redaction;

namespace ServerlessMcp.Logs;

/// <summary>The diagnostics of one severity: the first ones, how often each was said, and how many others there are.</summary>
internal sealed class DiagnosticList
{
    // What is counted beyond is known by its hash. Of more than this, the same one may be counted twice.
    private const int MaxCounted = 10_000;

    // As much of a summary as a wrapper's line is looked through for.
    private const int MaxRepeated = 80;

    private readonly List<LogDiagnostic> first = [];
    private readonly Dictionary<LogDiagnostic, int> places = [];
    private readonly HashSet<int> counted = [];

    /// <summary>The first ones, in the order they were printed.</summary>
    public IReadOnlyList<LogDiagnostic> All => first;

    /// <summary>How many others there are.</summary>
    public int More { get; private set; }

    /// <summary>Takes the next one.</summary>
    public void Add(LogDiagnostic diagnostic)
    {
        if (places.TryGetValue(diagnostic, out var place))
        {
            first[place] = first[place] with { Times = first[place].Times + 1 };
        }
        else if (first.Count < LogDiagnostics.Max)
        {
            places[diagnostic] = first.Count;
            first.Add(diagnostic);
        }
        else if (counted.Count >= MaxCounted || counted.Add(diagnostic.GetHashCode()))
        {
            More++;
        }
    }

    /// <summary>
    /// Whether a line says one of them again: what runs Terraform ends its log with all of it in one line,
    /// <c>Error: executing plan: exit status 1: Error: Reference to undeclared resource on main.tf line 12, …</c>
    /// </summary>
    public bool IsRepeatedBy(string summary) =>
        summary.Contains(": Error: ", StringComparison.Ordinal)
        && first.Exists(one =>
            summary.Contains(
                $": Error: {TextCut.Start(one.Summary, MaxRepeated)}",
                StringComparison.Ordinal));
}
