namespace ServerlessMcp.Redaction.Secrets;

/// <summary>
/// A value behind a name that says that it is a secret: <c>password = "…"</c>, <c>"api_key": "…"</c>, <c>X-Vault-Token:
/// …</c>, <c>AccountKey=…;</c>, <c>--token …</c>. What is known of it is its name, so the value has to look like one:
/// not a reference, a placeholder or a word of prose; unless the name is that of a password, which may be any word.
/// </summary>
/// <param name="Word">How the name ends.</param>
/// <param name="IsPassword">Whether any value is one.</param>
internal sealed record SecretAssignment(string Word, bool IsPassword) : SecretForm("named-secret", Word, IgnoresCase: true)
{
    private const string Arrow = "\" -> \"";
    private const int LongestValue = 4096;
    private const int LongestJudged = 128;
    private const int LongestName = 32;
    private const int LongestSpace = 64;

    // How the names of secrets go on, and of nothing else: password1, token_value. A secret_name, a token_id and a
    // password_policy are none.
    private static readonly string[] Tails = [
        "_value", "_string", "_text", "_plaintext", "_base64", "_b64", "_raw", "_pem", "_openssh", "_json", "_hash",
        "value", "_old", "_new", "_wo"];

    // Of whom a "token" is no secret: it tells apart, or goes on.
    private static readonly string[] Counters = [
        "next", "client", "clientrequest", "page", "pagination", "continuation", "idempotency", "request", "resume",
        "sync", "start", "creation"];

    private static readonly SearchValues<char> AfterValue = SearchValues.Create(" \t\r\n\"'`,;&<>)]}|\\");

    /// <summary>All of them.</summary>
    public static IEnumerable<SecretAssignment> All()
    {
        foreach (var word in (string[])[
            "password", "passwd", "passphrase", "passcode", "pwd", "userpass", "_pass", .. Names("account_key"),
            .. Names("shared_access_key"), .. Names("preshared_key"), "pre_shared_key", .. Names("secret_key"),
            .. Names("secret_access_key"), .. Names("client_secret"), .. Names("private_key")])
            yield return new(word, IsPassword: true);
        foreach (var word in (string[])[
            "secret", "token", .. Names("api_key"), .. Names("access_key"), .. Names("auth_key"),
            .. Names("signing_key"), .. Names("encryption_key"), .. Names("subscription_key"), .. Names("master_key"),
            .. Names("shared_key"), .. Names("functions_key"), .. Names("license_key"), .. Names("hmac_key"),
            .. Names("session_key"), .. Names("webhook_key"), "credential", "credentials", "sas", "authorization",
            "cookie", "x-amz-security-token", "x-amz-signature"])
            yield return new(word, IsPassword: false);
    }

    // Variables and flags, headers, and members of objects.
    private static IEnumerable<string> Names(string name) =>
        [name, name.Replace('_', '-'), name.Replace("_", "", StringComparison.Ordinal)];

    public override bool TryFind(ReadOnlySpan<char> text, int at, out int start, out int end)
    {
        (start, end) = (at, at);
        var sign = at + Word.Length;
        if (!IsEndOfName(text, at) || !TryEndOfName(text, ref sign))
            return false;
        var isFlag = IsFlag(text, at);
        if (Value(text, sign) is not (>= 0 and var value) && !(isFlag && (value = Space(text, sign)) > sign))
            return false;
        var isQuoted = value > sign && text[value - 1] is '"' or '\'' or '`';
        end = EndOfValue(text, value, isQuoted);
        start = value;

        // password = "old" -> "new", as a plan has it.
        if (isQuoted && text[end..].StartsWith(Arrow, StringComparison.Ordinal))
            end = EndOfValue(text, end + Arrow.Length, isQuoted);
        return end > start && IsSecret(text[start..end], isQuoted, isLoose: !isQuoted && text[sign..value].IndexOf('=') < 0);
    }

    /// <summary>Where the value begins that a sign gives (<c>=</c>, <c>:</c>, <c>=&gt;</c>, <c>:=</c>, a tag's end),
    /// quotes around name and value passed over; -1 if there is no such sign here.</summary>
    public static int Value(ReadOnlySpan<char> text, int at)
    {
        at = Quotes(text, Space(text, at), 4);
        at = Space(text, at);
        var sign = at;
        while (at < text.Length && at - sign < 3 && text[at] is '=' or ':' or '>' or '?' or '|')
            at++;
        if (at == sign || (at < text.Length && text[at] == '/' && text[at - 1] == ':'))
            return -1;
        at = Space(text, at);
        return Quotes(text, at, 3);
    }

    // \" or " or '
    private static int Quotes(ReadOnlySpan<char> text, int at, int most)
    {
        for (var i = 0; i < most && at < text.Length
            && (text[at] is '"' or '\'' or '`'
                || (text[at] == '\\' && at + 1 < text.Length && text[at + 1] is '"' or '\'' or '\\')); i++)
            at++;
        return at;
    }

    private static int Space(ReadOnlySpan<char> text, int at)
    {
        var end = Math.Min(text.Length, at + LongestSpace);
        while (at < end && text[at] is ' ' or '\t')
            at++;
        return at;
    }

    // The word is a name or the last word of one: db_password, dbPassword, X-Vault-Token. Not the token of tokenizer,
    // not the sas of "has".
    private bool IsEndOfName(ReadOnlySpan<char> text, int at)
    {
        // arn:aws:secretsmanager:eu-central-1:123456789012:secret:orders-a1B2c3
        var before = at == 0 ? '\0' : text[at - 1];
        if (before == ':')
            return false;
        if (char.IsAsciiLetter(before) && !(char.IsAsciiLetterLower(before) && char.IsAsciiLetterUpper(text[at]))
            && !(at > 1 && text[at - 2] == '\\')
            && Word is not ("password" or "secret" or "token" or "apikey" or "_pass"))
            return false;
        if (Word is not "token")
            return true;
        var name = text[Math.Max(0, at - LongestName)..at].TrimEnd("_-.");
        foreach (var counter in Counters)
        {
            if (name.EndsWith(counter, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }

    private static bool TryEndOfName(ReadOnlySpan<char> text, ref int at)
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

    // --password hunter2
    private static bool IsFlag(ReadOnlySpan<char> text, int at)
    {
        var name = text[Math.Max(0, at - LongestName)..at];
        var begin = name.LastIndexOfAny(' ', '\t', '\n') + 1;
        return name[begin..].StartsWith("--", StringComparison.Ordinal);
    }

    private static int EndOfValue(ReadOnlySpan<char> text, int at, bool isQuoted)
    {
        var rest = text.Slice(at, Math.Min(text.Length - at, LongestValue));
        if (isQuoted && rest.IndexOf(text[at - 1]) is var quote and >= 0)
            return at + (quote > 0 && rest[quote - 1] == '\\' ? quote - 1 : quote);
        var length = rest.IndexOfAny(AfterValue);
        return at + (length < 0 ? rest.Length : length);
    }

    private bool IsSecret(ReadOnlySpan<char> value, bool isQuoted, bool isLoose)
    {
        value = value[..Math.Min(value.Length, LongestJudged)].TrimEnd('.');
        if (value.Length < 4 || SecretName.IsHarmless(value) || (!isQuoted && SecretName.IsReference(value)))
            return false;
        if (IsPassword && !isLoose)
            return Word != "pwd" || !(value[0] is '/' or '.' or '~');
        return IsPassword ? value.ContainsAnyExcept(SecretName.Prose) : value.Length >= 8 && SecretName.IsRandom(value);
    }
}
