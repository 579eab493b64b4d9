namespace ServerlessMcp.Redaction.Secrets;

/// <summary>Credentials whose form is more than a beginning: passwords within URLs, private keys, HTTP's own
/// credentials, signed tokens, and the secret half of an AWS key.</summary>
internal sealed record WellKnownSecret(string Id, string Word, bool IgnoresCase, WellKnownSecret.Finder Find)
    : SecretForm(Id, Word, IgnoresCase)
{
    // A header of a signed token that is longer holds a certificate.
    private const int LongestHeader = 512;

    private static readonly SearchValues<char> AfterHost = SearchValues.Create("/ \t\r\n\"'<>?#@\\");

    // How the numbers of 17 to 19 digits begin, in base64.
    private static readonly string[] DiscordBots = ["MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"];

    /// <summary>Where the secret is, if the word at this place is that of one.</summary>
    internal delegate (int Start, int End) Finder(ReadOnlySpan<char> text, int at);

    /// <summary>All of them.</summary>
    public static IEnumerable<WellKnownSecret> All() =>
    [
        new("url-password", "://", IgnoresCase: false, Password),
        new("private-key", PrivateKeyText.Begin, IgnoresCase: true, PrivateKeyText.Find),
        new("bearer", "bearer ", IgnoresCase: true, (text, at) => Credential(text, at + "bearer ".Length)),
        new("basic", "basic ", IgnoresCase: true, (text, at) => Credential(text, at + "basic ".Length)),
        new("authorization-token", "token ", IgnoresCase: true,
            (text, at) => Credential(text, at + "token ".Length, mustBeRandom: true)),
        new("jwt", "eyJ", IgnoresCase: false, SignedToken),
        new("aws-secret-key", "AKIA", IgnoresCase: false, SecretHalf),
        new("aws-session-secret-key", "ASIA", IgnoresCase: false, SecretHalf),
        new("okta-ssws", "ssws ", IgnoresCase: true, (text, at) => Credential(text, at + "ssws ".Length)),
        new("opsgenie-geniekey", "geniekey ", IgnoresCase: true, (text, at) => Credential(text, at + "geniekey ".Length)),
        new("authorization-apikey", ": apikey ", IgnoresCase: true, (text, at) => Credential(text, at + ": apikey ".Length)),
        new("splunk-hec", ": splunk ", IgnoresCase: true, (text, at) => Credential(text, at + ": splunk ".Length)),
        new("vault-unseal-key", "unseal key", IgnoresCase: true, (text, at) => NumberedKey(text, at + "unseal key".Length)),
        new("vault-recovery-key", "recovery key", IgnoresCase: true, (text, at) => NumberedKey(text, at + "recovery key".Length)),
        new("registry-auth", "\"auth\"", IgnoresCase: false, (text, at) => Named(text, at + "\"auth\"".Length)),
        new("npmrc-auth", ":_auth", IgnoresCase: false, (text, at) => Named(text, at + ":_auth".Length)),
        new("netrc", " login ", IgnoresCase: false, CommandSecret.Netrc),
        new("sshpass", "sshpass -p", IgnoresCase: false, (text, at) => CommandSecret.Next(text, at + "sshpass -p".Length)),
        new("powershell-secure-string", "ConvertTo-SecureString", IgnoresCase: true, CommandSecret.SecureString),
        .. DiscordBots.Select(beginning => new WellKnownSecret("discord-bot-token", beginning, IgnoresCase: false, DiscordBot)),
        new("curl-user", " -u ", IgnoresCase: false, CommandSecret.User),
        new("curl-user-flag", " --user ", IgnoresCase: false, CommandSecret.User),
    ];

    public override bool TryFind(ReadOnlySpan<char> text, int at, out int start, out int end)
    {
        (start, end) = Find(text, at);
        return end > start;
    }

    // ://user:password@host
    private static (int Start, int End) Password(ReadOnlySpan<char> text, int at)
    {
        var from = at + 3;
        var length = text[from..].IndexOfAny(AfterHost);
        var colon = length > 0 && text[from + length] == '@' ? text.Slice(from, length).IndexOf(':') : -1;
        return colon >= 0 ? (from + colon + 1, from + length) : default;
    }

    // "Basic plan" is a product, "Basic dXNlcjpwYXNz…" a credential.
    private static (int Start, int End) Credential(ReadOnlySpan<char> text, int from, bool mustBeRandom = false)
    {
        var length = SecretAlphabet.Run(text[from..], SecretAlphabet.Of('t'), int.MaxValue);
        var value = text.Slice(from, length);
        if (length < 16 || (mustBeRandom
            && !(length >= 20 && SecretName.IsRandom(value[..Math.Min(length, LongestHeader)])
                && value.ContainsAnyInRange('A', 'Z'))))
        {
            return default;
        }

        var isProse = !value.ContainsAnyInRange('0', '9') && (length < 20 || value.ContainsAny("-._/"))
            && !value[1..].ContainsAnyInRange('A', 'Z');
        return isProse ? default : (from, from + length);
    }

    // Of three parts, of which the first is {"…, in base64; of five if it is encrypted.
    private static (int Start, int End) SignedToken(ReadOnlySpan<char> text, int at)
    {
        if (at > 0 && char.IsAsciiLetterOrDigit(text[at - 1]) && !(at > 1 && text[at - 2] == '\\'))
            return default;
        var header = SecretAlphabet.Run(text[at..], SecretAlphabet.Of('w'), LongestHeader);
        var rest = at + header;
        var isToken = header == LongestHeader
            || (header >= 17 && rest < text.Length && text[rest] == '.'
                && SecretAlphabet.Run(text[(rest + 1)..], SecretAlphabet.Of('w'), 10) == 10);
        return isToken ? (at, at + SecretAlphabet.Run(text[at..], SecretAlphabet.Of('t'), int.MaxValue)) : default;
    }

    // Unseal Key 1: …
    private static (int Start, int End) NumberedKey(ReadOnlySpan<char> text, int at)
    {
        while (at < text.Length && (text[at] == ' ' || char.IsAsciiDigit(text[at])))
            at++;
        return Named(text, at);
    }

    private static (int Start, int End) Named(ReadOnlySpan<char> text, int at)
    {
        if (AssignedValue.Begin(text, at) is not (>= 0 and var value))
            return default;
        var length = SecretAlphabet.Run(text[value..], SecretAlphabet.Of('b'), int.MaxValue);
        return length >= 16 && SecretName.IsRandom(text.Slice(value, Math.Min(length, LongestHeader)))
            ? (value, value + length) : default;
    }

    // The bot's id in base64, a time, and a signature.
    private static (int Start, int End) DiscordBot(ReadOnlySpan<char> text, int at)
    {
        if (at > 0 && (char.IsAsciiLetterOrDigit(text[at - 1]) || text[at - 1] is '_' or '-' or '.'))
            return default;
        var word = SecretAlphabet.Of('w');
        var id = SecretAlphabet.Run(text[at..], word, 32);
        if (id is < 23 or > 28 || at + id >= text.Length || text[at + id] != '.')
            return default;
        var time = SecretAlphabet.Run(text[(at + id + 1)..], word, 8);
        var signature = at + id + 1 + time;
        if (time is < 5 or > 7 || signature >= text.Length || text[signature] != '.')
            return default;
        var length = SecretAlphabet.Run(text[(signature + 1)..], word, LongestHeader);
        return length >= 27 ? (at, signature + 1 + length) : default;
    }

    // Behind the key's id, on the same line or the next: 40 characters of base64.
    private static (int Start, int End) SecretHalf(ReadOnlySpan<char> text, int at)
    {
        var alphabet = SecretAlphabet.Of('b');
        var id = SecretAlphabet.Run(text[at..], SecretAlphabet.Of('U'), 21);
        if (id != 20)
            return default;
        for (var from = at + id; from < Math.Min(text.Length, at + 120);)
        {
            var length = SecretAlphabet.Run(text[from..], alphabet, 41);
            if (length == 40 && text.Slice(from, 40).ContainsAnyInRange('0', '9'))
                return (at, from + 40);
            from += length + 1;
        }

        return default;
    }
}
