namespace ServerlessMcp.Redaction;

/// <summary>
/// The API's kebab-case (<c>auto-apply</c>), with its camelCase and snake_case pockets, as the snake_case that models
/// are shown. ASCII only; every other byte is kept.
/// </summary>
internal static class SnakeCase
{
    /// <summary>Room for the usual name with a suffix; a longer one gets an array of its own.</summary>
    public const int BufferLength = 128;

    /// <summary>Writes <paramref name="name"/> (UTF-8) into <paramref name="buffer"/>, or into a new array if it might
    /// not fit, and answers what was written.</summary>
    public static ReadOnlySpan<byte> Convert(ReadOnlySpan<byte> name, Span<byte> buffer)
    {
        if (name.Length * 2 > buffer.Length)
            buffer = new byte[name.Length * 2];
        if (name.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0)
        {
            name.Replace(buffer, (byte)'-', (byte)'_');
            return buffer[..name.Length];
        }

        var length = 0;
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (c == (byte)'-')
            {
                c = (byte)'_';
            }
            else if (char.IsAsciiLetterUpper((char)c))
            {
                if (i > 0 && StartsWord(name, i))
                    buffer[length++] = (byte)'_';
                c |= 0x20;
            }

            buffer[length++] = c;
        }

        return buffer[..length];
    }

    /// <summary>The same for text.</summary>
    public static string Convert(string name) => Encoding.UTF8.GetString(Convert(Encoding.UTF8.GetBytes(name), []));

    // "logReadUrl" has a word at R and U; "isHCPManaged" at H and M, but not at C and P.
    private static bool StartsWord(ReadOnlySpan<byte> name, int i)
    {
        var before = (char)name[i - 1];
        return char.IsAsciiLetterLower(before) || char.IsAsciiDigit(before)
            || (char.IsAsciiLetterUpper(before) && i + 1 < name.Length && char.IsAsciiLetterLower((char)name[i + 1]));
    }
}
