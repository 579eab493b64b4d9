using System.Text;
using System.Text.RegularExpressions;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.WebConsole;

namespace ServerlessMcp.Tests.WebConsole;

/// <summary>The files of the console, as they are written and as they are carried.</summary>
public sealed partial class ConsoleFileTests
{
    // The whole of it, as it is sent.
    private const int MostBytes = 60 * 1024;
    private const int MostLines = 400, MostColumns = 160;

    // What makes markup or script of a text; a text of others would run. Trusted Types refuse most of it at run time, in browsers that know them.
    private static readonly string[] Forbidden =
    [
        "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "createContextualFragment", "DOMParser", "setHTML", "srcdoc", "eval(", "new Function", "import(",
        "setAttribute('style", "setAttribute('on", "javascript:", "localStorage", "sessionStorage", "indexedDB", "document.cookie", "console.log", "console.error", "postMessage", "pushState",
    ];

    private static readonly string Folder = SourceTree.PathOf("src", "Shared", "WebConsole", "Files");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder).Select(path => Path.GetFileName(path)!)];

    [Fact]
    public void All_of_it_is_at_most_60_KB_as_it_is_sent()
    {
        var files = new ConsoleFiles();
        Assert.Equal(Names.Select(row => row.Data).Order(StringComparer.Ordinal), files.Names.Order(StringComparer.Ordinal));
        var sizes = files.Names.Select(name => (Name: name, (files.Find(name) ?? files.Page).Packed.Length)).ToArray();
        Assert.True(sizes.Sum(file => file.Length) <= MostBytes, string.Join('\n', sizes.Select(file => $"{file.Length} {file.Name}")));
    }

    [Fact]
    public void What_is_carried_is_what_was_written()
    {
        var files = new ConsoleFiles();
        foreach (var name in files.Names)
        {
            var written = File.ReadAllText(Path.Combine(Folder, name)).ReplaceLineEndings("\n").Replace("{version}", files.Version, StringComparison.Ordinal);
            Assert.Equal(written, Encoding.UTF8.GetString((files.Find(name) ?? files.Page).Unpack().Span));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_text_becomes_markup_nothing_is_kept_and_nothing_comes_from_elsewhere(string name)
    {
        var text = File.ReadAllText(Path.Combine(Folder, name));
        // What is typed waits there while a person is at the issuer; SignInTests look that no token does.
        Assert.All(Forbidden.Except(name == "signin.js" ? ["sessionStorage"] : []), word => Assert.DoesNotContain(word, text, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotMatch("(?i)<script(?![^>]* src=\"/console/)|<style| style=| on[a-z]+=\"", text);
        if (name.EndsWith(".css", StringComparison.Ordinal))
        {
            Assert.DoesNotMatch("@import|url\\(", text);
        }

        if (name.EndsWith(".html", StringComparison.Ordinal))
        {
            Assert.DoesNotContain("://", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_file_is_read_at_one_sitting(string name)
    {
        var lines = File.ReadAllLines(Path.Combine(Folder, name));
        Assert.InRange(lines.Length, 1, MostLines);
        Assert.All(lines, line => Assert.InRange(line.Length, 0, MostColumns));
    }

    // A module is found under its version only if it is asked for relatively.
    [Fact]
    public void Modules_import_each_other_by_their_neighbours_names()
    {
        var files = new ConsoleFiles();
        foreach (var path in Directory.EnumerateFiles(Folder, "*.js"))
        {
            Assert.All(Import().Matches(File.ReadAllText(path)), import =>
            {
                Assert.StartsWith("./", import.Groups["from"].Value, StringComparison.Ordinal);
                Assert.NotNull(files.Find(import.Groups["from"].Value[2..]));
            });
        }
    }

    [GeneratedRegex("^(?:import|export) [^'\"]*from ['\"](?<from>[^'\"]+)['\"]|^import ['\"](?<from>[^'\"]+)['\"]", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Import();
}
