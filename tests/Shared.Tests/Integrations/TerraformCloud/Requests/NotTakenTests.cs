using System.Text.Json.Nodes;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Requests;

/// <summary>What a server accepts and does not take is named: of every creation and update, by an upstream that takes nothing, every second thing, or all.</summary>
public sealed class NotTakenTests
{
    private const string All = """{"methods":["*"],"tags":["*","credentials"]}""";

    private const string ADay = ""","expires_at":"2026-01-02T00:00:00Z" """;

    [Theory]
    [InlineData(false, 0)]
    [InlineData(false, 2)]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    [InlineData(true, 2)]
    [InlineData(true, 1)]
    public async Task Not_taken_says_exactly_what(bool enterprise, int takesEach)
    {
        var upstream = new ScriptedUpstream();
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var token = enterprise ? await product.EnterpriseTokenAsync(All, ADay) : await product.TokenAsync(All, members: ADay);
        var problems = new List<string>();
        var told = 0;
        foreach (var tool in Changes(enterprise))
        {
            var arguments = Whole(tool);
            var shown = tool.Arguments.Where(argument => arguments.ContainsKey(argument.Name) && IsShown(tool, argument)).ToArray();

            // Arguments of one relationship are taken or left together.
            var places = shown.Select(argument => argument.WireName).Distinct().ToList();
            bool IsLeft(Argument argument) => takesEach == 0 || (takesEach == 2 && places.IndexOf(argument.WireName) % 2 == 1);
            upstream.Answer = (_, sent) => (tool.Method == ToolMethod.Create ? 201 : 200, Document(tool, sent ?? new JsonObject { ["data"] = new JsonObject() }, shown.Where(IsLeft)), "application/vnd.api+json");
            var answer = await product.AskAsync(token, "tools/call", $$"""{"name":"{{tool.Name}}","arguments":{{arguments.ToJsonString()}}}""", ("X-API-Key", TestProduct.AdminToken));
            var content = answer["result"]?.Answer();
            string[] expected = [.. shown.Where(argument => IsLeft(argument) && !(argument.IsSecret && argument.Place != ArgumentPlace.Relationship)).Select(argument => argument.Name)];
            var named = content?["not_taken"]?.AsArray().Select(name => (string)name!).ToArray() ?? [];
            if (content is null || (bool?)answer["result"]!["isError"] == true || !expected.SequenceEqual(named))
            {
                problems.Add($"{tool.Name} {arguments.ToJsonString()}: expected {string.Join(',', expected)}, got {answer.ToJsonString()}");
            }

            told += named.Length;
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
        Assert.True(takesEach == 1 ? told == 0 : told > (enterprise ? 20 : 100), $"{told}");
    }

    /// <summary>A variable set is created with variables and workspaces; the answer is a 201 that has neither.</summary>
    [Fact]
    public async Task A_set_that_took_neither_its_variables_nor_its_workspaces_says_so_and_is_no_error()
    {
        var upstream = new ScriptedUpstream();
        upstream.AnswerAll(
            """
            {"data":{"id":"varset-m111UNconddc5s3S","type":"varsets","attributes":{"name":"region","description":"","global":false,"priority":false},
            "relationships":{"organization":{"data":{"id":"acme-corp","type":"organizations"}},"vars":{"data":[]},"workspaces":{"data":[]}}}}
            """, 201);
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var result = await product.CallAsync(await product.TokenAsync(All), "create_a_hashicorp_terraform_cloud_variable_set",
            """{"name":"region","global":false,"variables":[{"key":"region","value":"eu-central-1","category":"terraform"}],"workspace_ids":["ws-jEaN3JByYkufgDRE"]}""");
        Assert.NotEqual(true, (bool?)result["isError"]);
        Assert.Equal("""["variables","workspace_ids"]""", result.Answer()["not_taken"]!.ToJsonString());
        Assert.NotEmpty((string)result.Answer()["not_taken_note"]!);
    }

    [Theory]
    [InlineData("""{"message":"Fix the queue"}""", """{"message":""}""", "message")]
    [InlineData("""{"message":"Fix the queue"}""", """{"message":"Fix the queue"}""", "")]
    [InlineData("""{"message":"Fix the queue"}""", """{"message":null}""", "message")]
    [InlineData("""{"message":"Fix the queue"}""", "{}", "")]
    [InlineData("{}", """{"message":""}""", "")]
    [InlineData("""{"auto_apply":false}""", """{"auto-apply":null}""", "")]
    [InlineData("""{"auto_apply":true}""", """{"auto-apply":"true"}""", "")]
    [InlineData("""{"auto_apply":true}""", """{"auto-apply":false}""", "auto_apply")]
    [InlineData("""{"target_addrs":["a.b","c.d"]}""", """{"target-addrs":["c.d","a.b"]}""", "")]
    [InlineData("""{"target_addrs":["a.b","c.d"]}""", """{"target-addrs":["c.d"]}""", "target_addrs")]
    [InlineData("""{"target_addrs":["a.b"]}""", """{"target-addrs":null}""", "target_addrs")]
    [InlineData("""{"variables":[{"key":"a","value":"1"}]}""", """{"variables":[{"key":"a","value":"1"}]}""", "")]
    [InlineData("""{"variables":[{"key":"a","value":"1"}]}""", """{"variables":[{"key":"a","value":"2"}]}""", "variables")]
    public async Task What_the_API_writes_in_its_own_way_is_the_same(string given, string attributes, string notTaken)
    {
        var upstream = new ScriptedUpstream();
        upstream.AnswerAll($$$"""{"data":{"id":"run-1","type":"runs","attributes":{{{attributes}}}}}""", 201);
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var arguments = JsonNode.Parse(given)!.AsObject();
        arguments["workspace_id"] = "ws-AAAAAAAAAAAAAAAA";
        var result = await product.CallAsync(await product.TokenAsync(All), "create_a_hashicorp_terraform_cloud_run", arguments.ToJsonString());
        Assert.Equal(notTaken, string.Join(',', result.Answer()["not_taken"]?.AsArray().Select(name => (string)name!) ?? []));
    }

    private static IEnumerable<TerraformTool> Changes(bool enterprise) => TerraformTools.All.Where(tool =>
        (enterprise ? tool.Availability == Availability.EnterpriseOnly : tool.Availability != Availability.EnterpriseOnly)
        && tool is { Method: ToolMethod.Create or ToolMethod.Update, Shape: ResponseShape.Single, Effect: not Effect.Read, IsForm: false }
        && !tool.Arguments.Any(argument => argument.Place is ArgumentPlace.Upload or ArgumentPlace.Body));

    // What such an answer has a place for: operations of SCIM change a resource and are none of its attributes.
    private static bool IsShown(TerraformTool tool, Argument argument) => argument.Place switch
    {
        ArgumentPlace.Attribute or ArgumentPlace.Relationship => true,
        ArgumentPlace.Root => (tool.WholeBy is not null && argument.Name != "operations") || argument.WireName.StartsWith("data.", StringComparison.Ordinal),
        _ => false,
    };

    // Every argument, of alternatives the first.
    private static JsonObject Whole(TerraformTool tool)
    {
        var arguments = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
        var relationships = new HashSet<string>();
        foreach (var argument in tool.Arguments.Where(argument => !argument.IsDerived && argument.Place is ArgumentPlace.Attribute or ArgumentPlace.Relationship or ArgumentPlace.Root))
        {
            if (argument is not { Place: ArgumentPlace.Relationship, Kind: JsonKind.Text } || relationships.Add(argument.WireName))
            {
                arguments[argument.Name] = SampleArguments.Value(argument);
            }
            else
            {
                arguments.Remove(argument.Name);
            }
        }

        return arguments;
    }

    // The resource as it was sent, but for what is left: that is shown as nothing.
    private static string Document(TerraformTool tool, JsonNode sent, IEnumerable<Argument> left)
    {
        var root = sent.DeepClone().AsObject();
        var resource = root["data"] as JsonObject ?? root;
        resource["id"] = "x-1";
        if (resource != root)
        {
            resource["type"] ??= tool.ResourceType;
        }

        foreach (var argument in left)
        {
            if (argument.Place == ArgumentPlace.Relationship)
            {
                resource["relationships"]![argument.WireName]!["data"] = argument.Kind == JsonKind.Text ? null : new JsonArray();
                continue;
            }

            var path = (argument.Place == ArgumentPlace.Attribute ? "attributes." : "") + (argument.WireName.StartsWith("data.", StringComparison.Ordinal) ? argument.WireName["data.".Length..] : argument.WireName);
            var names = path.Split('.');
            var owner = names[..^1].Aggregate((JsonNode)resource, (node, name) => node[name]!);
            owner[names[^1]] = null;
        }

        return root.ToJsonString();
    }
}
