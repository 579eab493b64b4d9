using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace ServerlessMcp.Catalog;

/// <summary>Archives of configuration (tar.gz), in memory: nothing is ever unpacked to a disk, so no path in one can lead anywhere.</summary>
internal static class SourceArchive
{
    /// <summary>More than this is not unpacked, so that a small archive of zeros doesn't fill the memory.</summary>
    public const int MaxUnpacked = 64 * 1024 * 1024;

    /// <summary>A file in an archive.</summary>
    /// <param name="Path">Its path, as the archive has it.</param>
    /// <param name="Size">Its length, in bytes.</param>
    /// <param name="Content">Its bytes, if it is the one that was asked for.</param>
    public sealed record Entry(string Path, long Size, byte[]? Content);

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

    /// <summary>The files of a tar, tar.gz or zip, with the content of the one that is wanted.</summary>
    /// <exception cref="InvalidDataException">It is none of these, or unpacks to more than <see cref="MaxUnpacked"/>.</exception>
    public static IReadOnlyList<Entry> Read(ReadOnlyMemory<byte> archive, string? wanted)
    {
        using var bytes = new MemoryStream(archive.ToArray(), writable: false);
        return archive.Span switch
        {
            [0x1f, 0x8b, ..] => ReadGzip(bytes, wanted),
            [(byte)'P', (byte)'K', ..] => ReadZip(bytes, wanted),
            _ => ReadTar(bytes, wanted),
        };
    }

    /// <summary>Whether it is a tar.gz, tar or zip, by its first bytes.</summary>
    public static bool IsArchive(ReadOnlySpan<byte> bytes) =>
        bytes is [0x1f, 0x8b, ..] or [(byte)'P', (byte)'K', 3 or 5, ..] || (bytes.Length > 262 && bytes[257..262].SequenceEqual("ustar"u8));

    /// <summary>Whether it is a relative path that stays where it is.</summary>
    public static bool IsPath(string path) =>
        path.Length is > 0 and <= ArgumentForm.MaxLength && path[0] != '/' && !path.Any(character => char.IsControl(character) || character is '\\' or ':')
            && !path.Split('/').Any(segment => segment is "" or "." or "..");

    private static List<Entry> ReadGzip(Stream packed, string? wanted)
    {
        using var gzip = new GZipStream(packed, CompressionMode.Decompress);
        using var unpacked = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (gzip.Read(buffer) is var read and > 0)
        {
            if (unpacked.Length + read > MaxUnpacked)
                throw new InvalidDataException("The archive unpacks to more than is read here.");
            unpacked.Write(buffer, 0, read);
        }

        unpacked.Position = 0;
        return ReadTar(unpacked, wanted);
    }

    private static List<Entry> ReadTar(Stream stream, string? wanted)
    {
        var entries = new List<Entry>();
        using var tar = new TarReader(stream);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                entries.Add(new(Plain(entry.Name), entry.Length, Plain(entry.Name) == wanted ? Content(entry.DataStream) : null));
        }

        return entries;
    }

    private static List<Entry> ReadZip(Stream stream, string? wanted)
    {
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
        return
        [
            .. zip.Entries.Where(entry => entry.Name.Length > 0)
                .Select(entry => new Entry(Plain(entry.FullName), entry.Length, Plain(entry.FullName) == wanted ? Content(entry.Open()) : null)),
        ];
    }

    // tar -C dir . gives ./main.tf
    private static string Plain(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;

    private static byte[] Content(Stream? stream)
    {
        using var source = stream;
        using var content = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (source?.Read(buffer) is { } read and > 0)
        {
            if (content.Length + read > MaxUnpacked)
                throw new InvalidDataException("The file unpacks to more than is read here.");
            content.Write(buffer, 0, read);
        }

        return content.ToArray();
    }
}
