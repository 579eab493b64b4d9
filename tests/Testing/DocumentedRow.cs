using System.Globalization;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Testing;

/// <summary>A line of the sandbox's list of documented endpoints.</summary>
public sealed record DocumentedRow(string Method, string Path, string Type, string Shape, int Status, string Scope, string Effect)
{
    public static IReadOnlyList<DocumentedRow> All { get; } = Load();

    public bool HasArrayBody => Path.Contains("/relationships/", StringComparison.Ordinal) || Path.EndsWith("/tag-selectors", StringComparison.Ordinal) || Path.EndsWith("/tag-bindings", StringComparison.Ordinal)
        || (Method == "DELETE" && (Path.EndsWith("/tags", StringComparison.Ordinal) || Path.EndsWith("/team-tokens", StringComparison.Ordinal)));

    public bool IsIn(bool tfe) => Scope == "both" || Scope == (tfe ? "tfe" : "hcp");

    private static List<DocumentedRow> Load()
    {
        using var file = new StreamReader(typeof(TerraformSandbox).Assembly.GetManifestResourceStream("endpoints.csv")!);
        file.ReadLine();
        var rows = new List<DocumentedRow>();
        while (file.ReadLine() is { } line)
        {
            var c = line.Split(',');
            rows.Add(new DocumentedRow(c[0], c[1], c[2], c[3], int.Parse(c[4], CultureInfo.InvariantCulture), c[5], c[6]));
        }

        return rows;
    }
}
