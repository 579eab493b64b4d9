using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServerlessMcp.Catalog;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Sandbox;

/// <summary>Through the tools alone, as an agent would: what is created is read back, changed, listed and deleted, for every resource that the sandbox keeps.</summary>
[Trait("Lane", "slow")]
public sealed class ResourceLifeTests
{
    private const string Product = "hashicorp_terraform_cloud_";

    private const string All = """{"fields":["*"]}""";

    // Words in braces are ids: of a seeded workspace by name, of the thing itself (id), or of what the steps before made.
    public static TheoryData<string, string, string, string, string> Resources => new()
    {
        // read by, create with, change to, list by, its id's argument
        { "workspace", """{"name":"life","terraform_version":"1.9.5"}""", """{"description":"changed","auto_apply":true}""", "workspaces {}", "workspace_id" },
        { "project", """{"name":"Life"}""", """{"name":"Life 2","description":"changed"}""", "projects {}", "project_id" },
        {
            "workspace_variable", """{"workspace_id":"{eu-frontend}","key":"life","value":"1","category":"terraform"}""", """{"workspace_id":"{eu-frontend}","value":"20"}""",
            """workspace_variables {"workspace_id":"{eu-frontend}"}""", "variable_id"
        },
        { "variable_set", """{"name":"life","global":false}""", """{"description":"changed","priority":true}""", "variable_sets {}", "varset_id" },
        { "team", """{"name":"life"}""", """{"name":"life-2","visibility":"organization","manage_workspaces":true}""", "teams {}", "team_id" },
        { "policy", """{"name":"life","enforcement_level":"advisory"}""", """{"enforcement_level":"hard-mandatory"}""", "organization_policies {}", "policy_id" },
        { "policy_set", """{"name":"life"}""", """{"description":"changed","global":true}""", "policy_sets {}", "policy_set_id" },
        {
            "workspace_notification:notification", """{"workspace_id":"{eu-frontend}","name":"life","destination_type":"generic","enabled":false,"url":"https://example.com/hook"}""",
            """{"name":"life-2","triggers":["run:errored"]}""", """workspace_notifications {"workspace_id":"{eu-frontend}"}""", "notification_configuration_id"
        },
        {
            "run_trigger", """{"workspace_id":"{eu-frontend}","sourceable_id":"{web-frontend}"}""", "", """run_triggers {"workspace_id":"{eu-frontend}","direction":"inbound"}""",
            "run_trigger_id"
        },
        {
            "team_workspace", """{"workspace_id":"{eu-frontend}","team_id":"{team}","access":"read"}""", """{"access":"write"}""", """team_workspaces {"workspace_id":"{eu-frontend}"}""",
            "team_workspace_id"
        },
    };

    [Theory]
    [MemberData(nameof(Resources))]
    public async Task A_resource_lives_from_its_creation_to_its_deletion(string resource, string create, string change, string list, string argument)
    {
        await using var agent = await Agent.StartAsync();
        var (made, read) = resource.Split(':') is [var first, var second] ? (first, second) : (resource, resource);
        var before = await agent.IdsAsync(list);

        var created = await agent.CallAsync($"create_a_{Product}{made}", create);
        var id = (string)created["id"]!;
        AssertHas($"create_a_{Product}{made}", agent.Fill(create), await agent.CallAsync(Get(read), Own(All)));
        Assert.Equal([.. before, id], (await agent.IdsAsync(list)).OrderBy(each => each == id));

        if (change.Length > 0)
        {
            await agent.CallAsync($"update_a_{Product}{read}_by_id", Own(change));
            AssertHas($"update_a_{Product}{read}_by_id", agent.Fill(change), await agent.CallAsync(Get(read), Own(All)));
        }

        await agent.CallAsync($"delete_a_{Product}{read}_by_id", Own("{}"));
        Assert.Equal(404, (int?)(await agent.CallAsync(Get(read), Own("{}"), isError: true))["error"]!["status"]);
        Assert.Equal(before, await agent.IdsAsync(list));

        string Own(string arguments)
        {
            var own = JsonNode.Parse(arguments)!.AsObject();
            own[argument] = id;
            if (resource == "workspace_variable")
            {
                own["workspace_id"] = "{eu-frontend}";
            }

            return own.ToJsonString();
        }
    }

    [Fact]
    public async Task A_variable_of_a_set_reaches_the_workspace_that_the_set_is_applied_to()
    {
        await using var agent = await Agent.StartAsync();
        var set = (string)(await agent.CallAsync($"create_a_{Product}variable_set", """{"name":"life","global":false}"""))["id"]!;
        var variable = (string)(await agent.CallAsync($"create_a_{Product}variable_set_variable", $$"""{"varset_id":"{{set}}","key":"life","value":"1","category":"env"}"""))["id"]!;
        await agent.CallAsync(Product + "variable_sets_apply_to_workspaces", $$"""{"varset_id":"{{set}}","workspace_ids":["{eu-frontend}"]}""");
        Assert.Contains(variable, await agent.IdsAsync("""workspace_all_variables {"workspace_id":"{eu-frontend}"}"""));

        await agent.CallAsync($"update_a_{Product}variable_set_variable_by_id", $$"""{"varset_id":"{{set}}","variable_id":"{{variable}}","value":"2"}""");
        Assert.Equal("2", (string?)(await agent.CallAsync($"get_single_{Product}variable_set_variable_by_id", $$"""{"varset_id":"{{set}}","variable_id":"{{variable}}"}"""))["value"]);

        await agent.CallAsync(Product + "variable_sets_remove_from_workspaces", $$"""{"varset_id":"{{set}}","workspace_ids":["{eu-frontend}"]}""");
        Assert.DoesNotContain(variable, await agent.IdsAsync("""workspace_all_variables {"workspace_id":"{eu-frontend}"}"""));
        await agent.CallAsync($"delete_a_{Product}variable_set_variable_by_id", $$"""{"varset_id":"{{set}}","variable_id":"{{variable}}"}""");
        Assert.Empty(await agent.IdsAsync($$"""variable_set_variables {"varset_id":"{{set}}"}"""));
    }

    [Fact]
    public async Task Tags_are_put_on_found_by_and_taken_off()
    {
        await using var agent = await Agent.StartAsync();
        await agent.CallAsync(Product + "workspaces_add_tags", """{"workspace_id":"{eu-frontend}","tags":[{"name":"life"}]}""");
        var tags = (await agent.CallAsync($"list_all_{Product}workspace_tags", """{"workspace_id":"{eu-frontend}"}"""))["items"]!.AsArray();
        Assert.Contains(tags, tag => (string?)tag!["name"] == "life");
        var found = await agent.CallAsync($"list_all_{Product}workspaces", """{"tags":"life"}""");
        Assert.Equal("eu-frontend", (string?)Assert.Single(found["items"]!.AsArray())!["name"]);
        await agent.CallAsync(Product + "workspaces_remove_tags", """{"workspace_id":"{eu-frontend}","tags":[{"name":"life"}]}""");
        Assert.Empty((await agent.CallAsync($"list_all_{Product}workspaces", """{"tags":"life"}"""))["items"]!.AsArray());

        await agent.CallAsync($"update_a_{Product}workspace_tag_binding_by_id", """{"workspace_id":"{eu-frontend}","tags":[{"key":"life","value":"1"}]}""");
        Assert.Equal("1", (string?)await BindingAsync());
        await agent.CallAsync(Product + "workspaces_replace_tag_bindings", """{"workspace_id":"{eu-frontend}","tags":[{"key":"other"}]}""");
        Assert.Null(await BindingAsync());

        async Task<JsonNode?> BindingAsync() =>
            (await agent.CallAsync($"list_all_{Product}workspace_tag_bindings", """{"workspace_id":"{eu-frontend}"}"""))["items"]!.AsArray()
            .FirstOrDefault(binding => (string?)binding!["key"] == "life")?["value"];
    }

    private static string Get(string read) => $"get_single_{Product}{read}_by_id";

    // Everything that was given is shown where the API has it, with the value that was given; but for what the path said.
    private static void AssertHas(string tool, string given, JsonNode row)
    {
        var arguments = Catalog.AllTools.Find(tool).Arguments.ToDictionary(argument => argument.Name);
        foreach (var (name, value) in JsonNode.Parse(given)!.AsObject().Where(member => arguments[member.Key].Place != ArgumentPlace.Path))
        {
            var shown = row[name];
            if (shown is null && arguments[name].Place == ArgumentPlace.Attribute)
            {
                shown = arguments[name].WireName.Replace('-', '_').Split('.').Aggregate((JsonNode?)row, (node, part) => node?[part]);
            }

            Assert.Equal((tool, name, value!.ToJsonString()), (tool, name, shown?.ToJsonString()));
        }
    }

    /// <summary>A client with every tool.</summary>
    private sealed class Agent : IAsyncDisposable
    {
        private readonly TestProduct product;
        private readonly string token;
        private readonly string team;

        private Agent(TestProduct product, string token, string team) => (this.product, this.token, this.team) = (product, token, team);

        public static async Task<Agent> StartAsync()
        {
            var started = await TestProduct.StartAsync(upstream: new SandboxOptions { RateLimits = false });
            var minted = await started.TokenAsync("""{"methods":["*"],"tags":["*"]}""");
            var teams = await started.CallAsync(minted, $"list_all_{Product}teams", "{}");
            return new Agent(started, minted, (string)teams.Answer()["items"]![0]!["id"]!);
        }

        public string Fill(string arguments) =>
            Regex.Replace(arguments, "{(?<name>[a-z][a-z-]+)}", match => Id(match.Groups["name"].Value), RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));

        public async Task<JsonNode> CallAsync(string tool, string arguments, bool isError = false)
        {
            var answer = await product.AskAsync(token, "tools/call", $$"""{"name":"{{tool}}","arguments":{{Fill(arguments)}}}""");
            Assert.True(answer["result"] is not null && ((bool?)answer["result"]!["isError"] ?? false) == isError, $"{tool} {arguments}: {answer}");
            return answer["result"]!.Answer();
        }

        public async Task<List<string>> IdsAsync(string list)
        {
            var (tool, arguments) = (list[..list.IndexOf(' ', StringComparison.Ordinal)], list[(list.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
            var given = JsonNode.Parse(Fill(arguments))!.AsObject();
            if (ToolTakesPages(tool))
            {
                given["page_size"] = 100;
            }

            return [.. (await CallAsync($"list_all_{Product}{tool}", given.ToJsonString()))["items"]!.AsArray().Select(item => (string)item!["id"]!)];
        }

        public ValueTask DisposeAsync() => product.DisposeAsync();

        private string Id(string name) => name == "team" ? team : product.Sandbox.WorkspaceId(name)!;

        private static bool ToolTakesPages(string tool) => Catalog.AllTools.Find($"list_all_{Product}{tool}").IsPaged;
    }
}
