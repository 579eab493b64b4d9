using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>Which URLs a mark is of (<c>0f3c9a1b</c> of <c>AI auto-recovery (via mcp-0f3c9a1b)</c>), those that were
/// revoked among them, as long as their trail is kept.</summary>
public sealed class MarkedUrls(AccessRecords records, AuditTrail trail)
{
    // 8 digits collide about once in a hundred thousand URLs of an account. More than a few are an attack.
    private const int Most = 20;

    /// <summary>The digits of a mark, given with its prefix or without; null for what is none.</summary>
    public static string? Read(string text)
    {
        var digits = text.StartsWith(UrlMark.Prefix, StringComparison.Ordinal) ? text[UrlMark.Prefix.Length..] : text;
        return digits.Length == UrlMark.Digits && digits.All(char.IsAsciiHexDigitLower) ? digits : null;
    }

    /// <summary>The ids of an account's URLs that have the mark, in their order.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(string account, string digits, StoreDeadline deadline)
    {
        var start = UrlMark.Prefix + digits;
        var living = await records.Servers.ListIdsAsync(account, start, Most, deadline);
        var noted = await trail.ChainsAsync(account, start, Most, deadline);
        return [.. living.Concat(noted).Where(id => id.StartsWith(start, StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
    }
}
