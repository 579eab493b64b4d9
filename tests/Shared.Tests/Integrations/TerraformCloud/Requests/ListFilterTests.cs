using System.Text.Json.Nodes;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Requests;

/// <summary>A server may ignore a filter, and then its rows say so: each filter that rows can be held against, with rows that do not fit it, that fit it, and that do not show it.</summary>
public sealed class ListFilterTests
{
    private const string All = """{"methods":["*"],"tags":["*","credentials"]}""";

    private const string ADay = ""","expires_at":"2026-01-02T00:00:00Z" """;

    [Fact]
    public void Every_filter_of_every_list_is_in_the_table_with_an_attribute_or_a_reason()
    {
        var filters = Lists().SelectMany(tool => Filters(tool).Select(argument => (tool, argument))).ToArray();
        var missing = filters.Where(each => ListFilters.Of(each.tool, each.argument) is null).Select(each => $"{each.tool.Name} {each.argument.Name}");
        Assert.Empty(missing);
        Assert.Equal(filters.Length, ListFilters.Count);
        Assert.All(filters, each =>
        {
            var rule = ListFilters.Of(each.tool, each.argument)!;
            Assert.Equal(rule.Judges, rule.Why.Length == 0);
            Assert.True(rule.Judges || rule.Why.Length > 5, each.ToString());
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_a_server_ignores_is_told_and_what_it_follows_is_not(bool enterprise)
    {
        var upstream = new ScriptedUpstream();
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var token = enterprise ? await product.EnterpriseTokenAsync(All, ADay) : await product.TokenAsync(All, members: ADay);
        var problems = new List<string>();
        var judged = 0;
        foreach (var tool in Lists().Where(tool => enterprise ? tool.Availability == Availability.EnterpriseOnly : tool.Availability != Availability.EnterpriseOnly))
        {
            foreach (var filter in Filters(tool).Where(filter => ListFilters.Of(tool, filter)!.Judges))
            {
                judged++;
                var (asked, fits, other) = Sample(tool, filter);
                foreach (var (rows, isIgnored) in new (JsonObject[] Rows, bool IsIgnored)[] { ([fits, other], true), ([fits, fits], false), ([Row(tool, null, null)], false), ([], false) })
                {
                    var document = Document(tool, rows);
                    upstream.AnswerAll(document);
                    var answer = await CallAsync(product, token, tool, filter, asked);
                    var told = answer["ignored_filters"]?.AsArray().Select(name => (string)name!).ToArray() ?? [];

                    // What the call needs besides is judged too, and samples do not fit that.
                    if (told.Contains(filter.Name) != isIgnored || answer["items"]?.AsArray().Count != rows.Length)
                    {
                        problems.Add($"{tool.Name} {filter.Name}={asked}: {document} gives {answer.ToJsonString()}");
                    }
                }
            }
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(judged >= (enterprise ? 12 : 60), $"{judged}");
    }

    [Theory]
    [InlineData("""[{"type":"effective-tag-bindings","id":"tb-1"},{"type":"effective-tag-bindings","id":"tb-2"}]""", null)]
    [InlineData("""[{"type":"effective-tag-bindings","id":"tb-2"}]""", "tag_key,tag_value")]
    [InlineData("[]", "tag_key,tag_value")]
    [InlineData("""[{"type":"effective-tag-bindings","id":"tb-9"}]""", null)]
    [InlineData("null", null)]
    public async Task A_tag_that_a_server_does_not_look_for_is_told_by_the_tags_that_come_with_it(string tags, string? ignored)
    {
        var upstream = new ScriptedUpstream();
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        upstream.AnswerAll($$$$"""
            {"data":[{"id":"ws-AAAAAAAAAAAAAAAA","type":"workspaces","attributes":{"name":"a"},"relationships":{"effective-tag-bindings":{"data":{{{{tags}}}} } } }],
            "included":[{"id":"tb-1","type":"effective-tag-bindings","attributes":{"key":"team","value":"payments"}},{"id":"tb-2","type":"effective-tag-bindings","attributes":{"key":"cost","value":"7"}}]}
            """);
        var answer = (await product.CallAsync(await product.TokenAsync(), "list_all_hashicorp_terraform_cloud_workspaces", """{"tag_key":"team","tag_value":"payments"}""")).Answer();
        Assert.Equal(ignored, answer["ignored_filters"] is { } told ? string.Join(',', told.AsArray().Select(name => (string)name!)) : null);
    }

    /// <summary>The sandbox follows its filters: none is told to be ignored where it is asked for what its first row shows.</summary>
    [Fact]
    public async Task The_sandbox_ignores_none_of_the_filters_that_agents_use_most()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync(All);
        var workspace = product.Sandbox.WorkspaceId("core-networking");
        foreach (var (tool, arguments) in new[]
        {
            ("workspaces", """{"search":"core"}"""), ("workspaces", """{"current_run_status":"planned"}"""), ("workspaces", """{"wildcard_name":"core-*"}"""),
            ("runs", $$"""{"workspace_id":"{{workspace}}","status":"applied,planned"}"""), ("runs", $$"""{"workspace_id":"{{workspace}}","operation":"plan_only"}"""),
            ("organization_runs", """{"status_group":"non_final"}"""), ("organization_runs", """{"status_group":"final"}"""), ("organization_runs", """{"workspace_names":"core-networking"}"""),
            ("projects", """{"search":"e"}"""), ("teams", """{"search":"o"}"""), ("variable_sets", """{"global":true}"""), ("policy_sets", """{"search":"e"}"""),
        })
        {
            var answer = (await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_" + tool, arguments)).Answer();
            Assert.True(answer["ignored_filters"] is null, $"{tool} {arguments}: {answer.ToJsonString()}");
        }
    }

    private static IEnumerable<TerraformTool> Lists() => TerraformTools.All.Where(tool => tool is { Shape: ResponseShape.Collection, Effect: Effect.Read });

    private static IEnumerable<Argument> Filters(TerraformTool tool) => tool.Arguments.Where(argument => argument is { Place: ArgumentPlace.Query, IsDerived: false });

    private static async Task<JsonNode> CallAsync(TestProduct product, string token, TerraformTool tool, Argument filter, JsonNode asked)
    {
        var arguments = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
        arguments[filter.Name] = asked.DeepClone();
        if (filter.Needs is { } other) arguments[other] = "prod";
        var answer = await product.AskAsync(token, "tools/call", $$"""{"name":"{{tool.Name}}","arguments":{{arguments.ToJsonString()}}}""", ("X-API-Key", TestProduct.AdminToken));
        Assert.True(answer["result"] is not null, $"{tool.Name}: {answer}");
        return answer["result"]!.Answer();
    }

    private static (JsonNode Asked, JsonObject Fits, JsonObject Other) Sample(TerraformTool tool, Argument filter)
    {
        var rule = ListFilters.Of(tool, filter)!;
        var where = rule.Where.Split('|')[0];
        var id = filter.Form?.Prefix + "AAAAAAAAAAAAAAAA";
        JsonObject Both(JsonNode? value) => rule.Where.Split('|').Aggregate(Row(tool, null, null), (row, each) => Set(row, each, value));
        return rule.Match switch
        {
            "is" when filter.Kind == JsonKind.Boolean => (true, Both(true), Both(false)),
            "is" when where.StartsWith('@') && !where.Contains('.', StringComparison.Ordinal) => (id, Row(tool, where, id), Row(tool, where, filter.Form?.Prefix + "BBBBBBBBBBBBBBBB")),
            "is" => (Text(filter), Both(Text(filter)), Both("zz-other")),
            "contains" => ("Prod", Both("my-production"), Both("zz-other")),
            "glob" => ("prod-*", Both("prod-eu"), Both("eu-prod")),
            "all" => ("a,b", Both(new JsonArray("b", "a", "c")), Both(new JsonArray("a"))),
            "none" => ("a,b", Both(new JsonArray("c")), Both(new JsonArray("c", "b"))),
            "group" => ("non_final", Both("pending"), Both("applied")),
            "timeframe" => ("2025", Both("2025-04-01T00:00:00.000Z"), Both("2026-04-01T00:00:00.000Z")),
            "since" => ("2026-01-02T00:00:00Z", Both("2026-01-02T00:00:00.123Z"), Both("2020-01-01T00:00:00Z")),
            "until" => ("2026-01-02T00:00:00Z", Both("2026-01-01T00:00:00Z"), Both("2026-02-01T00:00:00Z")),
            "operation" => ("plan_only,destroy", Set(Row(tool, "plan-only", true), "is-destroy", false), Set(Row(tool, "plan-only", false), "is-destroy", false)),
            "direction" => ("inbound", Row(tool, "@workspace", "ws-AAAAAAAAAAAAAAAA"), Row(tool, "@workspace", "ws-BBBBBBBBBBBBBBBB")),
            "scim" => ("userName eq \"ann@example.com\"", Whole(tool, "userName", "Ann@example.com"), Whole(tool, "userName", "bob@example.com")),
            "explorer" => (new JsonArray(new JsonObject { ["field"] = "workspace_name", ["operator"] = "is", ["value"] = "prod" }), Row(tool, "workspace_name", "prod"), Row(tool, "workspace_name", "dev")),
            _ => throw new NotSupportedException(rule.Match),
        };
    }

    private static string Text(Argument filter) => filter.AllowedValues is [var first, ..] ? first : filter.AllowedParts.FirstOrDefault() ?? "prod";

    private static JsonObject Whole(TerraformTool tool, string name, string value)
    {
        var row = Row(tool, null, null);
        row[name] = value;
        return row;
    }

    // A row with one value at a place of the table; what it leads to is kept with it and moved to included later.
    private static JsonObject Row(TerraformTool tool, string? where, JsonNode? value)
    {
        var row = new JsonObject { ["id"] = "x-1", ["type"] = tool.ResourceType, ["attributes"] = new JsonObject() };
        return where is null ? row : Set(row, where, value);
    }

    private static JsonObject Set(JsonObject row, string where, JsonNode? value)
    {
        if (!where.StartsWith('@'))
        {
            Nest(row["attributes"]!.AsObject(), where.Split('.'), value);
            return row;
        }

        var path = where[1..].Split('.', 2);
        var id = path.Length == 1 ? (string)value! : $"y-{value}";
        row["relationships"] = new JsonObject { [path[0]] = new JsonObject { ["data"] = new JsonObject { ["type"] = "things", ["id"] = id } } };
        if (path.Length == 2)
        {
            var other = new JsonObject { ["id"] = id, ["type"] = "things", ["attributes"] = new JsonObject() };
            Nest(other["attributes"]!.AsObject(), path[1].Split('.'), value);
            row["included"] = other;
        }

        return row;
    }

    private static void Nest(JsonObject owner, ReadOnlySpan<string> path, JsonNode? value)
    {
        if (path.Length == 1)
        {
            owner[path[0]] = value?.DeepClone();
            return;
        }

        var next = new JsonObject();
        owner[path[0]] = next;
        Nest(next, path[1..], value);
    }

    private static string Document(TerraformTool tool, JsonObject[] rows)
    {
        var included = new JsonArray();
        var data = new JsonArray();
        foreach (var each in rows)
        {
            var row = each.DeepClone().AsObject();
            if (row["included"] is { } other)
            {
                row.Remove("included");
                included.Add(other.DeepClone());
            }

            data.Add(row);
        }

        return new JsonObject { [tool.ListMember] = data, ["included"] = included }.ToJsonString();
    }
}
