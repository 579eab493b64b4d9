using ServerlessMcp.Accounts;

namespace ServerlessMcp.Local.Commands;

/// <summary>A minted URL as somebody names it: by its id, by the eight digits of its mark, or by the URL or token that
/// was found somewhere, of which only the id is sent.</summary>
/// <param name="Account">Whose it is.</param>
/// <param name="Id">Its id.</param>
/// <param name="Record">What the API tells of it; undefined where it is over.</param>
/// <param name="Now">The time there.</param>
internal sealed record UrlReference(string Account, string Id, JsonElement Record, DateTimeOffset Now)
{
    private const string Prefix = "mcp-";
    private const int MarkDigits = 8;
    private const int IdDigits = 32;
    private const int Forbidden = 403;
    private const int NotFound = 404;

    /// <summary>Where the API has it.</summary>
    public string Path => ApiClient.PathOf("integrated-account", Account, "mcp", Id);

    /// <summary>Finds it.</summary>
    /// <param name="api">Where.</param>
    /// <param name="text">What was named.</param>
    /// <param name="account">Where it has to be; null for any that the token reaches.</param>
    /// <param name="orEnded">Whether one that is over is wanted too.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<UrlReference> FindAsync(
        ApiClient api, string text, string? account, bool orEnded, CancellationToken cancellationToken)
    {
        var id = IdOf(text) ?? throw new CommandException(
            ExitCodes.Usage, "No URL was named: its id (mcp- and 32 digits), its mark (mcp- and eight) or the URL itself is needed.");
        var found = new List<UrlReference>();
        foreach (var one in await AccountChoice.AllAsync(api, account, cancellationToken))
        {
            found.AddRange(await InAsync(api, one, id, orEnded, cancellationToken));
        }

        return found.FindAll(one => orEnded || one.Record.ValueKind == JsonValueKind.Object) switch
        {
            [var one] => one,
            [] => throw new CommandException(ExitCodes.No, found.Count > 0 ? $"The URL {id} is over." : $"There is no URL {id}; it may have been revoked."),
            var several => throw new CommandException(
                ExitCodes.Usage, $"Several URLs have this mark: {string.Join(", ", several.Select(one => one.Id))}. Name one by its whole id."),
        };
    }

    private static async Task<IReadOnlyList<UrlReference>> InAsync(
        ApiClient api, string account, string id, bool orEnded, CancellationToken cancellationToken)
    {
        var path = ApiClient.PathOf("integrated-account", account, "mcp");
        if (id.Length == Prefix.Length + MarkDigits)
        {
            var marked = await api.AskAsync(HttpMethod.Get, $"{path}?mark={id}", cancellationToken);
            return [.. marked.Body.Rows().Select(row => new UrlReference(
                account, row.TextOf("id")!, row.MemberOf("is_over").ValueKind == JsonValueKind.True ? default : row, marked.Now))];
        }

        var answer = await api.SendAsync(HttpMethod.Get, $"{path}/{id}", cancellationToken);
        if (answer.Status != NotFound && (answer.Status != Forbidden || !orEnded))
        {
            return [new UrlReference(account, id, answer.Demand().Body, answer.Now)];
        }

        // A URL that has ended still has its audit trail, for as long as that is kept. A token may have the scope audit alone.
        var trail = orEnded ? await api.SendAsync(HttpMethod.Get, $"{path}/{id}/audit?last=1", cancellationToken) : answer;
        return trail.Status == NotFound ? [] : [new UrlReference(account, id, default, trail.Demand().Now)];
    }

    /// <summary>The id, or the beginning of it, that a text is or has in it; null if there is none.</summary>
    public static string? IdOf(string text)
    {
        if (Array.Find(text.Trim().Split('/', '?', '#'), part => SecretToken.IsWellFormed(SecretToken.UrlPrefix, part)) is { } token)
        {
            return SecretToken.RecordId(SecretToken.UrlPrefix, SecretToken.Hash(token));
        }

        var digits = text.Trim().Split('/')[^1];
        digits = digits.StartsWith(Prefix, StringComparison.Ordinal) ? digits[Prefix.Length..] : digits;
        return digits.Length is MarkDigits or IdDigits && digits.All(char.IsAsciiHexDigitLower) ? Prefix + digits : null;
    }
}
