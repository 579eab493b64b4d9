using System.Buffers.Binary;

namespace ServerlessMcp.Redaction;

/// <summary>
/// The keyed hash of a text and of each part of it, in a time that does not depend on the part's length: a polynomial
/// over the field of 2^61-1 elements, whose base nobody knows outside of this process. Two texts have the same one by
/// chance once in 10^18 / length tries.
/// </summary>
internal static class TextHash
{
    /// <summary>The longest part.</summary>
    public const int MaxLength = 2048;

    private const ulong Prime = (1UL << 61) - 1;

    private static readonly ulong[] Powers = Start();

    /// <summary>The hash of a text.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        var hash = 0UL;
        foreach (var character in text)
            hash = Next(hash, character);
        return hash;
    }

    /// <summary>The hashes of all beginnings of a text: <c>hashes[n]</c> is that of the first n characters.</summary>
    public static void Beginnings(ReadOnlySpan<char> text, Span<ulong> hashes)
    {
        hashes[0] = 0;
        for (var at = 0; at < text.Length; at++)
            hashes[at + 1] = Next(hashes[at], text[at]);
    }

    /// <summary>The hash of a part of the text that these are the hashes of.</summary>
    public static ulong OfPart(ReadOnlySpan<ulong> hashes, int start, int length)
    {
        var hash = hashes[start + length] + Prime - Product(hashes[start], Powers[length]);
        return hash >= Prime ? hash - Prime : hash;
    }

    private static ulong Next(ulong hash, char character)
    {
        var next = Product(hash, Powers[1]) + character + 1;
        return next >= Prime ? next - Prime : next;
    }

    private static ulong Product(ulong one, ulong other)
    {
        var high = Math.BigMul(one, other, out var low);
        var sum = (low & Prime) + ((high << 3) | (low >> 61));
        return sum >= Prime ? sum - Prime : sum;
    }

    private static ulong[] Start()
    {
        Span<byte> random = stackalloc byte[8];
        RandomNumberGenerator.Fill(random);
        var powers = new ulong[MaxLength + 1];
        powers[0] = 1;
        for (var at = 1; at <= MaxLength; at++)
        {
            powers[at] = at == 1 ? 0x10000 + (BinaryPrimitives.ReadUInt64LittleEndian(random) % (Prime - 0x20000))
                : Product(powers[at - 1], powers[1]);
        }

        return powers;
    }
}
