namespace ServerlessMcp.Access.Identity;

/// <summary>
/// What is known of issuers (<c>known-issuers.csv</c>): whether strangers get proofs of it too, as at GitHub, or one
/// organization alone, as of a tenant; and which claims of it no other can ever get. What is not in the list, and not
/// named by the host, counts as one of strangers.
/// </summary>
/// <param name="Pattern">The issuer; <c>*</c> is any text without <c>/</c> and <c>:</c>.</param>
/// <param name="IsOfStrangers">Whether everybody can get proofs of it.</param>
/// <param name="Ids">Claims that stay when a name is given to somebody else.</param>
/// <param name="Event">The claim that tells what started the job, which strangers may do; null for none.</param>
internal sealed record KnownIssuer(string Pattern, bool IsOfStrangers, IReadOnlyList<string> Ids, string? Event)
{
    private const string Resource = "known-issuers.csv";

    private static readonly KnownIssuer Unknown = new("", IsOfStrangers: true, [], null);

    private static readonly Lazy<KnownIssuer[]> All = new(Read);

    /// <summary>What is known of an issuer.</summary>
    /// <param name="issuer">As it stands in <c>iss</c>.</param>
    /// <param name="own">Issuers that the host says are of the organization alone.</param>
    public static KnownIssuer Of(string issuer, IReadOnlyList<string> own)
    {
        var known = Array.Find(All.Value, each => ClaimGlob.IsLike(each.Pattern, issuer)) ?? Unknown;
        return own.Contains(issuer, StringComparer.Ordinal) ? known with { IsOfStrangers = false } : known;
    }

    private static KnownIssuer[] Read()
    {
        using var reader = new StreamReader(typeof(KnownIssuer).Assembly.GetManifestResourceStream(Resource)!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(line => line.TrimEnd('\r').Split(','))
            .Select(cells => new KnownIssuer(
                cells[0], cells[1] == "strangers", cells[2].Split(' ', StringSplitOptions.RemoveEmptyEntries),
                cells[3].Length == 0 ? null : cells[3]))];
    }
}
