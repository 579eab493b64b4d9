using ServerlessMcp.Integrations.TerraformCloud.Client;
using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Scope;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Scope;

/// <summary>A name does where an id is asked, in every tool; and under a scope it does no more than the id would.</summary>
public sealed class GivenNameTests
{
    private const string Everything = """ "methods":["*"],"tags":["*"] """;
    private const string Diagnose = "hashicorp_terraform_cloud_runs_diagnose";
    private const string GetWorkspace = "get_single_hashicorp_terraform_cloud_workspace_by_id";
    private const string Runs = "list_all_hashicorp_terraform_cloud_runs";

    private static readonly string ByProject = $$"""{ {{Everything}}, "scope":{"projects":["Networking"]} }""";

    [Fact]
    public async Task Every_argument_of_every_tool_that_takes_an_id_of_what_has_a_name_takes_its_name()
    {
        await using var product = await ScopedProduct.StartAsync();
        var (token, world) = (await product.TokenAsync($$"""{ {{Everything}} }"""), product.World);
        var names = await NamesAsync(product, token);

        // Nothing changes: what is sent is all that is looked at.
        world.Instead = request => request.Method == HttpMethod.Get ? null : new(HttpStatusCode.InternalServerError);
        var places = new Dictionary<string, int>();
        foreach (var tool in Exposed(null))
        {
            foreach (var place in tool.Arguments.Where(argument => argument is { NameOf: not null, IsProof: false }))
            {
                var (name, id) = names[place.NameOf == "vars" ? "vars of " + Parent(tool) : place.NameOf!];

                // Once before, for what is remembered of a plan.
                await CallAsync(product, token, tool, With(tool, names, place, id));
                world.Requests.Clear();
                await CallAsync(product, token, tool, With(tool, names, place, id));
                var byId = Sent(world);
                world.Requests.Clear();
                var answer = await CallAsync(product, token, tool, With(tool, names, place, name));
                var byName = Sent(world);
                var message = $"{tool.Name}, {place.Name}: {answer}\n{string.Join('\n', byId)}\nby name\n{string.Join('\n', byName)}";
                // The same, with one look-up more where nothing is remembered: before the call, or between what is read beside a change and the change.
                var isSame = byName.SequenceEqual(byId) || Enumerable.Range(0, byName.Length).Any(lookUp => byName.Where((_, at) => at != lookUp).SequenceEqual(byId));
                Assert.True(byId.Length > 0 && isSame, message);
                places[place.NameOf!] = places.GetValueOrDefault(place.NameOf!) + 1;
            }
        }

        Assert.Equal(["policy-sets", "projects", "runs", "teams", "vars", "varsets", "workspaces"], places.Keys.Order());
        Assert.InRange(places.Values.Sum(), 180, 400);
    }

    [Fact]
    public void Only_a_variable_without_its_parent_and_a_record_take_an_id_alone()
    {
        string[] types = ["workspaces", "projects", "teams", "vars", "varsets", "policy-sets", "runs"];
        var alone = TerraformTools.All.SelectMany(tool => tool.Arguments
            .Where(argument => argument.NameOf is null && argument.Form is { Prefix: { } prefix } && types.Any(type => Prefixes.Of(type) == prefix))
            .Select(argument => $"{tool.ShortName} {argument.Name}")).Order();
        Assert.Equal(["tfc_no_code_upgrades_confirm upgrade_id", "tfc_variables_delete variable_id", "tfc_variables_update variable_id", "tfc_workspace_transfers_create destination_project_id"],
            alone.Select(one => one.Contains("upgrade_id", StringComparison.Ordinal) ? "tfc_no_code_upgrades_confirm upgrade_id" : one).Distinct());
    }

    [Fact]
    public void Each_record_that_names_by_id_what_has_a_name_takes_its_name()
    {
        string[] types = ["workspaces", "projects", "teams", "vars", "varsets", "policy-sets"];
        var ids = TerraformTools.All.SelectMany(tool => tool.Arguments).Where(argument => types.Contains(argument.ResourceType))
            .SelectMany(argument => argument.Members).Where(member => member.Name == "id").ToArray();
        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.NotNull(id.NameOf));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task Several_variables_are_changed_together_by_their_keys(bool isScoped)
    {
        await using var product = await ScopedProduct.StartAsync();
        var (token, world) = (await product.TokenAsync(isScoped ? ByProject : $$"""{ {{Everything}} }"""), product.World);
        Task<JsonNode> ChangeAsync(string variables) =>
            AskAsync(product, token, "hashicorp_terraform_cloud_workspace_variables_bulk_update", $$"""{"workspace_id":"core-networking","variables":{{variables}}}""");
        foreach (var key in new[] { "first_key", "second_key" })
        {
            await AskAsync(product, token, "create_a_hashicorp_terraform_cloud_workspace_variable", $$"""{"workspace_id":"core-networking","key":"{{key}}","value":"0","category":"terraform"}""");
        }

        world.Requests.Clear();
        Assert.Null((await ChangeAsync("""[{"id":"first_key","value":"1"},{"id":"second_key","value":"2"}]"""))["error"]);
        Assert.Single(world.Requests, request => request.Method == "GET" && request.Path.Contains("/vars?", StringComparison.Ordinal));
        var rows = (await AskAsync(product, token, "list_all_hashicorp_terraform_cloud_workspace_variables", """{"workspace_id":"core-networking"}"""))["items"]!.AsArray();
        Assert.Equal(["1", "2"], new[] { "first_key", "second_key" }.Select(key => (string)rows.Single(row => (string)row!["key"]! == key)!["value"]!));

        world.Requests.Clear();
        var error = (await ChangeAsync("""[{"id":"first_key","value":"3"},{"id":"secnod_key","value":"4"}]"""))["error"]!;
        Assert.Contains("variables[1].id", (string)error["detail"]!, StringComparison.Ordinal);
        Assert.Equal(isScoped ? null : "second_key", (string?)error["near"]?[0]!["name"]);
        Assert.All(world.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Theory]
    [InlineData("update_a_hashicorp_terraform_cloud_variable_by_id", """{"variable_id":"max_nodes","value":"20"}""", "a variable's id (var-…): the list of the workspace's variables answers it")]
    [InlineData("create_a_hashicorp_terraform_cloud_workspace_transfer", """{"source_workspace_id":"eu-frontend","destination_project_id":"Platform"}""", "a project's id (prj-…): a list of the other organization's projects answers it")]
    public async Task Where_no_name_can_be_looked_up_the_refusal_says_which_id_is_needed_and_what_answers_it(string tool, string arguments, string said)
    {
        await using var product = await TestProduct.StartAsync();
        var refusal = await product.CallAsync(await product.TokenAsync("""{"methods":["*"],"tags":["*"]}"""), tool, arguments);
        Assert.True((bool)refusal["isError"]!);
        Assert.Contains(said, (string)refusal["content"]![0]!["text"]!, StringComparison.Ordinal);
        Assert.DoesNotContain(product.Sandbox.Requests.ToList(), request => request.Method != "GET");
    }

    [Fact]
    public async Task Under_a_scope_a_name_from_elsewhere_reads_like_one_of_nothing_and_nothing_of_theirs_comes_back()
    {
        await using var product = await ScopedProduct.StartAsync();
        var (token, world, places) = (await product.TokenAsync(ByProject), product.World, 0);
        foreach (var tool in Exposed(Scopes.Of("projects", "Networking")))
        {
            foreach (var place in tool.Arguments.Where(argument => argument.NameOf is not null))
            {
                var foreign = place.NameOf switch
                {
                    "workspaces" or "runs" => "canary-vault",
                    "projects" => "canary-project",
                    "varsets" => "CANARY-set",
                    "vars" => "CANARY_key",
                    _ => "owners",
                };
                world.Requests.Clear();
                var there = await CallAsync(product, token, tool, Own(world, tool, place, foreign));
                Assert.All(world.Requests, request => Assert.True(request.Method == "GET", $"{tool.Name} sent {request} for {place.Name}"));
                var nowhere = await CallAsync(product, token, tool, Own(world, tool, place, "qqqqzzzzxxxx"));
                Assert.Equal(nowhere, there);
                Assert.Contains("out of scope", there, StringComparison.Ordinal);
                Assert.DoesNotContain(foreign, there, StringComparison.Ordinal);
                Assert.All(world.ForeignIds.Append(ForeignWorld.Canary), part => Assert.DoesNotContain(part, there, StringComparison.Ordinal));
                places++;
            }
        }

        Assert.InRange(places, 100, 400);
    }

    [Fact]
    public async Task Under_a_scope_what_it_reaches_goes_by_name_and_a_near_name_is_told()
    {
        await using var product = await ScopedProduct.StartAsync();
        var (token, world) = (await product.TokenAsync(ByProject), product.World);
        Assert.Equal("core-networking", (string)(await AskAsync(product, token, GetWorkspace, """{"workspace_id":"core-networking"}"""))["name"]!);
        Assert.Contains("core-networking", (await AskAsync(product, token, Diagnose, """{"run_id":"core-networking"}""")).ToJsonString(), StringComparison.Ordinal);

        var near = (await AskAsync(product, token, GetWorkspace, """{"workspace_id":"core-netwroking"}"""))["error"]!;
        Assert.Equal("core-networking", (string)Assert.Single(near["near"]!.AsArray())!["name"]!);
        Assert.Equal(world.OwnOf("workspaces", "ws-"), (string)near["near"]![0]!["id"]!);

        // Near to what lies elsewhere is near to nothing.
        Assert.Null((await AskAsync(product, token, GetWorkspace, """{"workspace_id":"canary-vaul"}"""))["error"]!["near"]);
    }

    [Fact]
    public async Task A_name_of_nothing_is_told_with_near_names_and_nothing_is_sent()
    {
        await using var product = await ScopedProduct.StartAsync();
        var (token, world) = (await product.TokenAsync($$"""{ {{Everything}} }"""), product.World);
        var error = (await AskAsync(product, token, "create_a_hashicorp_terraform_cloud_run", """{"workspace_id":"Core-netwroking"}"""))["error"]!;
        Assert.Equal("no such name", (string)error["title"]!);
        Assert.Equal("core-networking", (string)error["near"]![0]!["name"]!);
        Assert.All(world.Requests, request => Assert.Equal("GET", request.Method));

        // By the name in the path, too.
        error = (await AskAsync(product, token, "get_single_hashicorp_terraform_cloud_workspace_by_name", """{"workspace_name":"core-netwroking"}"""))["error"]!;
        Assert.Equal("core-networking", (string)error["near"]![0]!["name"]!);
    }

    [Fact]
    public async Task A_URL_that_cannot_list_them_is_told_no_near_names()
    {
        await using var product = await ScopedProduct.StartAsync();
        var token = await product.TokenAsync($$"""{"methods":["*"],"tools":["{{Diagnose}}"]}""");
        var error = (await AskAsync(product, token, Diagnose, """{"run_id":"core-netwroking"}"""))["error"]!;
        Assert.Equal("no such name", (string)error["title"]!);
        Assert.Null(error["near"]);
    }

    [Fact]
    public async Task A_name_that_several_have_is_refused_with_their_ids()
    {
        await using var product = await ScopedProduct.StartAsync();
        var (token, world) = (await product.TokenAsync($$"""{ {{Everything}} }"""), product.World);
        var workspace = world.OwnOf("workspaces", "ws-");
        foreach (var category in new[] { "terraform", "env" })
        {
            await AskAsync(product, token, "create_a_hashicorp_terraform_cloud_workspace_variable",
                $$"""{"workspace_id":"{{workspace}}","key":"region","value":"a","category":"{{category}}"}""");
        }

        world.Requests.Clear();
        var error = (await AskAsync(product, token, "delete_a_hashicorp_terraform_cloud_workspace_variable_by_id",
            """{"workspace_id":"core-networking","variable_id":"region"}"""))["error"]!;
        Assert.Equal("ambiguous name", (string)error["title"]!);
        Assert.Equal(["env", "terraform"], error["candidates"]!.AsArray().Select(one => (string)one!["category"]!).Order());
        Assert.All(world.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task A_workspace_stands_for_its_current_run_and_the_answer_says_which()
    {
        await using var product = await ScopedProduct.StartAsync();
        var (token, world) = (await product.TokenAsync($$"""{ {{Everything}} }"""), product.World);
        var run = (string)(await AskAsync(product, token, GetWorkspace, """{"workspace_id":"core-networking","fields":["current_run_id"]}"""))["current_run_id"]!;
        foreach (var workspace in new[] { "core-networking", world.OwnOf("workspaces", "ws-") })
        {
            Assert.Equal(run, (string)(await AskAsync(product, token, "hashicorp_terraform_cloud_plans_summary", $$"""{"plan_id":"{{workspace}}"}"""))["of_run"]!);
            Assert.Equal(run, (string)(await AskAsync(product, token, "get_single_hashicorp_terraform_cloud_run_by_id", $$"""{"run_id":"{{workspace}}"}"""))["id"]!);
        }

        await AskAsync(product, token, "create_a_hashicorp_terraform_cloud_workspace", """{"name":"no-runs-yet"}""");
        Assert.Equal("no run", (string)(await AskAsync(product, token, Diagnose, """{"run_id":"no-runs-yet"}"""))["error"]!["title"]!);
    }

    [Fact]
    public async Task A_read_remembers_a_name_for_a_moment_and_a_change_asks_again()
    {
        await using var product = await ScopedProduct.StartAsync();
        var (token, world) = (await product.TokenAsync($$"""{ {{Everything}} }"""), product.World);
        int LookUps()
        {
            var count = world.Requests.Count(request => request.Path.Contains("/organizations/acme-corp/workspaces/", StringComparison.Ordinal));
            world.Requests.Clear();
            return count;
        }

        await AskAsync(product, token, Runs, """{"workspace_id":"core-networking"}""");
        Assert.Equal(1, LookUps());
        await AskAsync(product, token, Runs, """{"workspace_id":"core-networking"}""");
        Assert.Equal(0, LookUps());
        await AskAsync(product, token, "create_a_hashicorp_terraform_cloud_run", """{"workspace_id":"core-networking"}""");
        Assert.Equal(1, LookUps());
        product.Product.Time.Advance(NameCache.Life);
        await AskAsync(product, token, Runs, """{"workspace_id":"core-networking"}""");
        Assert.Equal(1, LookUps());
    }

    [Fact]
    public async Task The_next_page_takes_the_name_again_and_the_trail_has_name_and_id()
    {
        await using var product = await ScopedProduct.StartAsync();
        var minted = await product.Product.MintAsync($$"""{ {{Everything}} }""");
        var token = (string)minted["token"]!;
        var first = await AskAsync(product, token, Runs, """{"workspace_id":"core-networking","page_size":1,"operation":"plan_and_apply,plan_only"}""");
        if ((string?)first["next_cursor"] is { } cursor)
        {
            var second = await AskAsync(product, token, Runs, $$"""{"workspace_id":"core-networking","cursor":"{{cursor}}"}""");
            Assert.NotEqual((string)first["items"]![0]!["id"]!, (string)second["items"]![0]!["id"]!);
        }

        var log = await AskAsync(product, token, "hashicorp_terraform_cloud_plans_logs", """{"plan_id":"core-networking","tail":1}""");
        Assert.Null(log["error"]);
        using var answer = await product.Product.AdminAsync(HttpMethod.Get, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}/audit");
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains($"\"workspace_id\":\"{product.World.OwnOf("workspaces", "ws-")}\"", text, StringComparison.Ordinal);
        Assert.Contains("\"workspace_id.name\":\"core-networking\"", text, StringComparison.Ordinal);
    }

    [Theory, InlineData(429, true), InlineData(401, false), InlineData(503, true)]
    public async Task Where_the_look_up_fails_nothing_is_sent_and_the_error_says_so(int status, bool isRetryable)
    {
        await using var product = await ScopedProduct.StartAsync();
        var (token, world) = (await product.TokenAsync($$"""{ {{Everything}} }"""), product.World);
        world.Instead = _ => new((HttpStatusCode)status) { Content = new StringContent("""{"errors":[]}""") };
        var error = (await AskAsync(product, token, "create_a_hashicorp_terraform_cloud_run", """{"workspace_id":"core-networking"}"""))["error"]!;
        Assert.Equal((status, isRetryable), ((int)error["status"]!, (bool)error["retryable"]!));
        Assert.Contains("Nothing was changed", (string)error["detail"]!, StringComparison.Ordinal);
        Assert.All(world.Requests, request => Assert.Equal("GET", request.Method));
    }

    private static IEnumerable<TerraformTool> Exposed(AccessScope? scope) => new ToolFilter(
        new McpServerConfig { Methods = ["*"], Tags = ["*"], Scope = scope },
        new IntegratedAccount { Id = "sandbox", Address = new("http://127.0.0.1:8080"), SecretName = "s" }.WithTerraform("acme-corp"), TerraformTools.Catalog).Select().Cast<TerraformTool>();

    // A link is another each time.
    private static (string Method, string Path)[] Sent(ForeignWorld world) =>
        [.. world.Requests.Where(request => request.Path.StartsWith("/api/", StringComparison.Ordinal))];

    private static string Parent(TerraformTool tool) => tool.Path.Contains("{varset_id}", StringComparison.Ordinal) ? "varset"
        : tool.Path.Contains("{workspace_id}", StringComparison.Ordinal) ? "workspace"
        : tool.Path.Contains("{policy_set_id}", StringComparison.Ordinal) ? "policy set" : "module";

    private static JsonObject With(TerraformTool tool, Dictionary<string, (string Name, string Id)> names, Argument place, string value)
    {
        var arguments = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
        foreach (var argument in tool.Arguments.Where(argument => argument.NameOf is not null && argument != place && arguments.ContainsKey(argument.Name)))
        {
            arguments[argument.Name] = Of(argument, names[argument.NameOf == "vars" ? "vars of " + Parent(tool) : argument.NameOf!].Id);
        }

        // Of two kinds of resource that one relationship may be, one is given.
        foreach (var other in tool.Arguments.Where(other => other != place && place.Place == ArgumentPlace.Relationship && other.Place == place.Place && other.WireName == place.WireName))
        {
            arguments.Remove(other.Name);
        }

        arguments[place.Name] = Of(place, value);
        return arguments;
    }

    private static JsonObject Own(ForeignWorld world, TerraformTool tool, Argument place, string value)
    {
        var arguments = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
        foreach (var argument in ToolScope.Of(tool).Arguments.Where(argument => arguments.ContainsKey(argument.Argument.Name) || argument.Argument.IsProof))
        {
            if (argument is { Role: ArgumentRole.Resource, Rule: { } rule } && argument.Argument.Kind is JsonKind.Text or JsonKind.TextList)
            {
                arguments[argument.Argument.Name] = Of(argument.Argument, world.OwnOf(rule.Type, argument.Argument.Form?.Prefix ?? Prefixes.Of(rule.Type)));
            }
            else if (argument.Role == ArgumentRole.WorkspaceName)
            {
                arguments[argument.Argument.Name] = "core-networking";
            }
            else if (argument.Role == ArgumentRole.OrganizationName)
            {
                arguments.Remove(argument.Argument.Name);
            }
        }

        foreach (var other in tool.Arguments.Where(other => other != place && place.Place == ArgumentPlace.Relationship && other.Place == place.Place && other.WireName == place.WireName))
        {
            arguments.Remove(other.Name);
        }

        arguments[place.Name] = Of(place, value);
        return arguments;
    }

    private static JsonNode Of(Argument argument, string value) => argument.Kind == JsonKind.TextList ? new JsonArray(value) : value;

    private static async Task<Dictionary<string, (string Name, string Id)>> NamesAsync(ScopedProduct product, string token)
    {
        var names = new Dictionary<string, (string, string)>
        {
            ["workspaces"] = ("core-networking", product.World.OwnOf("workspaces", "ws-")),
            ["projects"] = ("Networking", product.World.OwnOf("projects", "prj-")),
            ["varsets"] = ("ours-set", product.World.OwnOf("varsets", "varset-")),
        };
        names["runs"] = ("core-networking", (string)(await AskAsync(product, token, GetWorkspace, """{"workspace_id":"core-networking","fields":["current_run_id"]}"""))["current_run_id"]!);
        names["teams"] = await FirstAsync("list_all_hashicorp_terraform_cloud_teams", "{}", "name");
        names["policy-sets"] = await FirstAsync("list_all_hashicorp_terraform_cloud_policy_sets", "{}", "name");
        names["vars of workspace"] = await FirstAsync("list_all_hashicorp_terraform_cloud_workspace_variables", $$"""{"workspace_id":"{{names["workspaces"].Item2}}"}""", "key");
        names["vars of varset"] = await FirstAsync("list_all_hashicorp_terraform_cloud_variable_set_variables", $$"""{"varset_id":"{{names["varsets"].Item2}}"}""", "key");
        names["vars of policy set"] = await MadeAsync("create_a_hashicorp_terraform_cloud_policy_set_parameter", names["policy-sets"].Item2);
        names["vars of module"] = await MadeAsync("create_a_hashicorp_terraform_cloud_registry_test_variable", null);
        return names;

        async Task<(string, string)> MadeAsync(string tool, string? policySet)
        {
            var arguments = JsonNode.Parse(SampleArguments.For(AllTools.Find(tool)))!.AsObject();
            arguments["key"] = "named_here";
            if (policySet is not null)
            {
                arguments["policy_set_id"] = policySet;
            }

            return ("named_here", (string)(await AskAsync(product, token, tool, arguments.ToJsonString()))["id"]!);
        }

        async Task<(string, string)> FirstAsync(string tool, string arguments, string attribute)
        {
            var answer = await AskAsync(product, token, tool, arguments);
            Assert.True(answer["items"] is JsonArray { Count: > 0 }, $"{tool}: {answer}");
            return ((string)answer["items"]![0]![attribute]!, (string)answer["items"]![0]!["id"]!);
        }
    }

    private static async Task<string> CallAsync(ScopedProduct product, string token, TerraformTool tool, JsonObject arguments) =>
        (await AskAsync(product, token, tool.Name, arguments.ToJsonString())).ToJsonString();

    private static async Task<JsonNode> AskAsync(ScopedProduct product, string token, string tool, string arguments) =>
        (await product.CallAsync(token, tool, arguments)).Answer();
}
