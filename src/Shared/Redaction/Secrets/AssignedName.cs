namespace ServerlessMcp.Redaction.Secrets;

/// <summary>The name before a value, where its last word is that of a secret.</summary>
internal static class AssignedName
{
    private const int LongestName = 32;

    // How the names of secrets go on, and of nothing else: password1, token_value. A secret_name, a token_id and a
    // password_policy are none.
    private static readonly string[] Tails = [
        "_value", "_string", "_text", "_plaintext", "_base64", "_b64", "_raw", "_pem", "_openssh", "_json", "_hash",
        "value", "_old", "_new", "_wo"];

    // Of whom a "token" is no secret: it tells apart, or goes on.
    private static readonly string[] Counters = [
        "next", "client", "clientrequest", "page", "pagination", "continuation", "idempotency", "request", "resume",
        "sync", "start", "creation"];

    /// <summary>Whether the word here is a name or the last word of one: db_password, dbPassword, X-Vault-Token. Not the token of
    /// tokenizer, not the sas of "has".</summary>
    public static bool EndsWith(ReadOnlySpan<char> text, int at, string word)
    {
        // arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders-a1B2c3
        var before = at == 0 ? '\0' : text[at - 1];
        if (before == ':')
            return false;
        if (char.IsAsciiLetter(before) && !(char.IsAsciiLetterLower(before) && char.IsAsciiLetterUpper(text[at]))
            && !(at > 1 && text[at - 2] == '\\')
            && word is not ("password" or "secret" or "token" or "apikey" or "_pass"))
        {
            return false;
        }

        if (word is not "token")
            return true;
        var name = text[Math.Max(0, at - LongestName)..at].TrimEnd("_-.");
        foreach (var counter in Counters)
        {
            if (name.EndsWith(counter, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }

    /// <summary>Passes over how the name goes on; false if it is the name of something else.</summary>
    public static bool TryEnd(ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        foreach (var tail in Tails)
        {
            if (text[at..].StartsWith(tail, StringComparison.OrdinalIgnoreCase))
            {
                at += tail.Length;
                break;
            }
        }

        return at == text.Length || !(char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.');
    }

    /// <summary><c>--password hunter2</c></summary>
    public static bool IsFlag(ReadOnlySpan<char> text, int at)
    {
        var name = text[Math.Max(0, at - LongestName)..at];
        var begin = name.LastIndexOfAny(' ', '\t', '\n') + 1;
        return name[begin..].StartsWith("--", StringComparison.Ordinal);
    }
}
