namespace ServerlessMcp.Redaction;

/// <summary>
/// Names of attributes that hold secrets. Only for documents that don't say which do: a state file has the marks of its
/// variables, but those of the provider's schema only since Terraform 1.10 or so, plans have them since 1.0, and a
/// configuration has none. Where a document marks its values, its marks count.
/// </summary>
internal static class SecretName
{
    /// <summary>What stands in place of a value that is withheld by its name.</summary>
    public const string Why = "(sensitive by its name)";

    /// <summary>What words of prose are made of.</summary>
    public static readonly SearchValues<char> Prose =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'’");

    private static readonly string[] Words =
    [
        "password", "passwd", "passphrase", "passcode", "pwd", "secret", "token", "private_key", "secret_key",
        "access_key", "api_key", "apikey", "connection_string", "credentials", "sas_url",
        "client_key", "kubeconfig", "kube_config", "kube_config_raw", "auth_key", "account_key", "shared_key",
        "preshared_key", "pre_shared_key", "secret_string", "secret_binary", "secret_data",
        "private_key_pem", "private_key_openssh", "private_key_base64", "private_key_pem_pkcs8", "signing_key",
        "hmac_key", "master_key", "passwords", "access_key_secret", "root_pass", "auth_string",
    ];

    // Of whom a token is no secret: it tells apart, or goes on.
    private static readonly string[] Harmless = [
        "next_token", "page_token", "continuation_token", "client_token", "idempotency_token", "http_token",
        "client_request_token", "creation_token", "etag_token"];

    // How values begin that say where a secret is, or stand in its place.
    private static readonly string[] Beginnings =
    [
        "(", "<", "${", "$(", "{{", "***", "arn:", "projects/", "/subscriptions/", "/providers/", "var.", "local.",
        "data.", "module.", "each.", "self.", "path.", "env.", "secretref:", "vault:", "op://", "ref+",
        "@Microsoft.KeyVault",
    ];

    private static readonly SearchValues<string> Placeholders = SearchValues.Create(
    [
        "true", "false", "null", "nil", "none", "undefined", "required", "optional", "enabled", "disabled", "default",
        "sensitive", "redacted", "(sensitive)", "unknown", "string", "generated", "automatic", "managed",
    ], StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether the name is one of these words, or ends in one: <c>master_password</c>,
    /// <c>tunnel1_preshared_key</c>, <c>dbPassword</c>.</summary>
    public static bool Is(string name) =>
        Array.Exists(Words, word => Ends(name, word)) && !Array.Exists(Harmless, word => Ends(name, word));

    /// <summary>Whether a value says by itself that it is no secret: a reference to where one is, a placeholder, a
    /// flag, a link without a credential.</summary>
    public static bool IsHarmless(ReadOnlySpan<char> value)
    {
        foreach (var beginning in Beginnings)
        {
            if (value.StartsWith(beginning, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return value.IsWhiteSpace() || (value.Length <= 12 && Placeholders.Contains(value.ToString()))
            || (value.StartsWith("https://", StringComparison.OrdinalIgnoreCase) && value.IndexOfAny('?', '@') < 0);
    }

    /// <summary>Whether a value without quotes is an expression: <c>random_password.db.result</c>,
    /// <c>file("key.pem")</c>.</summary>
    public static bool IsReference(ReadOnlySpan<char> value)
    {
        if (value.Contains('('))
            return true;
        var hasDot = false;
        foreach (var character in value)
        {
            hasDot |= character == '.';
            if (!(char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character)
                || character is '_' or '.' or '[' or ']' or '*' or '-'))
            {
                return false;
            }
        }

        return hasDot && value.Contains('_') && char.IsAsciiLetterLower(value[0]);
    }

    /// <summary>Whether a value is no word: letters and digits among each other, or a long one in which hardly a letter
    /// comes twice. Only behind a name that says what it is.</summary>
    public static bool IsRandom(ReadOnlySpan<char> value)
    {
        if (value.ContainsAny(' ', '\n', '\t') || value.Contains("://", StringComparison.Ordinal))
            return false;
        var hasDigit = value.ContainsAnyInRange('0', '9');
        var hasLetter = value.ContainsAnyInRange('a', 'z') || value.ContainsAnyInRange('A', 'Z');
        return hasDigit && hasLetter ? Entropy(value) >= 2.5
            : value.Length >= 16 && value.IndexOfAny('-', '_', '.') < 0 && value.IndexOf('/') < 0
            && Entropy(value) >= 3.3;
    }

    // Bits for each character, by how often each comes.
    private static double Entropy(ReadOnlySpan<char> value)
    {
        Span<int> counts = stackalloc int[128];
        foreach (var character in value)
            counts[character & 127]++;
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
                bits -= (double)count / value.Length * Math.Log2((double)count / value.Length);
        }

        return bits;
    }

    // From the end on; what stands before has to end there, by a sign or by the case: db_password, dbPassword,
    // db-password, but no bypassword.
    private static bool Ends(string name, string word)
    {
        var at = name.Length;
        for (var i = word.Length - 1; i >= 0; i--)
        {
            if (word[i] == '_')
            {
                if (at > 0 && name[at - 1] is '_' or '-' or '.' or ' ')
                    at--;
                else if (at == 0 || at >= name.Length || !char.IsAsciiLetterUpper(name[at]))
                    return false;
            }
            else if (at == 0 || char.ToLowerInvariant(name[--at]) != word[i])
            {
                return false;
            }
        }

        return at == 0 || name[at - 1] is '_' or '-' or '.' or ' ' or '/'
            || (char.IsAsciiLetterUpper(name[at]) && char.IsAsciiLetterLower(name[at - 1]));
    }
}
