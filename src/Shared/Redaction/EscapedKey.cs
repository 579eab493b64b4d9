namespace ServerlessMcp.Redaction;

/// <summary>A key within an address, read: what <see cref="ResourceKey"/> has written.</summary>
internal static class EscapedKey
{
    /// <summary>Behind the bracket that ends the key, or the end of an address that has none.</summary>
    public static int End(string address, int at)
    {
        while (at < address.Length && address[at] != '"')
            at += address[at] == '\\' ? 2 : 1;
        return Math.Min(address.Length, at + 2);
    }

    /// <summary>The name that stands escaped between the quotes.</summary>
    public static string Name(ReadOnlySpan<char> key)
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
}
