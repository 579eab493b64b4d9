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
    private const int LongestJudged = 128;

    /// <summary>All of them.</summary>
    public static IEnumerable<SecretAssignment> All()
    {
        foreach (var word in (string[])[
            "password", "passwd", "passphrase", "passcode", "pwd", "userpass", "_pass", .. Names("account_key"),
            .. Names("shared_access_key"), .. Names("preshared_key"), "pre_shared_key", .. Names("secret_key"),
            .. Names("secret_access_key"), .. Names("client_secret"), .. Names("private_key")])
        {
            yield return new(word, IsPassword: true);
        }

        foreach (var word in (string[])[
            "secret", "token", .. Names("api_key"), .. Names("access_key"), .. Names("auth_key"),
            .. Names("signing_key"), .. Names("encryption_key"), .. Names("subscription_key"), .. Names("master_key"),
            .. Names("shared_key"), .. Names("functions_key"), .. Names("license_key"), .. Names("hmac_key"),
            .. Names("session_key"), .. Names("webhook_key"), "credential", "credentials", "sas", "authorization",
            "cookie", "x-amz-security-token", "x-amz-signature"])
        {
            yield return new(word, IsPassword: false);
        }
    }

    // Variables and flags, headers, and members of objects.
    private static IEnumerable<string> Names(string name) =>
        [name, name.Replace('_', '-'), name.Replace("_", "", StringComparison.Ordinal)];

    public override bool TryFind(ReadOnlySpan<char> text, int at, out int start, out int end)
    {
        (start, end) = (at, at);
        var sign = at + Word.Length;
        if (!AssignedName.EndsWith(text, at, Word) || !AssignedName.TryEnd(text, ref sign))
            return false;
        var isFlag = AssignedName.IsFlag(text, at);
        if (AssignedValue.Begin(text, sign) is not (>= 0 and var value) && !(isFlag && (value = AssignedValue.Space(text, sign)) > sign))
            return false;
        var isQuoted = value > sign && text[value - 1] is '"' or '\'' or '`';
        end = AssignedValue.End(text, value, isQuoted);
        start = value;

        // password = "old" -> "new", as a plan has it.
        if (isQuoted && text[end..].StartsWith(Arrow, StringComparison.Ordinal))
            end = AssignedValue.End(text, end + Arrow.Length, isQuoted);
        return end > start && IsSecret(text[start..end], isQuoted, isLoose: !isQuoted && text[sign..value].IndexOf('=') < 0);
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
