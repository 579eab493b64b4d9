using System.Formats.Tar;
using System.IO.Compression;

namespace ServerlessMcp.Sandbox.Runs;

/// <summary>The tar.gz that the terraform CLI uploads, and that it gets of a module.</summary>
internal static class ConfigurationArchive
{
    /// <summary>More than any configuration the sandbox could evaluate.</summary>
    private const long LargestFile = 1 << 20;

    /// <summary>
    /// The configuration in an archive, from the files of the working directory; null for bytes that are no archive or
    /// have no Terraform code in them, which leave the workspace's configuration as it was. Throws
    /// <see cref="HclException"/> for code beyond the subset.
    /// </summary>
    public static Configuration? Read(byte[] archive, string workingDirectory)
    {
        if (archive is not [0x1f, 0x8b, ..]) return null;
        var code = new List<HclBlock>();
        var values = new List<HclBlock>();
        foreach (var (name, text) in Files(archive, workingDirectory.Trim('/')))
        {
            if (name.EndsWith(".tf", StringComparison.Ordinal)) code.Add(HclReader.Read(text, name));
            else if (name == "terraform.tfvars" || name.EndsWith(".auto.tfvars", StringComparison.Ordinal))
                values.Add(HclReader.Read(text, name));
        }

        return code.Count == 0 ? null : new ConfigurationReader(code, values).Read();
    }

    /// <summary>An archive of one file, as the registry hands out modules.</summary>
    public static byte[] Write(string name, string text)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(new GZipStream(archive, CompressionLevel.Fastest)))
        {
            writer.WriteEntry(
                new PaxTarEntry(TarEntryType.RegularFile, name)
                { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
        }

        return archive.ToArray();
    }

    private static List<(string Name, string Text)> Files(byte[] archive, string directory)
    {
        var files = new List<(string, string)>();
        try
        {
            using var reader = new TarReader(new GZipStream(new MemoryStream(archive), CompressionMode.Decompress));
            while (reader.GetNextEntry() is { } entry)
            {
                var path = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                if (entry.DataStream is null || entry.Length > LargestFile
                    || (Path.GetDirectoryName(path) ?? "").Replace('\\', '/') != directory)
                {
                    continue;
                }

                using var content = new StreamReader(entry.DataStream, Encoding.UTF8);
                files.Add((Path.GetFileName(path), content.ReadToEnd()));
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or FormatException)
        {
            throw new HclException("The archive cannot be read: " + error.Message, "configuration.tar.gz", 1);
        }

        return [.. files.OrderBy(file => file.Item1, StringComparer.Ordinal)];
    }
}
