using System.Collections.Frozen;
using ServerlessMcp.Http;

namespace ServerlessMcp.WebConsole;

/// <summary>
/// What the console is made of, out of this assembly: <c>WebConsole/Files</c>, compressed when it was built
/// (<c>Shared.csproj</c>). One is made when somebody asks for a file first, so that a cold start does not pay for it.
/// </summary>
internal sealed class ConsoleFiles
{
    private const string Prefix = "console/";
    private const string PageName = "index.html";

    private readonly FrozenDictionary<string, PackedFile> files;

    /// <summary>Reads them.</summary>
    public ConsoleFiles()
    {
        files = typeof(ConsoleFiles).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(
                name => name[Prefix.Length..], name => PackedFile.Of(name, MediaTypeOf(name)), StringComparer.Ordinal);
        Version = Encoding.ASCII.GetString(PackedFile.BytesOf("console-version").Span);
    }

    /// <summary>The digest of all files, of which each address has it.</summary>
    public string Version { get; }

    /// <summary>The page itself, which names the version of the others.</summary>
    public PackedFile Page => files[PageName];

    /// <summary>The names of the files, the page among them.</summary>
    public IReadOnlyList<string> Names => files.Keys;

    /// <summary>A file that the page asks for; null if there is none of this name.</summary>
    public PackedFile? Find(string? name) => name is null or PageName ? null : files.GetValueOrDefault(name);

    private static string MediaTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        var other => throw new InvalidOperationException($"The console has no files that end in {other}."),
    };
}
