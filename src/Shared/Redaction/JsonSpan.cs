namespace ServerlessMcp.Redaction;

/// <summary>Finds brackets in JSON without reading it: several times faster than a reader, and for documents that a
/// reader reads as well.</summary>
internal static class JsonSpan
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);

    /// <summary>The next byte that is no white space; the length if there is none.</summary>
    public static int SkipSpace(ReadOnlySpan<byte> json, int at)
    {
        var skipped = json[at..].IndexOfAnyExcept(" \t\r\n"u8);
        return skipped < 0 ? json.Length : at + skipped;
    }

    /// <summary>How many more brackets are closed than opened, outside of strings.</summary>
    public static int Closes(ReadOnlySpan<byte> json)
    {
        var depth = 0;
        for (var at = Next(json, 0); at >= 0; at = Next(json, at + 1))
            depth += Step(json, ref at);
        return -depth;
    }

    /// <summary>Where the object or array that starts here has ended; -1 if it doesn't end, or none starts here.</summary>
    public static int EndOfObjectOrArray(ReadOnlySpan<byte> json, int start)
    {
        if (start >= json.Length || json[start] is not ((byte)'{' or (byte)'['))
            return -1;
        var depth = 0;
        for (var at = start; at >= 0; at = Next(json, at + 1))
        {
            depth += Step(json, ref at);
            if (depth == 0)
                return at + 1;
        }

        return -1;
    }

    private static int Next(ReadOnlySpan<byte> json, int at)
    {
        var found = at < json.Length ? json[at..].IndexOfAny(Structure) : -1;
        return found < 0 ? -1 : at + found;
    }

    // The change of depth at a bracket; past the end of a string.
    private static int Step(ReadOnlySpan<byte> json, ref int at)
    {
        switch (json[at])
        {
            case (byte)'{' or (byte)'[':
                return 1;
            case (byte)'"':
                at = EndOfString(json, at + 1);
                return 0;
            default:
                return -1;
        }
    }

    private static int EndOfString(ReadOnlySpan<byte> json, int at)
    {
        while (at < json.Length)
        {
            var found = json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (found < 0)
                break;
            at += found;
            if (json[at] == (byte)'"')
                return at;
            at += 2;
        }

        return json.Length;
    }
}
