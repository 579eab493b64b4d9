using ServerlessMcp.Calls;
using ServerlessMcp.Exposure;

namespace ServerlessMcp.Admin;

/// <summary>How much the scopes of a URL have in them now; the member <c>scope_matches</c> on the wire.</summary>
/// <param name="Of">For each account what its integration counted; null where there is no scope to count.</param>
/// <param name="IsOfSeveral">Whether the URL has several accounts: then each is told under its id.</param>
internal sealed record ScopeMatches(
    IReadOnlyList<(string Account, IReadOnlyList<(string Kind, int? Count)>? Matches)> Of, bool IsOfSeveral)
{
    private const string Member = "scope_matches";

    /// <summary>Asks for them, all accounts at once.</summary>
    public static async Task<ScopeMatches> AskAsync(
        IntegrationRegistry integrations, IReadOnlyList<UrlPart> parts, CancellationToken cancellationToken) => new(
            await Task.WhenAll(parts.Select(async part => (part.Account.Id, await integrations.Of(part.Account).CountScopeAsync(
                part.Config, part.Account, cancellationToken)))), parts.Count > 1);

    /// <summary>Writes them, null for a count that is not known; nothing for a URL without a scope.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        if (!IsOfSeveral)
        {
            Write(writer, Member, Of[0].Matches);
        }
        else if (Of.Any(one => one.Matches is not null))
        {
            writer.WriteStartObject(Member);
            foreach (var (account, matches) in Of)
            {
                Write(writer, account, matches);
            }

            writer.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<(string Kind, int? Count)>? matches)
    {
        if (matches is null)
        {
            return;
        }

        writer.WriteStartObject(name);
        foreach (var (kind, count) in matches)
        {
            if (count is { } known)
            {
                writer.WriteNumber(kind, known);
            }
            else
            {
                writer.WriteNull(kind);
            }
        }

        writer.WriteEndObject();
    }
}
