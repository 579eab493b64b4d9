namespace ServerlessMcp.Redaction;

/// <summary>A key within an address, with the escapes that Terraform's addresses have (<c>toHCLQuotedString</c> of its
/// source).</summary>
internal static class ResourceKey
{
    /// <summary>A key in brackets: <c>["a\"b"]</c>.</summary>
    public static string Of(string name)
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

    /// <summary>Appends a character as its escape.</summary>
    public static void Escape(StringBuilder text, Rune rune) =>
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
