using System.Text.Json;
using ServerlessMcp.Access;
using ServerlessMcp.Catalog;
using static ServerlessMcp.Catalog.Rows;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>The schemas stay within what every client takes: Copilot Studio refuses unions and <c>$ref</c>, VS Code arrays without <c>items</c>.</summary>
public sealed class ToolSchemaTests
{
    private static readonly string[] Keywords = ["type", "description", "properties", "required", "additionalProperties", "items", "enum", "minimum", "maximum"];

    private static readonly string[] Types = ["string", "integer", "number", "boolean", "array", "object"];

    [Theory, ClassData(typeof(AllTools))]
    public void Schemas_keep_to_the_common_subset(string name)
    {
        var schema = Tool(AllTools.Find(name)).GetProperty("inputSchema");
        AssertSubset(schema);
        Assert.Equal("object", schema.GetProperty("type").GetString());
    }

    [Theory, ClassData(typeof(AllTools))]
    public void Required_arguments_are_those_of_the_row(string name)
    {
        var tool = AllTools.Find(name);
        var schema = Tool(tool).GetProperty("inputSchema");
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(each => each.GetString()!).ToArray() : [];
        Assert.Equal(tool.Arguments.Where(argument => argument.IsRequired).Select(argument => argument.Name), required);
        Assert.Equal(tool.Arguments.Select(argument => argument.Name), schema.GetProperty("properties").EnumerateObject().Select(property => property.Name));
    }

    [Theory, ClassData(typeof(AllTools))]
    public void Annotations_follow_from_the_effect(string name)
    {
        var tool = AllTools.Find(name);
        var annotations = Tool(tool).GetProperty("annotations");
        Assert.Equal(tool.Effect == Effect.Read, annotations.GetProperty("readOnlyHint").GetBoolean());
        Assert.Equal(tool.Effect == Effect.Destroy, annotations.GetProperty("destructiveHint").GetBoolean());
        Assert.Equal(tool.IsIdempotent, annotations.GetProperty("idempotentHint").GetBoolean());
        Assert.True(annotations.GetProperty("openWorldHint").GetBoolean());
        Assert.True(tool.IsIdempotent || tool.Effect != Effect.Read);
    }

    [Fact]
    public void A_default_organization_need_not_be_named()
    {
        var tool = AllTools.Find("get_single_hashicorp_terraform_cloud_workspace_by_name");
        var schema = Tool(tool, new(ToolNames.Canonical, "acme-corp")).GetProperty("inputSchema");
        Assert.Equal("workspace_name", Assert.Single(schema.GetProperty("required").EnumerateArray()).GetString());
        Assert.Equal("Default acme-corp.", schema.GetProperty("properties").GetProperty("organization_name").GetProperty("description").GetString());
    }

    [Fact]
    public void Short_names_are_listed_where_they_are_asked_for() =>
        Assert.Equal("tfc_runs_apply", Tool(AllTools.Find("hashicorp_terraform_cloud_runs_apply"), new(ToolNames.Short, null)).GetProperty("name").GetString());

    [Fact]
    public void Every_kind_of_argument_has_a_schema()
    {
        var row = Update("update_a_hashicorp_terraform_cloud_thing_by_id", "/things/{thing_id}", "things", Effect.Mutate, ["things"], "Changes a thing.") with
        {
            Arguments =
            [
                .. Enum.GetValues<JsonKind>().Select(kind => Attribute($"a_{kind}".ToLowerInvariant(), kind, "Any.") with
                {
                    Members = kind is JsonKind.Record or JsonKind.RecordList ? [Member("key", JsonKind.Text, "Key.").Required()] : [],
                }),
            ],
        };
        AssertSubset(Tool(new ToolCatalog([row]).All[0]).GetProperty("inputSchema"));
    }

    // Minified, annotations included, at four characters a token. A fifth of it is for the client (titles, hints), not for the model.
    [Fact]
    public void The_whole_list_stays_small()
    {
        var sizes = ToolCatalog.Default.All.Select(tool => ToolSnapshotTests.Json(tool, default, indented: false).Length / 4).ToArray();
        Assert.InRange(sizes.Average(), 0, 210);
        Assert.InRange(sizes.Max(), 0, 1050); // A workspace has 39 settings; the next ones have half of that.
    }

    private static void AssertSubset(JsonElement schema)
    {
        Assert.All(schema.EnumerateObject(), keyword => Assert.Contains(keyword.Name, Keywords));
        Assert.Equal(JsonValueKind.String, schema.GetProperty("type").ValueKind);
        var type = schema.GetProperty("type").GetString();
        Assert.Contains(type, Types);
        Assert.Equal(type == "array", schema.TryGetProperty("items", out var items));
        if (type == "array")
        {
            AssertSubset(items);
        }

        if (schema.TryGetProperty("properties", out var properties))
        {
            Assert.All(properties.EnumerateObject(), property =>
            {
                AssertSubset(property.Value);
                Assert.NotEmpty(property.Value.GetProperty("description").GetString()!);
            });
        }
    }

    private static JsonElement Tool(ToolDefinition tool, ToolSchemaOptions options = default) =>
        JsonElement.Parse(ToolSnapshotTests.Json(tool, options));
}
