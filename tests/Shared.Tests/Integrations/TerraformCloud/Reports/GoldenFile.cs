using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>The files of <c>Reports/Terraform</c>: what the terraform CLI made, and what is expected of it. <c>UPDATE_SNAPSHOTS=1</c> writes the latter.</summary>
internal static class GoldenFile
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Read(string name) => File.ReadAllBytes(PathOf(name));

    public static void Holds(string name, string json)
    {
        var shown = JsonNode.Parse(json)!.ToJsonString(Indented) + "\n";
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            File.WriteAllText(PathOf(name), shown);
        }

        Assert.Equal(File.ReadAllText(PathOf(name)), shown);
    }

    private static string PathOf(string name) => SourceTree.PathOf("tests", "Shared.Tests", "Integrations", "TerraformCloud", "Reports", "Terraform", name);
}
