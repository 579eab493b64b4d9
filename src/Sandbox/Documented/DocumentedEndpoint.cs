namespace ServerlessMcp.Sandbox.Documented;

/// <summary>
/// A line of <c>endpoints.csv</c>: an endpoint of the documentation, from its root. <paramref name="Shape"/> says what
/// its answer looks like, <paramref name="Scope"/> whether HCP Terraform (<c>hcp</c>), Terraform Enterprise
/// (<c>tfe</c>) or both have it.
/// </summary>
internal sealed record DocumentedEndpoint(
    string Method, string Path, string Type, string Shape, int Status, string Scope, string Effect)
{
    /// <summary>All of them, the ones with more words before the ones with more parameters, so that the first match is
    /// the closest.</summary>
    public static IReadOnlyList<DocumentedEndpoint> All { get; } =
        [.. Load().OrderBy(
            e => string.Concat(e.Path.Split('/').Select(segment => segment.StartsWith('{') ? '1' : '0')),
            StringComparer.Ordinal)];

    public bool Reads => Effect == "read";

    public bool IsIn(bool tfe) => Scope == "both" || Scope == (tfe ? "tfe" : "hcp");

    /// <summary>Whether the path ends at one thing (<c>/agents/{id}</c>) or at something done to it, rather than at a
    /// list or at something it has.</summary>
    public bool IsItem
    {
        get
        {
            var segments = Path.Split('/');
            var last = Array.FindLastIndex(segments, segment => segment.StartsWith('{'));
            return last >= 0 && (last == segments.Length - 1 || segments[last + 1] == "actions");
        }
    }

    private static IEnumerable<DocumentedEndpoint> Load()
    {
        using var file = new StreamReader(typeof(DocumentedEndpoint).Assembly.GetManifestResourceStream("endpoints.csv")!);
        file.ReadLine();
        while (file.ReadLine() is { } line)
        {
            var columns = line.Split(',');
            yield return new DocumentedEndpoint(
                columns[0], columns[1], columns[2], columns[3], int.Parse(columns[4], CultureInfo.InvariantCulture),
                columns[5], columns[6]);
        }
    }
}
