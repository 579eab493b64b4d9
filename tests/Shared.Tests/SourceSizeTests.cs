using System.Globalization;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Tests;

/// <summary>The size of the sources: a file is read at one sitting, and two of them stand side by side.</summary>
public sealed class SourceSizeTests
{
    private const int Median = 60, Ninetieth = 160, Most = 400, Columns = 120, MostColumns = 160, WideInAHundred = 3;

    private static readonly (string Path, string[] Lines)[] Files = [.. Read()];

    [Fact]
    public void Half_of_the_files_have_at_most_60_lines_nine_in_ten_at_most_160_and_none_over_400()
    {
        Assert.InRange(Files.Length, 500, int.MaxValue);
        Assert.True(Over(Median).Length * 2 <= Files.Length, $"More than half of the files have over {Median} lines. Just over it:\n{Told(Over(Median))}");
        Assert.True(Over(Ninetieth).Length * 10 <= Files.Length, $"More than a tenth of the files have over {Ninetieth} lines. Just over it:\n{Told(Over(Ninetieth))}");
        Assert.True(Over(Most).Length == 0, $"Files over {Most} lines:\n{Told(Over(Most))}");
    }

    [Fact]
    public void No_line_has_more_than_160_columns_and_at_most_3_in_100_more_than_120()
    {
        var lines = Files.SelectMany(file => file.Lines.Select((line, index) => (Place: $"{file.Path}:{index + 1}", line.Length))).ToArray();
        var wide = lines.Where(line => line.Length > MostColumns).Select(line => line.Place).ToArray();
        Assert.True(wide.Length == 0, $"Lines over {MostColumns} columns:\n{string.Join('\n', wide)}");
        Assert.InRange(lines.Count(line => line.Length > Columns) * 100.0 / lines.Length, 0, WideInAHundred);
    }

    // The smallest first: they are the next to be split.
    private static (string Path, string[] Lines)[] Over(int most) => [.. Files.Where(file => file.Lines.Length > most).OrderBy(file => file.Lines.Length)];

    private static string Told((string Path, string[] Lines)[] files) =>
        string.Join('\n', files.Take(20).Select(file => string.Create(CultureInfo.InvariantCulture, $"{file.Lines.Length} {file.Path}")));

    private static IEnumerable<(string Path, string[] Lines)> Read()
    {
        var root = SourceTree.PathOf("src");
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(root, path))
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(folder => folder is "obj" or "bin"))
            .Select(path => (path, File.ReadAllLines(Path.Combine(root, path))));
    }
}
