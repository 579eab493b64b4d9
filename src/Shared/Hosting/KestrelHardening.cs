using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ServerlessMcp.Hosting;

/// <summary>What both hosts that stand on Kestrel set.</summary>
public static class KestrelHardening
{
    /// <summary>Says nothing of the server, and takes no <c>Content-Length</c> but digits (RFC 9110, 8.6).</summary>
    public static void Harden(this KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;

        // Request smuggling: Kestrel parses the value as a number and takes "+5" too, and a proxy before us may end the
        // body elsewhere. The decoding of the header's bytes is ours to choose, so anything but digits is spoiled there.
        var digits = new Digits();
        kestrel.RequestHeaderEncodingSelector = name =>
            name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) ? digits : null;
    }

    /// <summary>Reads digits as they are, and all else as what no number has.</summary>
    private sealed class Digits : Encoding
    {
        public override int GetByteCount(char[] chars, int index, int count) => count;

        public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
            throw new NotSupportedException();

        public override int GetCharCount(byte[] bytes, int index, int count) => count;

        public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
        {
            // Kestrel has room for 20 characters. A longer value is no length, and cut off it could become one.
            var count = Math.Min(byteCount, chars.Length - charIndex);
            for (var i = 0; i < count; i++)
            {
                chars[charIndex + i] = count == byteCount
                    && bytes[byteIndex + i] is >= (byte)'0' and <= (byte)'9' and var digit ? (char)digit : 'x';
            }

            return count;
        }

        public override int GetMaxByteCount(int charCount) => charCount;

        public override int GetMaxCharCount(int byteCount) => byteCount;
    }
}
