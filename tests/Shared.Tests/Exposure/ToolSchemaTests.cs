using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Mcp;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Tests.Exposure;

/// <summary>The schemas stay within what every client takes: Copilot Studio refuses unions and <c>$ref</c>, VS Code arrays without <c>items</c>.</summary>
public sealed class ToolSchemaTests
{
    private static readonly string[] Keywords = ["type", "description", "properties", "required", "additionalProperties", "items", "enum", "minimum", "maximum"];

    private static readonly ToolSchemaOptions Brief = new(ToolNames.Canonical, "acme-corp", IsBrief: true);

    private static readonly string[] Types = ["string", "integer", "number", "boolean", "array", "object"];

    [Theory, ClassData(typeof(AllTools))]
    public void Schemas_keep_to_the_common_subset(string name)
    {
        var schema = Tool(AllTools.Find(name)).GetProperty("inputSchema");
        AssertSubset(schema);
        Assert.Equal("object", schema.GetProperty("type").GetString());
        Assert.All(schema.GetProperty("properties").EnumerateObject(), property => Assert.NotEmpty(property.Value.GetProperty("description").GetString()!));
    }

    [Trait("Lane", "slow")]
    [Theory, ClassData(typeof(AllTools))]
    public void Schemas_are_JSON_Schema_2020_12_and_take_what_the_tool_takes(string name)
    {
        var tool = AllTools.Find(name);
        foreach (var options in new ToolSchemaOptions[] { default, Brief })
        {
            var schema = Tool(tool, options).GetProperty("inputSchema");
            Assert.True(MetaSchemas.Draft202012.Evaluate(schema).IsValid);
            var accepts = JsonSchema.FromText(schema.GetRawText());
            var sample = JsonElement.Parse(SampleArguments.For(tool));
            Assert.True(accepts.Evaluate(sample).IsValid);
            Assert.True(ArgumentReader.Read(tool, sample.EnumerateObject().ToDictionary(member => member.Name, member => member.Value), null).IsValid);
            Assert.Equal(schema.TryGetProperty("required", out _), !accepts.Evaluate(JsonElement.Parse("{}")).IsValid);
        }
    }

    [Theory, ClassData(typeof(AllTools))]
    public void Required_arguments_are_those_of_the_row(string name)
    {
        var tool = AllTools.Find(name);
        var schema = Tool(tool).GetProperty("inputSchema");
        var required = schema.TryGetProperty("required", out var names) ? names.EnumerateArray().Select(each => each.GetString()!).ToArray() : [];
        Assert.Equal(tool.Arguments.Where(argument => argument.IsRequired).Select(argument => argument.Name), required);
        var taken = tool.Arguments.Where(argument => argument is { IsProof: false, IsDerived: false }).ToArray();
        var shown = taken.Where(argument => argument is { IsRare: false } and not { Name: "fields" or "page_size", Place: ArgumentPlace.Answer });
        Assert.Equal(shown.Select(argument => argument.Name), Properties(schema));
        Assert.Equal(taken.Select(argument => argument.Name), Properties(Tool(tool, new() { IsWhole = true }).GetProperty("inputSchema")));
    }

    // What no schema shows is optional, and told: rare arguments in the description, the others in the instructions.
    [Theory, ClassData(typeof(AllTools))]
    public void What_no_schema_shows_is_named_and_taken(string name)
    {
        var tool = AllTools.Find(name);
        var description = Tool(tool).GetProperty("description").GetString()!;
        Assert.All(tool.Arguments.Where(argument => argument.IsRare), argument =>
        {
            Assert.False(argument.IsRequired);
            Assert.Matches($"Also takes .*\\b{argument.Name}\\b", description);
            Assert.Equal(argument.Description.EndsWith("Default true.", StringComparison.Ordinal), description.Contains($"{argument.Name} (default true)", StringComparison.Ordinal));
        });
        var hidden = tool.Arguments.Where(argument => argument.IsRare || argument is { Name: "fields" or "page_size", Place: ArgumentPlace.Answer });
        Assert.All(hidden, argument =>
        {
            var given = new JsonObject { [argument.Name] = SampleArguments.Value(argument) };
            var read = ArgumentReader.Read(tool, given.Deserialize<Dictionary<string, JsonElement>>(), "acme-corp");
            Assert.DoesNotContain(read.Errors, error => error.Name == argument.Name);
        });
        Assert.All(hidden.Where(argument => !argument.IsRare), argument => Assert.Contains(argument.Name, McpInstructions.SharedArguments, StringComparison.Ordinal));
    }

    // What a list of hundreds leaves out is optional, and the server's instructions or the tool's description tell of it.
    [Theory, ClassData(typeof(AllTools))]
    public void A_brief_schema_leaves_out_only_what_is_told_elsewhere(string name)
    {
        var tool = AllTools.Find(name);
        var brief = Tool(tool, Brief);
        var left = Properties(Tool(tool, new(ToolNames.Canonical, "acme-corp")).GetProperty("inputSchema")).Except(Properties(brief.GetProperty("inputSchema"))).ToArray();
        var required = tool.Arguments.Where(argument => argument.IsRequired && argument.Name != "organization_name").Select(argument => argument.Name);
        Assert.Empty(left.Intersect(required));
        if (tool.SameAs is { } other)
        {
            Assert.EndsWith($" Takes what {other} takes.", brief.GetProperty("description").GetString(), StringComparison.Ordinal);
            var same = AllTools.Find(other).Arguments.ToDictionary(argument => argument.Name, argument => argument.Kind);
            Assert.All(tool.Arguments.Where(argument => left.Contains(argument.Name) && argument.Place != ArgumentPlace.Path), argument => Assert.Equal(argument.Kind, same[argument.Name]));
        }
        else
        {
            Assert.Subset(new HashSet<string>(["organization_name"]), left.ToHashSet());
        }
    }

    // A call without arguments must not end the organization that the account happens to name.
    [Theory, ClassData(typeof(AllTools))]
    public void What_changes_an_organization_itself_has_to_name_it(string name)
    {
        var tool = AllTools.Find(name);
        if (tool.Effect != Effect.Read && tool.Path.EndsWith("{organization_name}", StringComparison.Ordinal))
        {
            Assert.Contains(ArgumentReader.Read(tool, null, "acme-corp").Errors, error => error.Name == "organization_name");
            Assert.Contains("organization_name", Tool(tool, Brief).GetProperty("inputSchema").GetProperty("required").EnumerateArray().Select(each => each.GetString()));
        }
    }

    [Theory, ClassData(typeof(AllTools))]
    public void Annotations_follow_from_the_effect(string name)
    {
        var tool = AllTools.Find(name);
        var annotations = Tool(tool).GetProperty("annotations");
        Assert.Equal(tool.Effect == Effect.Read, annotations.GetProperty("readOnlyHint").GetBoolean());
        Assert.Equal(tool.WorstEffect == Effect.Destroy, annotations.GetProperty("destructiveHint").GetBoolean());
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
        AssertSubset(Tool((TerraformTool)TerraformTools.Of(row).All[0]).GetProperty("inputSchema"));
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
            Assert.All(properties.EnumerateObject(), property => AssertSubset(property.Value));
        }
    }

    private static IEnumerable<string> Properties(JsonElement schema) => schema.GetProperty("properties").EnumerateObject().Select(property => property.Name);

    private static JsonElement Tool(TerraformTool tool, ToolSchemaOptions options = default) =>
        JsonElement.Parse(ToolSnapshotTests.Json(tool, options));
}
