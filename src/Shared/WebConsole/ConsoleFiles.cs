using System.Collections.Frozen;
using System.Reflection;

namespace ServerlessMcp.WebConsole;

/// <summary>
/// What the console is made of, out of this assembly: <c>WebConsole/Files</c>, compressed when it was built
/// (<c>Shared.csproj</c>). One is made when somebody asks for a file first, so that a cold start does not pay for it.
/// </summary>
internal sealed class ConsoleFiles
{
    private const string Prefix = "console/";
    private const string PageName = "index.html";

    private readonly FrozenDictionary<string, ConsoleFile> files;

    /// <summary>Reads them.</summary>
    public ConsoleFiles()
    {
        var assembly = typeof(ConsoleFiles).Assembly;
        files = assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(
                name => name[Prefix.Length..], name => new ConsoleFile(MediaTypeOf(name), Bytes(assembly, name)), StringComparer.Ordinal);
        Version = Encoding.ASCII.GetString(Bytes(assembly, "console-version").Span);
    }

    /// <summary>The digest of all files, of which each address has it.</summary>
    public string Version { get; }

    /// <summary>The page itself, which names the version of the others.</summary>
    public ConsoleFile Page => files[PageName];

    /// <summary>The names of the files, the page among them.</summary>
    public IReadOnlyList<string> Names => files.Keys;

    /// <summary>A file that the page asks for; null if there is none of this name.</summary>
    public ConsoleFile? Find(string? name) => name is null or PageName ? null : files.GetValueOrDefault(name);

    private static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"The console has no files that end in {other}."),
    };

    private static ReadOnlyMemory<byte> Bytes(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
