namespace ServerlessMcp.Redaction;

/// <summary>
/// Addresses of resources as they are answered: the way Terraform writes them, because an address is what the next call
/// needs. Only two things are changed: an invisible character is shown as the escape that Terraform has for it
/// (<c>\u200d</c>), which filters take back, and a key that is a secret of the same document is withheld.
/// </summary>
internal static class ResourceAddress
{
    /// <summary>What stands in place of a key that is a secret. It is no filter: nothing has this address.</summary>
    public const string SecretKey = "[\"(sensitive)\"]";

    // Terraform has no bound for keys, an answer has: nobody's key is as long, and one that is must not be the whole answer.
    private const int MaxLength = 8 * 1024;

    /// <summary>The address with its invisible characters as escapes.</summary>
    public static string Shown(string address)
    {
        StringBuilder? shown = null;
        var at = 0;
        foreach (var rune in address.EnumerateRunes())
        {
            if (InvisibleText.IsHidden(rune.Value)
                || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format)
                Escape(shown ??= new StringBuilder(address, 0, at, address.Length + 16), rune);
            else
                shown?.Append(rune);
            at += rune.Utf16SequenceLength;
        }

        return TextCut.Shorten(shown?.ToString() ?? address, MaxLength);
    }

    /// <summary>Says what <see cref="SecretKey"/> stands for, in an answer that has it.</summary>
    public static void WriteSecretKeys(Utf8JsonWriter writer) =>
        writer.WriteString(
            "secret_keys",
            $"{SecretKey} stands for a key that is a secret of this document. Such an address is no filter.");

    /// <summary>A key in brackets, with the escapes that Terraform's addresses have (<c>toHCLQuotedString</c> of its
    /// source): <c>["a\"b"]</c>.</summary>
    public static string Key(string name)
    {
        var key = new StringBuilder(name.Length + 4).Append("[\"");
        var at = 0;
        foreach (var rune in name.EnumerateRunes())
        {
            at += rune.Utf16SequenceLength;
            switch (rune.Value)
            {
                case '\n':
                    key.Append("\\n");
                    break;
                case '\r':
                    key.Append("\\r");
                    break;
                case '\t':
                    key.Append("\\t");
                    break;
                case '"' or '\\':
                    key.Append('\\').Append((char)rune.Value);
                    break;
                case '$' or '%' when at < name.Length && name[at] == '{':
                    key.Append((char)rune.Value, 2);
                    break;
                case var _ when IsPrinted(rune):
                    key.Append(rune);
                    break;
                default:
                    Escape(key, rune);
                    break;
            }
        }

        return key.Append("\"]").ToString();
    }

    /// <summary>
    /// The address or path without the keys that are secrets of its document, or that carry a pre-signed URL. Of an
    /// attribute's path, the names below the first are keys of maps as well: <c>tags.hunter22</c>.
    /// </summary>
    public static string Masked(string address, SensitiveValues secrets, bool isPath = false) =>
        Masked(address, key => secrets.IsIn(key), isPath);

    /// <summary>The same, without the keys that this says are secrets.</summary>
    public static string Masked(string address, Predicate<string> isSecret, bool isPath = false)
    {
        StringBuilder? masked = null;
        var copied = 0;
        for (var at = 0; at < address.Length;)
        {
            var start = at;
            if (address.AsSpan(at).StartsWith("[\"", StringComparison.Ordinal))
            {
                at = EndOfKey(address, at + 2);
                if (!IsSecret(Unescaped(address.AsSpan(start + 2, Math.Max(0, at - start - 4))), isSecret))
                    continue;
            }
            else if (isPath && start > 0 && address[at] == '.')
            {
                var length = address.AsSpan(at + 1).IndexOfAny('.', '[');
                at = length < 0 ? address.Length : at + 1 + length;
                if (!IsSecret(address[(start + 1)..at], isSecret))
                    continue;
            }
            else
            {
                at++;
                continue;
            }

            (masked ??= new StringBuilder(address.Length)).Append(address, copied, start - copied).Append(SecretKey);
            copied = at;
        }

        return masked?.Append(address, copied, address.Length - copied).ToString() ?? address;
    }

    private static bool IsSecret(string key, Predicate<string> isSecret) => isSecret(key) || PresignedUrl.IsIn(key);

    // Behind the bracket that ends the key, or the end of an address that has none.
    private static int EndOfKey(string address, int at)
    {
        while (at < address.Length && address[at] != '"')
            at += address[at] == '\\' ? 2 : 1;
        return Math.Min(address.Length, at + 2);
    }

    private static string Unescaped(ReadOnlySpan<char> key)
    {
        var text = new StringBuilder(key.Length);
        for (var at = 0; at < key.Length; at++)
        {
            var next = at + 1 < key.Length ? key[at + 1] : '\0';
            if (key[at] == '\\' && next is 'u' or 'U' && CodePoint(key[(at + 2)..], next == 'u' ? 4 : 8) is { } rune)
            {
                text.Append(rune);
                at += next == 'u' ? 5 : 9;
            }
            else if (key[at] == '\\' && next != '\0')
            {
                text.Append(next switch { 'n' => '\n', 'r' => '\r', 't' => '\t', _ => next });
                at++;
            }
            else
            {
                text.Append(key[at]);

                // $${ stands for ${.
                if (key[at] is '$' or '%' && next == key[at] && at + 2 < key.Length && key[at + 2] == '{')
                    at++;
            }
        }

        return text.ToString();
    }

    private static Rune? CodePoint(ReadOnlySpan<char> digits, int count) =>
        digits.Length >= count
        && int.TryParse(digits[..count], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value)
        && Rune.IsValid(value) ? new Rune(value) : null;

    private static void Escape(StringBuilder text, Rune rune) =>
        text.Append(rune.IsBmp ? "\\u" : "\\U")
        .Append(rune.Value.ToString(rune.IsBmp ? "x4" : "x8", CultureInfo.InvariantCulture));

    // As unicode.IsPrint of Go: letters, marks, numbers, punctuation, symbols, and of the spaces the plain one.
    private static bool IsPrinted(Rune rune) => rune.Value == ' '
        || (Rune.GetUnicodeCategory(rune)
            is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
        && !InvisibleText.IsHidden(rune.Value));
}
