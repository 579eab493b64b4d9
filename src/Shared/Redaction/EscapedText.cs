using System.Text.Encodings.Web;

namespace ServerlessMcp.Redaction;

/// <summary>How a text stands within other texts: as JSON escapes it, as Terraform's <c>jsonencode</c> does, also
/// twice, and as an address does.</summary>
internal static class EscapedText
{
    // What no form changes: most secrets are letters and digits, and a document may have thousands.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~");

    /// <summary>Those of its forms that differ from it, each once.</summary>
    public static IEnumerable<string> Of(string text)
    {
        if (!text.AsSpan().ContainsAnyExcept(Plain))
            return [];
        var once = OfGo(text);
        var address = Uri.EscapeDataString(text);
        string[] forms = [
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text), JavaScriptEncoder.Default.Encode(text), once,
            OfGo(once), address, address.Replace("%20", "+", StringComparison.Ordinal)];
        return forms.Where(form => form != text).Distinct(StringComparer.Ordinal);
    }

    /// <summary>
    /// What base64 of any text that has this one in it holds: one of three forms, by where it begins
    /// (<c>base64encode("user:${password}")</c>), in either alphabet. What depends on its neighbours is left out.
    /// </summary>
    public static IEnumerable<string> Base64(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var offset = 0; offset < 3; offset++)
        {
            var shifted = new byte[offset + bytes.Length];
            bytes.CopyTo(shifted, offset);
            var first = offset == 0 ? 0 : offset + 1;
            var encoded = Convert.ToBase64String(shifted)[first..(shifted.Length * 8 / 6)];
            yield return encoded;
            if (encoded.AsSpan().ContainsAny('+', '/'))
                yield return encoded.Replace('+', '-').Replace('/', '_');
        }
    }

    /// <summary>As Go's <c>encoding/json</c> has it, and with it <c>jsonencode</c>: of what is printed only quote,
    /// backslash, &lt;, &gt; and &amp; are escaped, in small letters.</summary>
    public static string OfGo(string text)
    {
        var escaped = new StringBuilder(text.Length + 8);
        foreach (var character in text)
        {
            switch (character)
            {
                case '"' or '\\':
                    escaped.Append('\\').Append(character);
                    break;
                case '\n':
                    escaped.Append("\\n");
                    break;
                case '\r':
                    escaped.Append("\\r");
                    break;
                case '\t':
                    escaped.Append("\\t");
                    break;
                case < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029':
                    escaped.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:x4}");
                    break;
                default:
                    escaped.Append(character);
                    break;
            }
        }

        return escaped.ToString();
    }
}
