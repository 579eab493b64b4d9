namespace ServerlessMcp.Access.Identity;

/// <summary>Audiences that many services take (<c>shared-audiences.csv</c>): a proof for one of them was not signed for
/// us, and whoever else gets one could use it here.</summary>
internal static class SharedAudience
{
    private const string Resource = "shared-audiences.csv";

    private static readonly Lazy<(string Pattern, string Whose)[]> All = new(Read);

    /// <summary>Whose a shared audience is; null if it is not known to be shared.</summary>
    public static string? Of(string audience) =>
        Array.Find(All.Value, each => ClaimGlob.IsLike(each.Pattern, audience)) is { Whose: { } whose } ? whose : null;

    private static (string Pattern, string Whose)[] Read()
    {
        using var reader = new StreamReader(typeof(SharedAudience).Assembly.GetManifestResourceStream(Resource)!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.TrimEnd('\r').Split(',', 2))
            .Select(cells => (cells[0], cells[1]))];
    }
}
