using System.Text.Json;
using System.Text.Json.Serialization;
using ServerlessMcp.Infra.Tests.Support;

namespace ServerlessMcp.Infra.Tests.Bicep;

/// <summary>Reads templates, with node and the tools of npm; the test skips without them.</summary>
internal static class BicepTemplates
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };
    private static readonly Lazy<Task<IReadOnlyList<BicepFile>>> Read = new(() =>
        ReadAsync(Directory.EnumerateFiles(Checkout.PathOf("infra", "bicep"), "*.bicep", SearchOption.AllDirectories)));

    /// <summary>Those of infra/bicep, read once.</summary>
    public static Task<IReadOnlyList<BicepFile>> OfTheProductAsync()
    {
        Need();
        return Read.Value;
    }

    public static async Task<IReadOnlyList<BicepFile>> ReadAsync(IEnumerable<string> paths)
    {
        var node = Need();
        var read = await CommandLine.RunAsync(node, [Checkout.PathOf("tests", "Infra", "tools", "bicep.mjs"), .. paths.Order(StringComparer.Ordinal)], Checkout.Root);
        Assert.True(read.ExitCode == 0, read.Said);
        return JsonSerializer.Deserialize<BicepFile[]>(read.Output, Json)!;
    }

    private static string Need()
    {
        Needed.Tool("web-tree-sitter", "web-tree-sitter.js");
        Needed.Tool("tree-sitter-bicep", "tree-sitter-bicep.wasm");
        return Needed.Program("node");
    }
}
