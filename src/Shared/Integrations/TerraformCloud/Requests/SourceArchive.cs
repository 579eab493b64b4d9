using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>Archives of configuration (tar.gz), in memory: nothing is ever unpacked to a disk, so no path in one can
/// lead anywhere.</summary>
internal static class SourceArchive
{
    /// <summary>More than this is not unpacked, so that a small archive of zeros doesn't fill the memory.</summary>
    public const int MaxUnpacked = 64 * 1024 * 1024;

    /// <summary>The longest file whose content is read, in bytes; as text it takes several times that.</summary>
    public const int MaxFile = 1024 * 1024;

    // The framework's reader takes the list of a zip's files into memory, which has ten times its length there.
    private const int MaxZipEntries = 10_000;

    /// <summary>A file in an archive.</summary>
    /// <param name="Path">Its path, as the archive has it.</param>
    /// <param name="Size">Its length, in bytes.</param>
    public sealed record Entry(string Path, long Size);

    /// <summary>What was asked of an archive.</summary>
    /// <param name="Files">Those of the page.</param>
    /// <param name="Count">How many files it has.</param>
    public sealed record Listing(IReadOnlyList<Entry> Files, int Count);

    /// <summary>Packs files as Terraform's own upload does, without owners and times.</summary>
    public static byte[] Pack(IEnumerable<JsonProperty> files)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            foreach (var file in files)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, file.Name)
                {
                    DataStream = new MemoryStream(Encoding.UTF8.GetBytes(file.Value.GetString()!)),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                    Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
                });
            }
        }

        return packed.ToArray();
    }

    /// <summary>Some of the files of a tar, tar.gz or zip. It is listed while it is unpacked: what it unpacks to is
    /// nowhere in memory.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="skip">How many files come before.</param>
    /// <param name="take">How many at most.</param>
    /// <exception cref="InvalidDataException">It is none of these, or unpacks to more than <see cref="MaxUnpacked"/>.</exception>
    public static Listing List(ReadOnlyMemory<byte> archive, int skip, int take)
    {
        var files = new List<Entry>();
        var count = 0;
        Walk(archive, (path, size, _) =>
        {
            if (count++ >= skip && files.Count < take)
                files.Add(new(path, size));
            return true;
        });
        return new(files, count);
    }

    /// <summary>The content of a file; null if the archive has none of this path.</summary>
    /// <exception cref="InvalidDataException">As <see cref="List"/>, or the file is longer than
    /// <see cref="MaxFile"/>.</exception>
    public static byte[]? Read(ReadOnlyMemory<byte> archive, string wanted)
    {
        byte[]? content = null;
        Walk(archive, (path, size, read) =>
        {
            if (path == wanted)
                content = Content(size, read);
            return content is null;
        });
        return content;
    }

    /// <summary>Whether it is a tar.gz, tar or zip, by its first bytes.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> bytes) =>
        bytes is [0x1f, 0x8b, ..] or [(byte)'P', (byte)'K', 3 or 5, ..]
        || (bytes.Length > 262 && bytes[257..262].SequenceEqual("ustar"u8));

    private delegate int ReadContent(Span<byte> buffer);

    // Until it is told to stop: each file's path, its length, and what reads it.
    private static void Walk(ReadOnlyMemory<byte> archive, Func<string, long, ReadContent, bool> take)
    {
        using var bytes = MemoryMarshal.TryGetArray(archive, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(archive.ToArray(), writable: false);
        switch (archive.Span)
        {
            case [0x1f, 0x8b, ..]:
                using (var gzip = new GZipStream(bytes, CompressionMode.Decompress))
                using (var bounded = new BoundedStream(gzip, MaxUnpacked))
                    WalkTar(bounded, take);
                break;
            case [(byte)'P', (byte)'K', ..]:
                if (archive.Span.Count("PK\u0001\u0002"u8) > MaxZipEntries)
                    throw new InvalidDataException("The archive has too many files.");
                WalkZip(bytes, take);
                break;
            default:
                WalkTar(bytes, take);
                break;
        }
    }

    private static void WalkTar(Stream stream, Func<string, long, ReadContent, bool> take)
    {
        var tar = new TarFiles(stream);
        while (tar.Next() is var (path, size) && take(Plain(path), size, tar.Read))
        {
        }
    }

    private static void WalkZip(Stream stream, Func<string, long, ReadContent, bool> take)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        foreach (var entry in zip.Entries.Where(entry => entry.Name.Length > 0))
        {
            Stream? content = null;
            var goesOn = take(Plain(entry.FullName), entry.Length, buffer => (content ??= entry.Open()).Read(buffer));
            content?.Dispose();
            if (!goesOn)
                break;
        }
    }

    // tar -C dir . gives ./main.tf
    private static string Plain(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;

    // A zip may say another length than its file has.
    private static byte[] Content(long size, ReadContent read)
    {
        var content = size <= MaxFile ? new byte[size] : throw new InvalidDataException("The file is longer than is read here.");
        for (var at = 0; at < content.Length;)
        {
            if (read(content.AsSpan(at)) is var some and > 0)
                at += some;
            else
                return content[..at];
        }

        return content;
    }
}
