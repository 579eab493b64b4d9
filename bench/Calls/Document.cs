using System.Globalization;
using System.Text;

namespace ServerlessMcp.Bench.Calls;

/// <summary>What the upstream answers each time: 20 workspaces as HCP Terraform writes them, with their runs and projects, about 87 KB of JSON:API.</summary>
internal static class Document
{
    private const int Workspaces = 20;
    private const int Projects = 3;

    /// <summary>The document.</summary>
    public static byte[] Write()
    {
        var rows = Rows("workspace.json");
        var runs = Rows("run.json");
        var projects = Enumerable.Range(1, Projects).Select(number =>
            $$$"""{"id":"prj-{{{Id(number)}}}","type":"projects","attributes":{"name":"platform-{{{number}}}"}}""");
        var pagination = $$$"""{"current-page":1,"page-size":20,"next-page":null,"total-pages":1,"total-count":{{{Workspaces}}}}""";
        return Encoding.UTF8.GetBytes(
            $$$"""{"data":[{{{string.Join(',', rows)}}}],"included":[{{{string.Join(',', [.. runs, .. projects])}}}],"meta":{"pagination":{{{pagination}}} } }""");
    }

    private static List<string> Rows(string name)
    {
        using var template = typeof(Document).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(template);
        var text = reader.ReadToEnd().Trim();
        return [.. Enumerable.Range(1, Workspaces).Select(number => text
            .Replace("$ID", Id(number), StringComparison.Ordinal)
            .Replace("$NAME", string.Create(CultureInfo.InvariantCulture, $"core-network-{number:00}"), StringComparison.Ordinal)
            .Replace("$PROJECT", Id((number % Projects) + 1), StringComparison.Ordinal))];
    }

    // 16 letters and digits, as ids have.
    private static string Id(int number) => string.Create(CultureInfo.InvariantCulture, $"SihZTyXKfNXUW{number:000}");
}
