using System.Buffers;
using System.Text;
using System.Text.Json;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;

/// <summary>Rows and arguments for tests, with no catalogue behind them.</summary>
internal static class Calls
{
    public static TerraformTool Tool(HttpMethod verb, string path, params Argument[] arguments) => new()
    {
        Name = "hashicorp_terraform_cloud_things_test",
        ShortName = "tfc_things_test",
        Method = ToolMethod.Custom,
        Verb = verb,
        Path = path,
        ResourceType = "things",
        Effect = verb == HttpMethod.Get ? Effect.Read : Effect.Mutate,
        Tags = ["core"],
        Description = "For tests.",
        Shape = ResponseShape.Single,
        Arguments =
        [
            .. path.Split('{').Skip(1).Select(part => Argument(ArgumentPlace.Path, part[..part.IndexOf('}', StringComparison.Ordinal)])),
            .. arguments,
        ],
    };

    public static Argument Argument(ArgumentPlace place, string name, string? wireName = null, JsonKind kind = JsonKind.Text, string? type = null, params Argument[] members) => new()
    {
        Name = name,
        Place = place,
        Kind = kind,
        Description = "For tests.",
        WireName = wireName ?? name,
        ResourceType = type,
        Members = members,
    };

    public static ToolArguments With(this TerraformTool tool, string json) =>
        new(tool, JsonElement.Parse(json).EnumerateObject().ToDictionary(member => member.Name, member => member.Value));

    /// <summary>The request body; null if there is none.</summary>
    public static string? Body(this ToolArguments arguments)
    {
        var output = new ArrayBufferWriter<byte>();
        if (RequestBody.Write(arguments, output))
            return Encoding.UTF8.GetString(output.WrittenSpan);
        Assert.Equal(0, output.WrittenCount);
        return null;
    }
}
