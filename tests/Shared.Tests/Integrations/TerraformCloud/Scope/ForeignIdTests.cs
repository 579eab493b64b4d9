using ServerlessMcp.Integrations.TerraformCloud.Client;
using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Integrations.TerraformCloud.Scope;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Scope;

/// <summary>
/// The promise of a scope, over every tool of the catalogue, those of tomorrow included: with ids from elsewhere in any place that takes one, nothing is written upstream, and
/// not a byte of what lies elsewhere comes back.
/// </summary>
[Trait("Lane", "slow")]
public sealed class ForeignIdTests
{
    private const string Everything = """ "methods":["*"],"tags":["*"] """;
    private const string OwnWorkspace = "core-networking";
    private const string OwnProject = "Networking";
    private const string Missing = "AAAAAAAAAMissing";

    private static readonly string ByProject = $$"""{ {{Everything}}, "scope":{"projects":["{{OwnProject}}"]} }""";
    private static readonly string ByWorkspace = $$"""{ {{Everything}}, "scope":{"workspaces":["{{OwnWorkspace}}"]} }""";

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_id_from_elsewhere_in_any_place_of_any_tool_writes_nothing_and_answers_what_an_id_of_nothing_answers(bool byProject)
    {
        await using var product = await StartAsync();
        var (token, filter, world) = (await product.TokenAsync(byProject ? ByProject : ByWorkspace), Filter(byProject), product.World);
        var places = 0;
        foreach (var tool in filter.Select().Cast<TerraformTool>())
        {
            foreach (var place in ToolScope.Of(tool).Arguments.Where(argument => IsPlace(argument) && !(byProject && argument.Role == ArgumentRole.WholeProject)))
            {
                var foreign = await CallAsync(product, token, tool, Arguments(world, tool, Replace(place, world, Elsewhere)));
                AssertNothingOf(world, tool, foreign);
                AssertRefused(tool, place.Argument.Name, foreign);
                Assert.All(world.Requests, request => Assert.True(request.Method == "GET", $"{tool.Name} sent {request} for {place.Argument.Name}"));
                world.Requests.Clear();

                // Whether it exists elsewhere or nowhere is not to be told apart.
                var missing = await CallAsync(product, token, tool, Arguments(world, tool, Replace(place, world, Nowhere)));
                Assert.Equal(missing, foreign);
                world.Requests.Clear();
                places++;

                // A place that takes the ids of another type, too.
                if (place.Argument.OrId is { } other)
                {
                    var type = OwnerRules.OfArgument(other)!.Type;
                    var or = await CallAsync(product, token, tool, Arguments(world, tool, Replace(place, world, (_, _) => world.OtherOf(type, Prefixes.Of(type)))));
                    AssertNothingOf(world, tool, or);
                    AssertRefused(tool, place.Argument.Name, or);
                    places++;
                }
            }

            // All of them at once.
            var all = await CallAsync(product, token, tool, Arguments(world, tool, (argument, _) => Elsewhere(world, argument)));
            AssertNothingOf(world, tool, all);
            Assert.All(world.Requests, request => Assert.True(request.Method == "GET", $"{tool.Name} sent {request}"));
            world.Requests.Clear();
        }

        Assert.InRange(places, byProject ? 300 : 200, 2000);
    }

    [Theory]
    [InlineData("global_remote_state", true)]
    [InlineData("global_remote_state", false)]
    [InlineData("project_remote_state", false)]
    public async Task A_switch_that_opens_a_state_beyond_the_scope_is_refused_and_may_be_turned_off(string name, bool byProject)
    {
        await using var product = await StartAsync();
        var (token, world) = (await product.TokenAsync(byProject ? ByProject : ByWorkspace), product.World);
        var tool = TerraformTools.Find("update_a_hashicorp_terraform_cloud_workspace_by_id", ToolNames.Canonical)!;
        JsonObject Arguments(bool on) => new() { ["workspace_id"] = world.OwnOf("workspaces", "ws-"), [name] = on };
        AssertRefused(tool, name, await CallAsync(product, token, tool, Arguments(on: true)));
        Assert.All(world.Requests, request => Assert.Equal("GET", request.Method));
        Assert.DoesNotContain("\"isError\":true", await CallAsync(product, token, tool, Arguments(on: false)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scope_of_whole_projects_may_open_a_state_to_its_project()
    {
        await using var product = await StartAsync();
        var tool = TerraformTools.Find("update_a_hashicorp_terraform_cloud_workspace_by_id", ToolNames.Canonical)!;
        var answer = await CallAsync(product, await product.TokenAsync(ByProject), tool, new() { ["workspace_id"] = product.World.OwnOf("workspaces", "ws-"), ["project_remote_state"] = true });
        Assert.DoesNotContain("\"isError\":true", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_tool_of_the_organization_does_not_exist_under_a_scope_unless_it_is_named()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync(ByProject);
        var filter = Filter(byProject: true);
        foreach (var tool in TerraformTools.All.Where(tool => !filter.Allows(tool)))
        {
            var answer = await product.AskAsync(token, "tools/call", $$"""{"name":"{{tool.Name}}","arguments":{{SampleArguments.For(tool)}}}""");
            Assert.Contains("Unknown tool", (string)answer["error"]!["message"]!, StringComparison.Ordinal);
        }

        Assert.Empty(product.World.Requests);
    }

    [Fact]
    public async Task A_tool_of_the_organization_that_is_named_takes_no_workspace_or_project_of_elsewhere()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync($$"""{ {{Everything}}, "scope":{"projects":["{{OwnProject}}"],"organization_tools":["*"]} }""");
        var (world, places) = (product.World, 0);
        foreach (var tool in TerraformTools.All.Where(tool => tool.Availability != Availability.EnterpriseOnly && ToolScope.Of(tool).Reach == ToolReach.Organization))
        {
            foreach (var place in ToolScope.Of(tool).Arguments.Where(argument => argument.Role == ArgumentRole.WorkspaceName || argument is { Role: ArgumentRole.Resource, Rule: not null }))
            {
                world.Requests.Clear();
                var answer = await CallAsync(product, token, tool, Arguments(world, tool, Replace(place, world, Elsewhere)));
                AssertNothingOf(world, tool, answer);
                AssertRefused(tool, place.Argument.Name, answer);
                Assert.All(world.Requests, request => Assert.True(request.Method == "GET", $"{tool.Name} sent {request} for {place.Argument.Name}"));
                places++;
            }
        }

        Assert.InRange(places, 30, 500);
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task With_ids_of_the_scope_no_read_answers_anything_of_elsewhere_whatever_fields_and_includes_are_asked_for(bool byProject)
    {
        await using var product = await StartAsync();
        var (token, filter, world) = (await product.TokenAsync(byProject ? ByProject : ByWorkspace), Filter(byProject), product.World);
        var answered = 0;
        foreach (var tool in TerraformTools.All.Where(tool => tool.Effect == Effect.Read && filter.Allows(tool)))
        {
            var arguments = Arguments(world, tool, (argument, _) => Here(world, argument));
            if (tool.Arguments.Any(argument => argument.Name == "fields"))
            {
                arguments["fields"] = new JsonArray("*");
            }

            var answer = await CallAsync(product, token, tool, arguments);
            AssertNothingOf(world, tool, answer);
            answered += answer.Contains("\"error\":", StringComparison.Ordinal) ? 0 : 1;
        }

        Assert.All(world.Requests, request => Assert.Equal("GET", request.Method));
        Assert.InRange(answered, byProject ? 100 : 70, 200);
    }

    [Fact]
    public async Task With_ids_of_the_scope_no_change_answers_anything_of_elsewhere()
    {
        await using var product = await StartAsync();
        var (token, filter, world) = (await product.TokenAsync(ByProject), Filter(byProject: true), product.World);
        var written = 0;
        foreach (var tool in TerraformTools.All.Where(tool => tool.Effect != Effect.Read && tool.Verb != HttpMethod.Delete && filter.Allows(tool)))
        {
            world.Requests.Clear();
            var arguments = Arguments(world, tool, (argument, _) => Here(world, argument));
            if (tool.Arguments.Any(argument => argument.Name == "fields"))
            {
                arguments["fields"] = new JsonArray("*");
            }

            AssertNothingOf(world, tool, await CallAsync(product, token, tool, arguments));
            written += world.Requests.Any(request => request.Method != "GET") ? 1 : 0;
        }

        Assert.InRange(written, 40, 200);
    }

    [Fact]
    public async Task A_cursor_forged_with_arguments_from_elsewhere_is_held_to_the_scope_like_any_arguments()
    {
        await using var product = await StartAsync();
        var (token, filter, world) = (await product.TokenAsync(ByProject), Filter(byProject: true), product.World);
        var forged = 0;
        foreach (var tool in TerraformTools.All.Where(tool => tool.TakesCursor && filter.Allows(tool)))
        {
            var arguments = Arguments(world, tool, (argument, _) => Elsewhere(world, argument));
            var reading = ArgumentReader.Read(tool, arguments.ToDictionary(pair => pair.Key, pair => System.Text.Json.JsonElement.Parse(pair.Value!.ToJsonString())), "acme-corp");
            Assert.True(reading.IsValid, $"{tool.Name}: {string.Join(" ", reading.Errors.Select(error => error.Message))}");
            var cursor = Cursor.Encode(reading.Arguments, 2)!;
            var answer = await CallAsync(product, token, tool, new JsonObject { ["cursor"] = cursor });
            AssertNothingOf(world, tool, answer);
            forged++;
        }

        Assert.InRange(forged, 50, 400);
        Assert.All(world.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Trait("Lane", "slow")]
    [Fact]
    public async Task What_is_called_through_call_tool_is_held_to_the_scope_and_search_finds_nothing_beyond_it()
    {
        await using var product = await StartAsync();
        var token = await product.TokenAsync($$"""{ {{Everything}}, "listing":"search", "scope":{"projects":["{{OwnProject}}"]} }""");
        var (filter, world) = (Filter(byProject: true), product.World);
        foreach (var tool in TerraformTools.All)
        {
            var arguments = Arguments(world, tool, (argument, _) => Elsewhere(world, argument));
            var answer = await product.AskAsync(token, "tools/call", new JsonObject
            {
                ["name"] = "call_tool",
                ["arguments"] = new JsonObject { ["name"] = tool.Name, ["arguments"] = arguments },
            }.ToJsonString());
            AssertNothingOf(world, tool, answer.ToJsonString());
            var refusal = (string?)(answer["result"]!.Answer()["error"] as JsonObject)?["detail"];
            Assert.Equal(filter.Allows(tool), refusal?.StartsWith("This URL has no tool '", StringComparison.Ordinal) != true);
        }

        Assert.All(world.Requests, request => Assert.Equal("GET", request.Method));
        var found = await product.CallAsync(token, "search_tools", """{"query":"team organization policy set","limit":20}""");
        Assert.All(found.Answer()["items"]!.AsArray(), item => Assert.True(filter.Allows(TerraformTools.Find((string)item!["name"]!, ToolNames.Canonical)!)));
    }

    [Fact]
    public async Task Without_a_scope_the_same_calls_do_answer_what_lies_elsewhere()
    {
        await using var product = await StartAsync();
        var (token, filter, world) = (await product.TokenAsync($$"""{ {{Everything}} }"""), Filter(byProject: true), product.World);
        var told = new List<string>();
        foreach (var tool in TerraformTools.All.Where(tool => tool.Effect == Effect.Read && filter.Allows(tool)))
        {
            var arguments = Arguments(world, tool, (argument, _) => argument.Role == ArgumentRole.OrganizationName ? "acme-corp" : Elsewhere(world, argument));
            var answer = await CallAsync(product, token, tool, arguments);
            if (answer.Contains(ForeignWorld.Canary, StringComparison.Ordinal) || world.ForeignIds.Any(id => answer.Contains(id, StringComparison.Ordinal)))
            {
                told.Add(tool.ShortName);
            }
        }

        Assert.InRange(told.Count, 60, 200);
        Assert.Superset(new HashSet<string>(["tfc_workspaces_list", "tfc_runs_get", "tfc_state_version_outputs_get", "tfc_run_triggers_list"]), told.ToHashSet());
    }

    public static TheoryData<string> Troubles => ["500", "429", "404", "403", "empty", "not json", "no relationships", "another's answer", "cut"];

    [Theory, MemberData(nameof(Troubles))]
    public async Task If_the_API_does_not_say_whose_it_is_no_change_is_sent(string trouble)
    {
        await using var product = await StartAsync();
        var (token, filter, world) = (await product.TokenAsync(ByProject), Filter(byProject: true), product.World);
        world.Instead = _ => trouble switch
        {
            "500" => new(System.Net.HttpStatusCode.InternalServerError) { Content = new StringContent("CANARY") },
            "429" => new(System.Net.HttpStatusCode.TooManyRequests) { Content = new StringContent("""{"errors":[{"status":"429","title":"CANARY"}]}""") },
            "404" => new(System.Net.HttpStatusCode.NotFound) { Content = new StringContent("""{"errors":[{"status":"404","title":"CANARY"}]}""") },
            "403" => new(System.Net.HttpStatusCode.Forbidden) { Content = new StringContent("CANARY") },
            "empty" => new(System.Net.HttpStatusCode.OK),
            "not json" => new(System.Net.HttpStatusCode.OK) { Content = new StringContent("CANARY") },
            "no relationships" => Json("""{"data":{"id":"run-1","type":"runs","attributes":{"name":"CANARY"}}}"""),
            "another's answer" => Json($$"""{"data":{"id":"ws-another","type":"workspaces","attributes":{"name":"{{OwnWorkspace}}"},"relationships":{"organization":{"data":{"type":"organizations","id":"acme-corp"} } } } }"""),
            _ => throw new HttpRequestException(HttpRequestError.ResponseEnded, "cut"),
        };
        foreach (var tool in TerraformTools.All.Where(tool => tool.Effect != Effect.Read && filter.Allows(tool)))
        {
            var answer = await CallAsync(product, token, tool, Arguments(world, tool, (argument, _) => Here(world, argument)));
            AssertNothingOf(world, tool, answer);
            Assert.Contains("\"error\":", answer, StringComparison.Ordinal);
        }

        Assert.NotEmpty(world.Requests);
        Assert.All(world.Requests, request => Assert.Equal("GET", request.Method));
    }

    private static HttpResponseMessage Json(string body) => new(System.Net.HttpStatusCode.OK) { Content = new StringContent(body, null, "application/vnd.api+json") };

    // A place that takes an id or a name of something: of a resource, of the organization, of a workspace; or a switch that reaches beyond.
    private static bool IsPlace(ScopedArgument argument) => argument.Role != ArgumentRole.Plain;

    private static Func<ScopedArgument, bool, string?> Replace(ScopedArgument place, ForeignWorld world, Func<ForeignWorld, ScopedArgument, string?> with) =>
        (argument, _) => ReferenceEquals(argument, place) ? with(world, argument) : Here(world, argument);

    private static string? Here(ForeignWorld world, ScopedArgument argument) => argument.Role switch
    {
        ArgumentRole.Resource => argument.Rule is { } rule ? world.OwnOf(rule.Type, argument.Argument.Form?.Prefix ?? Prefixes.Of(rule.Type)) : null,
        ArgumentRole.WorkspaceName => OwnWorkspace,
        ArgumentRole.OrganizationName => "acme-corp",
        _ => null,
    };

    private static string? Elsewhere(ForeignWorld world, ScopedArgument argument) => argument.Role switch
    {
        ArgumentRole.Resource => world.OtherOf(argument.Rule?.Type ?? argument.Argument.ResourceType!, argument.Argument.Form?.Prefix ?? Prefixes.Of(argument.Rule?.Type ?? "")),
        ArgumentRole.WorkspaceName => "canary-vault",
        ArgumentRole.OrganizationName => "globex",
        ArgumentRole.Organization => argument.Argument.Form?.Prefix + ForeignWorld.Other,
        ArgumentRole.Everywhere or ArgumentRole.WholeProject => "true",
        _ => null,
    };

    private static string? Nowhere(ForeignWorld world, ScopedArgument argument) => argument.Role switch
    {
        ArgumentRole.WorkspaceName => "no-such-workspace",
        ArgumentRole.OrganizationName => "no-such-organization",
        ArgumentRole.Resource => (argument.Argument.Form?.Prefix ?? Prefixes.Of(argument.Rule?.Type ?? "")) + Missing,
        _ => argument.Argument.Form?.Prefix + Missing,
    };

    private static JsonObject Arguments(ForeignWorld world, TerraformTool tool, Func<ScopedArgument, bool, string?> idOf)
    {
        var arguments = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
        var given = new HashSet<string>();
        foreach (var argument in ToolScope.Of(tool).Arguments)
        {
            if (argument.Role == ArgumentRole.Plain || idOf(argument, true) is not { } id)
            {
                continue;
            }

            // Of two arguments for one relationship one is given.
            if (argument.Argument.Place == ArgumentPlace.Relationship && argument.Argument.Kind == JsonKind.Text && !given.Add(argument.Argument.WireName))
            {
                continue;
            }

            arguments[argument.Argument.Name] = argument.Argument.Kind switch
            {
                // Behind one of the scope, because one of them must not vouch for the others.
                JsonKind.TextList => new JsonArray([.. Both().Select(one => (JsonNode)one)]),
                JsonKind.RecordList => new JsonArray([.. Both().Select(one => Record(argument.Argument, one))]),
                JsonKind.Record => Record(argument.Argument, id),
                JsonKind.Boolean => true,
                _ => id,
            };

            IEnumerable<string> Both() => Here(world, argument) is { } own && own != id ? [own, id] : [id];
        }

        return arguments;
    }

    private static JsonObject Record(Argument argument, string id)
    {
        var record = new JsonObject();
        foreach (var member in argument.Members.Where(member => member.IsRequired || IsId(member)))
        {
            record[member.Name] = IsId(member) ? id : "a";
        }

        return record;
    }

    private static bool IsId(Argument member) => member.Name == "id" || member.Name.EndsWith("_id", StringComparison.Ordinal);

    private static async Task<string> CallAsync(ScopedProduct product, string token, TerraformTool tool, JsonObject arguments)
    {
        var answer = await product.AskAsync(token, "tools/call", new JsonObject { ["name"] = tool.Name, ["arguments"] = arguments }.ToJsonString());
        Assert.True(answer["result"] is not null, $"{tool.Name}: {answer.ToJsonString()}");
        var text = ((bool?)answer["result"]!["isError"] == true ? "\"isError\":true " : "") + answer["result"]!.Answer().ToJsonString();
        Assert.False(text.Contains("invalid arguments", StringComparison.Ordinal), $"{tool.Name} {arguments.ToJsonString()}: {text}");
        return text;
    }

    private static void AssertRefused(TerraformTool tool, string place, string answer) =>
        Assert.True(answer.Contains("\"isError\":true", StringComparison.Ordinal) && answer.Contains("out of scope", StringComparison.Ordinal), $"{tool.Name}, {place}: {answer}");

    private static void AssertNothingOf(ForeignWorld world, TerraformTool tool, string answer)
    {
        var leaked = world.ForeignIds.Concat(world.ForeignNames).Append(ForeignWorld.Canary).FirstOrDefault(part => answer.Contains(part, StringComparison.Ordinal));
        Assert.True(leaked is null, $"{tool.Name} answered {leaked}: {answer}");
    }

    private static ToolFilter Filter(bool byProject) => new(
        new McpServerConfig { Methods = ["*"], Tags = ["*"], Scope = byProject ? Scopes.Of("projects", OwnProject) : Scopes.Of("workspaces", OwnWorkspace) },
        new IntegratedAccount { Id = "sandbox", Address = new("http://127.0.0.1:8080"), SecretName = "s" }.WithTerraform("acme-corp"), TerraformTools.Catalog);

    private static Task<ScopedProduct> StartAsync() => ScopedProduct.StartAsync(OwnWorkspace, OwnProject);
}
