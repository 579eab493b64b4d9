namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// Reads the files of a tar forward, as it is unpacked, with no more in memory than a header: ustar, pax and GNU
/// (<see href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html"/>). The framework's reader takes
/// headers of any length into memory, and a header of 60 MB packs to 60 KB.
/// </summary>
internal sealed class TarFiles(Stream stream)
{
    private const int Block = 512;

    // A path, and what else stands in such a header: times, owners, attributes.
    private const int MaxHeader = 64 * 1024;

    private readonly byte[] header = new byte[Block];
    private readonly byte[] passed = new byte[16 * 1024];
    private long left;
    private int padding;

    /// <summary>The next file's path and length; null at the end. Its content may be read next (<see cref="Read"/>).</summary>
    /// <exception cref="InvalidDataException">It is no tar, or is cut.</exception>
    public (string Path, long Size)? Next()
    {
        string? longPath = null;
        long? longSize = null;
        for (Pass(); ReadHeader(); Pass())
        {
            var size = Number(header.AsSpan(124, 12));
            (left, padding) = (size, (int)((Block - (size % Block)) % Block));
            switch (header[156])
            {
                case (byte)'L':
                    longPath = Text(Whole());
                    break;
                case (byte)'x':
                    (longPath, longSize) = Extended(Whole(), longPath, longSize);
                    break;
                case (byte)'0' or (byte)'7' or 0:
                    if (longSize is { } real)
                        (left, padding) = (real, (int)((Block - (real % Block)) % Block));
                    return (longPath ?? Path(), left);
                default:
                    (longPath, longSize) = header[156] == (byte)'g' ? (longPath, longSize) : (null, null);
                    break;
            }
        }

        return null;
    }

    /// <summary>Reads the content of the file that came last; 0 at its end.</summary>
    public int Read(Span<byte> buffer)
    {
        var read = left == 0 ? 0 : stream.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        if (read == 0 && left > 0)
            throw new InvalidDataException("The archive is cut.");
        left -= read;
        return read;
    }

    // A block of zeros ends it; so does the end of the stream.
    private bool ReadHeader()
    {
        var read = stream.ReadAtLeast(header, Block, throwOnEndOfStream: false);
        if (read == 0 || !header.AsSpan(0, read).ContainsAnyExcept((byte)0))
            return false;
        var sum = 8 * ' ';
        for (var i = 0; i < Block; i++)
            sum += i is >= 148 and < 156 ? 0 : header[i];
        return read == Block && Number(header.AsSpan(148, 8)) == sum ? true : throw new InvalidDataException("It is no tar.");
    }

    private void Pass()
    {
        for (left += padding, padding = 0; left > 0;)
            Read(passed);
    }

    private byte[] Whole()
    {
        if (left > MaxHeader)
            throw new InvalidDataException("A header of the archive is too long.");
        var content = new byte[left];
        for (var at = 0; at < content.Length;)
            at += Read(content.AsSpan(at));
        return content;
    }

    private string Path()
    {
        var isUstar = header.AsSpan(257, 5).SequenceEqual("ustar"u8) && header[262] == 0;
        var name = Text(header.AsSpan(0, 100));
        var prefix = isUstar ? Text(header.AsSpan(345, 155)) : "";
        return prefix.Length == 0 ? name : $"{prefix}/{name}";
    }

    // 27 path=modules/vpc/main.tf\n and so on; the number is the length of its line.
    private static (string? Path, long? Size) Extended(ReadOnlySpan<byte> records, string? path, long? size)
    {
        while (records.IndexOf((byte)' ') is > 0 and < 10 and var space
            && int.TryParse(records[..space], CultureInfo.InvariantCulture, out var length) && length > space + 1
            && length <= records.Length)
        {
            var record = records[(space + 1)..(length - 1)];
            if (record.StartsWith("path="u8))
            {
                path = Text(record["path="u8.Length..]);
            }
            else if (record.StartsWith("size="u8)
                && long.TryParse(record["size="u8.Length..], CultureInfo.InvariantCulture, out var given) && given >= 0)
            {
                size = given;
            }

            records = records[length..];
        }

        return (path, size);
    }

    private static string Text(ReadOnlySpan<byte> bytes) =>
        Encoding.UTF8.GetString(bytes.IndexOf((byte)0) is >= 0 and var end ? bytes[..end] : bytes);

    // Octal digits; where the first bit is set, a number of bytes.
    private static long Number(ReadOnlySpan<byte> field)
    {
        var number = 0L;
        if ((field[0] & 0x80) != 0)
        {
            foreach (var one in field[^7..])
                number = (number << 8) | one;
            return number;
        }

        foreach (var one in field.Trim(" \0"u8))
        {
            number = one is >= (byte)'0' and <= (byte)'7' && number < long.MaxValue >> 4
                ? (number << 3) | (uint)(one - '0') : throw new InvalidDataException("It is no tar.");
        }

        return number;
    }
}
