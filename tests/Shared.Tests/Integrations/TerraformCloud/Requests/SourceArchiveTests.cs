using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Requests;

/// <summary>Archives that others made: read as the framework's own reader has them, and with little in memory whatever they unpack to.</summary>
public sealed class SourceArchiveTests
{
    private const int Megabyte = 1024 * 1024;

    private static readonly string[] Paths =
        ["main.tf", "./modules/vpc/main.tf", "ünïcode/日本.tf", new string('d', 90) + "/" + new string('f', 90) + ".tf", string.Concat(Enumerable.Repeat("a-long-folder/", 30)) + "x.tf", "a b/c.tf"];

    [Theory]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void A_tar_of_each_form_is_listed_and_its_files_are_read(TarEntryFormat format)
    {
        var archive = Tar(format, Paths.Select(path => (path, Encoding.UTF8.GetBytes($"content of {path}"))));
        foreach (var packed in new[] { archive, Gzip(archive) })
        {
            var listing = SourceArchive.List(packed, 0, 500);
            Assert.Equal(Paths.Select(Plain), listing.Files.Select(file => file.Path));
            Assert.Equal(Paths.Length, listing.Count);
            foreach (var path in Paths)
                Assert.Equal($"content of {path}", Encoding.UTF8.GetString(SourceArchive.Read(packed, Plain(path))!));
            Assert.Null(SourceArchive.Read(packed, "not/there.tf"));
        }
    }

    [Fact]
    public void What_is_no_file_is_passed_over()
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, TarEntryFormat.Pax, leaveOpen: true))
        {
            tar.WriteEntry(new PaxGlobalExtendedAttributesTarEntry([KeyValuePair.Create("comment", "of git")]));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, "modules/"));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.SymbolicLink, "link.tf") { LinkName = "/etc/passwd" });
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "empty.tf"));
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "main.tf") { DataStream = new MemoryStream("x"u8.ToArray()) });
        }

        Assert.Equal([new("empty.tf", 0), new("main.tf", 1)], SourceArchive.List(stream.ToArray(), 0, 10).Files);
    }

    [Fact]
    public void What_is_packed_here_is_read_here()
    {
        using var files = JsonDocument.Parse("""{"main.tf":"x","a/b.tf":"yy"}""");
        var packed = SourceArchive.Pack(files.RootElement.EnumerateObject());
        Assert.Equal([new("main.tf", 1), new("a/b.tf", 2)], SourceArchive.List(packed, 0, 10).Files);
        Assert.Equal("yy"u8.ToArray(), SourceArchive.Read(packed, "a/b.tf"));
    }

    [Fact]
    public void A_page_has_its_files_and_the_count_of_all()
    {
        var archive = Gzip(Tar(TarEntryFormat.Pax, Enumerable.Range(0, 30).Select(i => ($"f{i}", Array.Empty<byte>()))));
        var page = SourceArchive.List(archive, 20, 5);
        Assert.Equal(["f20", "f21", "f22", "f23", "f24"], page.Files.Select(file => file.Path));
        Assert.Equal(30, page.Count);
    }

    // 64 KB that unpack to 63 MB, in one file and in very many: neither is in memory.
    [Trait("Lane", "slow")]
    [Theory]
    [InlineData(1, 63 * Megabyte)]
    [InlineData(60_000, 0)]
    public void What_a_small_archive_unpacks_to_is_not_in_memory(int files, int size)
    {
        var archive = Gzip(Tar(TarEntryFormat.Ustar, Enumerable.Range(0, files).Select(i => ($"f{i}", new byte[size]))));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var listing = SourceArchive.List(archive, 0, 500);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(files, listing.Count);

        // Of 60,000 paths each is made and let go; no more than one is held.
        Assert.InRange(allocated, 0, 8 * Megabyte);
    }

    [Trait("Lane", "slow")]
    [Fact]
    public void More_than_64_MB_a_header_without_end_and_a_file_too_long_to_show_are_refused()
    {
        Assert.Throws<InvalidDataException>(() => SourceArchive.List(Gzip(Tar(TarEntryFormat.Pax, [("a", new byte[65 * Megabyte])])), 0, 10));
        Assert.Throws<InvalidDataException>(() => SourceArchive.List(Gzip(Header((byte)'x', 60 * Megabyte)), 0, 10));
        Assert.Throws<InvalidDataException>(() => SourceArchive.List(Gzip(Header((byte)'L', 60 * Megabyte)), 0, 10));
        Assert.Throws<InvalidDataException>(() => SourceArchive.Read(Gzip(Tar(TarEntryFormat.Pax, [("a", new byte[2 * Megabyte])])), "a"));
        Assert.Throws<InvalidDataException>(() => SourceArchive.List(Tar(TarEntryFormat.Pax, [("a", new byte[2000])]).AsMemory(0, 1600), 0, 10));
        Assert.Throws<InvalidDataException>(() => SourceArchive.List(Gzip("no tar at all, but packed"u8.ToArray()), 0, 10));
    }

    [Fact]
    public void A_zip_of_very_many_files_is_refused_before_they_are_in_memory()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            for (var i = 0; i < 20_000; i++)
                zip.CreateEntry($"{i}");
        }

        Assert.Throws<InvalidDataException>(() => SourceArchive.List(stream.ToArray(), 0, 10));
    }

    [Fact]
    public void A_zip_is_read_as_well()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var file = zip.CreateEntry("policy/main.sentinel").Open();
            file.Write("main = rule { true }"u8);
        }

        Assert.Equal([new("policy/main.sentinel", 20)], SourceArchive.List(stream.ToArray(), 0, 10).Files);
        Assert.Equal("main = rule { true }"u8.ToArray(), SourceArchive.Read(stream.ToArray(), "policy/main.sentinel"));
    }

    private static string Plain(string path) => path.StartsWith("./", StringComparison.Ordinal) ? path[2..] : path;

    private static byte[] Tar(TarEntryFormat format, IEnumerable<(string Path, byte[] Content)> files)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, format, leaveOpen: true))
        {
            foreach (var (path, content) in files)
            {
                TarEntry entry = format switch
                {
                    TarEntryFormat.Gnu => new GnuTarEntry(TarEntryType.RegularFile, path),
                    TarEntryFormat.Ustar => new UstarTarEntry(TarEntryType.RegularFile, path),
                    _ => new PaxTarEntry(TarEntryType.RegularFile, path),
                };
                entry.DataStream = new MemoryStream(content);
                tar.WriteEntry(entry);
            }
        }

        return stream.ToArray();
    }

    // A header of this type and length, with a right sum.
    private static byte[] Header(byte type, int length)
    {
        var bytes = Tar(TarEntryFormat.Ustar, [("h", new byte[length])]);
        bytes[156] = type;
        Encoding.ASCII.GetBytes(new string(' ', 8)).CopyTo(bytes, 148);
        var sum = bytes.AsSpan(0, 512).ToArray().Sum(one => one);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(bytes, 148);
        return bytes;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
            gzip.Write(bytes);
        return packed.ToArray();
    }
}
