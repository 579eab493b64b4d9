using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ServerlessMcp.Redaction;

/// <summary>Where texts, numbers and white space end.</summary>
internal ref partial struct JsonCursor
{
    // Behind the quote that ends the text whose first quote is here.
    private readonly int EndOfText(int at, out bool isEscaped)
    {
        isEscaped = false;
        for (at = EndOfPlain(at + 1); json[at] != (byte)'"'; at = EndOfPlain(SkipEscape(at)))
            isEscaped = true;
        return at + 1;
    }

    // The next quote, backslash or control character. Names and values are short, so they are looked at in place, 16
    // bytes at once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int EndOfPlain(int at)
    {
        ref var start = ref MemoryMarshal.GetReference(json);
        while (at <= json.Length - Vector128<byte>.Count)
        {
            var bytes = Vector128.LoadUnsafe(ref start, (nuint)at);
            var ends = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)' '));
            if (ends != Vector128<byte>.Zero)
                return at + BitOperations.TrailingZeroCount(ends.ExtractMostSignificantBits());
            at += Vector128<byte>.Count;
        }

        return EndOfPlainTail(at);
    }

    private readonly int EndOfPlainTail(int at)
    {
        while (at < json.Length && json[at] is not ((byte)'"' or (byte)'\\' or < 0x20))
            at++;
        return at < json.Length ? at : throw Malformed();
    }

    private readonly int SkipEscape(int at)
    {
        var escape = json[at] == (byte)'\\' && at + 1 < json.Length ? json[at + 1] : (byte)0;
        if ("\"\\/bfnrt"u8.Contains(escape))
            return at + 2;
        return escape == (byte)'u' && at + 6 <= json.Length && AreHexDigits(json.Slice(at + 2, 4)) ? at + 6 : throw Malformed();
    }

    private static bool AreHexDigits(ReadOnlySpan<byte> bytes)
    {
        foreach (var digit in bytes)
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
        }

        return true;
    }

    private static int ScalarLength(ReadOnlySpan<byte> json, out JsonTokenType token)
    {
        switch (json[0])
        {
            case (byte)'t' when json.StartsWith("true"u8):
                token = JsonTokenType.True;
                return 4;
            case (byte)'f' when json.StartsWith("false"u8):
                token = JsonTokenType.False;
                return 5;
            case (byte)'n' when json.StartsWith("null"u8):
                token = JsonTokenType.Null;
                return 4;
            default:
                token = JsonTokenType.Number;
                return NumberLength(json);
        }
    }

    // -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
    private static int NumberLength(ReadOnlySpan<byte> json)
    {
        var at = json[0] == (byte)'-' ? 1 : 0;
        at = at < json.Length && json[at] == (byte)'0' ? at + 1 : EndOfDigits(json, at);
        if (at < json.Length && json[at] == (byte)'.')
            at = EndOfDigits(json, at + 1);
        if (at < json.Length && json[at] is (byte)'e' or (byte)'E')
            at = EndOfDigits(json, at + 1 < json.Length && json[at + 1] is (byte)'+' or (byte)'-' ? at + 2 : at + 1);
        return at;
    }

    private static int EndOfDigits(ReadOnlySpan<byte> json, int at)
    {
        var start = at;
        while (at < json.Length && char.IsAsciiDigit((char)json[at]))
            at++;
        return at > start ? at : throw Malformed();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int SkipSpace(int at) => at < json.Length && json[at] > (byte)' ' ? at : SkipSpaces(at);

    private readonly int SkipSpaces(int at)
    {
        var skipped = json[at..].IndexOfAnyExcept(" \t\r\n"u8);
        return skipped >= 0 && json[at + skipped] > (byte)' ' ? at + skipped : throw Malformed();
    }

    private static JsonException Malformed() => new("The document is malformed, or too deep.");
}
