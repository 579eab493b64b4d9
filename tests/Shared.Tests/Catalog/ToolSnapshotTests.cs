using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>One file per tool: what a change of a row means for a client is in the diff.</summary>
public sealed class ToolSnapshotTests
{
    [Theory, ClassData(typeof(AllTools))]
    public void A_tool_is_listed_as_its_snapshot_says(string name) =>
        SourceTree.AssertFile(Snapshot(name), Json(AllTools.Find(name), default) + "\n");

    [Fact]
    public void No_snapshot_outlives_its_tool()
    {
        var tools = TerraformTools.All.Select(tool => tool.Name).ToHashSet();
        Assert.All(Directory.EnumerateFiles(Path.GetDirectoryName(Snapshot("any"))!), file => Assert.Contains(Path.GetFileNameWithoutExtension(file), tools));
    }

    internal static string Json(TerraformTool tool, ToolSchemaOptions options, bool indented = true)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new() { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" }))
        {
            ToolSchema.Write(writer, tool, options);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static string Snapshot(string name) => SourceTree.PathOf("tests", "Shared.Tests", "Catalog", "Snapshots", name + ".json");
}
