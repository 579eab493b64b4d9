using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;
using static ServerlessMcp.Tests.Integrations.TerraformCloud.Scope.ScopeWorkflowTests;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Scope;

/// <summary>The rules of a scope, one by one.</summary>
public sealed class ScopeRuleTests
{
    private const string All = """ "methods":["*"],"tags":["*"] """;
    private const string Read = "get_single_hashicorp_terraform_cloud_workspace_by_id";

    [Fact]
    public async Task A_workspace_that_moved_or_was_renamed_or_retagged_is_judged_by_what_it_is_now()
    {
        await using var product = await TestProduct.StartAsync();
        var owner = await product.TokenAsync($$"""{ {{All}} }""");
        var id = product.Sandbox.WorkspaceId("web-frontend")!;
        var byProject = await product.TokenAsync($$"""{ {{All}}, "scope":{"projects":["Frontend"]} }""");
        var byName = await product.TokenAsync($$"""{ {{All}}, "scope":{"workspaces":["web-*"]} }""");
        var byTag = await product.TokenAsync($$"""{ {{All}}, "scope":{"tags":["frontend"]} }""");
        var call = $$"""{"workspace_id":"{{id}}"}""";
        foreach (var token in new[] { byProject, byName, byTag })
        {
            await OkAsync(product, token, Read, call);
        }

        var networking = (await ItemsAsync(product, owner, "list_all_hashicorp_terraform_cloud_projects", """{"names":"Networking"}"""))[0]!["id"];
        await OkAsync(product, owner, "update_a_hashicorp_terraform_cloud_workspace_by_id", $$"""{"workspace_id":"{{id}}","project_id":"{{networking}}"}""");
        await RefusedAsync(product, byProject, Read, call);
        await OkAsync(product, byName, Read, call);

        await OkAsync(product, owner, "update_a_hashicorp_terraform_cloud_workspace_by_id", $$"""{"workspace_id":"{{id}}","name":"shop"}""");
        await RefusedAsync(product, byName, Read, call);
        await OkAsync(product, byTag, Read, call);

        await OkAsync(product, owner, "hashicorp_terraform_cloud_workspaces_remove_tags", $$"""{"workspace_id":"{{id}}","tags":[{"name":"frontend"}]}""");
        await RefusedAsync(product, byTag, Read, call);
    }

    [Fact]
    public async Task Each_member_narrows_and_so_does_the_accounts_policy()
    {
        await using var product = await TestProduct.StartAsync();
        var both = await product.TokenAsync($$"""{ {{All}}, "scope":{"projects":["Frontend"],"tags":["eu"]} }""");
        Assert.Equal("eu-frontend", (string)Assert.Single(await ItemsAsync(product, both, "list_all_hashicorp_terraform_cloud_workspaces", "{}"))!["name"]!);

        // The policy holds for URLs that are minted already, too.
        var all = await product.TokenAsync($$"""{ {{All}} }""");
        var vpn = $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("internal-vpn")}}"}""";
        await OkAsync(product, all, Read, vpn);
        await product.ConnectAsync(members: ""","policy":{"scope":{"projects":["Frontend"]}}""");
        var refused = await RefusedAsync(product, all, Read, vpn);
        Assert.Contains("projects Frontend", (string)refused["detail"]!, StringComparison.Ordinal);
        await RefusedAsync(product, both, Read, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("web-frontend")}}"}""");
        await OkAsync(product, both, Read, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}"}""");
    }

    [Theory]
    [InlineData("update_a_hashicorp_terraform_cloud_workspace_by_id", "vcs_repo_identifier", "acme/other-team")]
    [InlineData("update_a_hashicorp_terraform_cloud_workspace_by_id", "vcs_repo_oauth_token_id", "ot-AAAAAAAAAAAAAAAA")]
    [InlineData("create_a_hashicorp_terraform_cloud_workspace", "vcs_repo_identifier", "acme/other-team")]
    [InlineData("create_a_hashicorp_terraform_cloud_workspace", "migration_environment", "acme/other")]
    [InlineData("create_a_hashicorp_terraform_cloud_stack", "vcs_repo_identifier", "acme/other-team")]
    public async Task What_the_organization_lends_by_name_is_outside_like_what_it_lends_by_id(string tool, string argument, string value)
    {
        await using var product = await TestProduct.StartAsync();
        var owner = await product.TokenAsync($$"""{ {{All}} }""");
        var project = (await ItemsAsync(product, owner, "list_all_hashicorp_terraform_cloud_projects", """{"names":"Frontend"}"""))[0]!["id"];
        var token = await product.TokenAsync($$"""{ {{All}}, "scope":{"projects":["Frontend"]} }""");
        var place = tool.StartsWith("update", StringComparison.Ordinal) ? $"\"workspace_id\":\"{product.Sandbox.WorkspaceId("eu-frontend")}\"" : $"\"name\":\"sample\",\"project_id\":\"{project}\"";
        var refused = await RefusedAsync(product, token, tool, $$"""{ {{place}},"{{argument}}":"{{value}}"}""");
        Assert.Contains(argument, (string)refused["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{}", null, null)]
    [InlineData("""{"scope":{"workspaces":["eu-*"]}}""", null, "Only this is in reach: workspaces eu-*.")]
    [InlineData("{}", """{"projects":["Frontend"]}""", "Only this is in reach: projects Frontend (set for every URL of this account).")]
    [InlineData("""{"scope":{"workspaces":["eu-*"]}}""", """{"projects":["Frontend"]}""", "Only this is in reach: workspaces eu-*, as far as it is in projects Frontend (set for every URL of this account).")]
    public async Task What_binds_is_told_to_the_agent_and_stands_in_the_record(string config, string? policy, string? told)
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync(config);
        if (policy is not null)
        {
            await product.ConnectAsync(members: $$""","policy":{"scope":{{policy}}}""");
        }

        var instructions = (string)(await product.AskAsync((string)minted["token"]!, "initialize",
            """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"c","version":"1"}}"""))["result"]!["instructions"]!;
        Assert.Equal(told is not null, instructions.Contains("in reach", StringComparison.Ordinal));
        Assert.Contains(told ?? "", instructions, StringComparison.Ordinal);

        using var read = await product.AdminAsync(HttpMethod.Get, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}");
        var record = JsonNode.Parse(await read.Content.ReadAsStringAsync())!;
        Assert.Equal(policy, record["policy_scope"]?.ToJsonString());
        using var preview = await product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TestProduct.Account}/mcp", $$"""{"name":"x","dry_run":true,"config":{{config}}}""");
        Assert.Equal(policy, JsonNode.Parse(await preview.Content.ReadAsStringAsync())!["policy_scope"]?.ToJsonString());
    }

    [Fact]
    public async Task An_entry_of_the_form_of_an_id_is_never_a_name()
    {
        await using var product = await TestProduct.StartAsync();
        var owner = await product.TokenAsync($$"""{ {{All}} }""");
        var target = product.Sandbox.WorkspaceId("internal-vpn")!;
        var other = product.Sandbox.WorkspaceId("eu-frontend")!;
        await OkAsync(product, owner, "update_a_hashicorp_terraform_cloud_workspace_by_id", $$"""{"workspace_id":"{{other}}","name":"{{target}}"}""");
        var token = await product.TokenAsync($$"""{ {{All}}, "scope":{"workspaces":["{{target}}"]} }""");
        await OkAsync(product, token, Read, $$"""{"workspace_id":"{{target}}"}""");
        await RefusedAsync(product, token, Read, $$"""{"workspace_id":"{{other}}"}""");
        await RefusedAsync(product, token, "get_single_hashicorp_terraform_cloud_workspace_by_name", $$"""{"workspace_name":"{{target}}"}""");
    }

    [Fact]
    public async Task Lists_page_by_what_is_in_scope_and_count_nothing_else()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync($$"""{ {{All}}, "scope":{"tags":["network","frontend"]} }""");
        var whole = await OkAsync(product, token, "list_all_hashicorp_terraform_cloud_workspaces", """{"page_size":100}""");
        var names = whole["items"]!.AsArray().Select(item => (string)item!["name"]!).ToArray();
        Assert.Equal(names.Length, (int)whole["total_count"]!);
        Assert.InRange(names.Length, 4, 20);

        var paged = new List<string>();
        var arguments = """{"page_size":2}""";
        for (var page = await OkAsync(product, token, "list_all_hashicorp_terraform_cloud_workspaces", arguments); ;
            page = await OkAsync(product, token, "list_all_hashicorp_terraform_cloud_workspaces", arguments))
        {
            paged.AddRange(page["items"]!.AsArray().Select(item => (string)item!["name"]!));
            if (page["next_cursor"] is not { } cursor)
            {
                break;
            }

            Assert.Equal(2, page["items"]!.AsArray().Count);
            arguments = $$"""{"cursor":"{{cursor}}"}""";
        }

        Assert.Equal(names, paged);

        // A search for what lies elsewhere is a search for nothing: no cursor, no count.
        var elsewhere = await OkAsync(product, token, "list_all_hashicorp_terraform_cloud_workspaces", """{"search":"database","page_size":1}""");
        var nothing = await OkAsync(product, token, "list_all_hashicorp_terraform_cloud_workspaces", """{"search":"no-such-thing","page_size":1}""");
        Assert.Equal(nothing.ToJsonString(), elsewhere.ToJsonString());
    }

    [Fact]
    public async Task A_refusal_tells_nothing_by_its_headers_either()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync($$"""{ {{All}}, "scope":{"workspaces":["core-*"]} }""");
        foreach (var id in new[] { product.Sandbox.WorkspaceId("eu-frontend"), "ws-AAAAAAAAAAAAAAAA" })
        {
            using var answer = await product.PostAsync(token,
                $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{Read}}}","arguments":{"workspace_id":"{{{id}}}"} } }""");
            Assert.DoesNotContain(answer.Headers, header => header.Key.StartsWith("ratelimit", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task A_tool_of_the_organization_that_is_named_sees_the_organization_and_no_other_workspace()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync($$"""{ {{All}}, "scope":{"workspaces":["core-networking"],"organization_tools":["tfc_policy_sets_*"]} }""");
        var sets = await ItemsAsync(product, token, "list_all_hashicorp_terraform_cloud_policy_sets", """{"fields":["*"]}""");
        Assert.InRange(sets.Count, 4, 20);
        Assert.DoesNotContain(product.Sandbox.WorkspaceId("prod-database-cluster")!, sets.ToJsonString(), StringComparison.Ordinal);

        var attach = $$"""{"policy_set_id":"{{sets[0]!["id"]}}","workspace_ids":["{{product.Sandbox.WorkspaceId("eu-frontend")}}"]}""";
        await RefusedAsync(product, token, "hashicorp_terraform_cloud_policy_sets_add_workspaces", attach);
        var answer = await product.AskAsync(token, "tools/call", """{"name":"list_all_hashicorp_terraform_cloud_teams","arguments":{}}""");
        Assert.Contains("Unknown tool", (string)answer["error"]!["message"]!, StringComparison.Ordinal);
    }

    // docs/design/scope.md has these numbers: extra requests of a process's first call, and of the next.
    [Theory]
    [InlineData("none", 0, 0, 0, 0, 0, 0, 0, 0)]
    [InlineData("id", 0, 0, 1, 0, 1, 0, 0, 0)]
    [InlineData("name", 1, 1, 2, 1, 2, 1, 0, 0)]
    [InlineData("project", 1, 1, 2, 1, 2, 1, 1, 1)]
    public async Task An_unscoped_call_asks_nothing_more_and_a_scoped_one_at_most_two_times(
        string by, int workspaceFirst, int workspaceNext, int runFirst, int runNext, int planFirst, int planNext, int listFirst, int listNext)
    {
        Assert.Equal((workspaceFirst, workspaceNext), await CountAsync((workspace, _, _) => (Read, $$"""{"workspace_id":"{{workspace}}"}""")));
        Assert.Equal((runFirst, runNext), await CountAsync((_, run, _) => ("get_single_hashicorp_terraform_cloud_run_by_id", $$"""{"run_id":"{{run}}"}""")));
        Assert.Equal((planFirst, planNext), await CountAsync((_, run, plan) => ("get_single_hashicorp_terraform_cloud_plan_by_id", $$"""{"plan_id":"{{plan}}","run_id":"{{run}}"}""")));
        Assert.Equal((listFirst, listNext), await CountAsync((_, _, _) => ("list_all_hashicorp_terraform_cloud_workspaces", "{}")));

        async Task<(int First, int Next)> CountAsync(Func<string, string, string, (string Tool, string Arguments)> call)
        {
            await using var product = await TestProduct.StartAsync();
            var workspace = product.Sandbox.WorkspaceId("core-networking")!;
            var owner = await product.TokenAsync($$"""{ {{All}} }""");
            var run = (await ItemsAsync(product, owner, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{workspace}}","fields":["plan_id"]}"""))[0]!;
            var token = by switch
            {
                "id" => await product.TokenAsync($$"""{ {{All}}, "scope":{"workspaces":["{{workspace}}"]} }"""),
                "name" => await product.TokenAsync($$"""{ {{All}}, "scope":{"workspaces":["core-*"]} }"""),
                "project" => await product.TokenAsync($$"""{ {{All}}, "scope":{"projects":["Networking"]} }"""),
                _ => owner,
            };
            var (tool, arguments) = call(workspace, (string)run["id"]!, (string)run["plan_id"]!);
            return (await ExtraAsync(), await ExtraAsync());

            async Task<int> ExtraAsync()
            {
                product.Sandbox.Requests.Clear();
                await OkAsync(product, token, tool, arguments);
                return (int)product.Sandbox.Requests.Total - 1;
            }
        }
    }

    [Theory]
    [InlineData("""{"projcts":["a"]}""", "there is no such member")]
    [InlineData("{}", "at least one of projects, workspaces and tags is needed")]
    [InlineData("""{"organization_tools":["tfc_teams_list"]}""", "at least one of projects, workspaces and tags is needed")]
    [InlineData("""{"workspaces":["a/b"]}""", "a workspace's name")]
    [InlineData("""{"projects":[]}""", "1 to 256 are allowed")]
    [InlineData("""{"workspaces":["a"],"organization_tools":["tfc_runs_get"]}""", "no tool of this name acts on the organization")]
    [InlineData("true", "an object is needed")]
    public async Task A_scope_that_is_not_one_is_refused_when_minting(string scope, string complaint)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TestProduct.Account}/mcp", $$"""{"name":"x","config":{"scope":{{scope}} } }""");
        Assert.Equal(422, (int)answer.StatusCode);
        Assert.Contains(complaint, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scope_is_shown_kept_by_a_change_and_taken_away_by_null()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"scope":{"projects":["Frontend"],"tags":["eu"]}}""");
        Assert.Equal("""{"projects":["Frontend"],"tags":["eu"]}""", minted["config"]!["scope"]!.ToJsonString());
        var path = $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}";
        Assert.NotNull((await PatchAsync("""{"config":{"listing":"all"}}"""))["config"]!["scope"]);
        Assert.Null((await PatchAsync("""{"config":{"scope":null}}"""))["config"]!["scope"]);

        async Task<JsonNode> PatchAsync(string body)
        {
            using var answer = await product.AdminAsync(HttpMethod.Patch, path, body);
            return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        }
    }

    [Fact]
    public async Task Only_a_scoped_URL_is_shown_the_arguments_that_prove_what_an_id_is_of()
    {
        await using var product = await TestProduct.StartAsync();
        const string Config = """ "methods":["read"],"tools":["tfc_plans_get"] """;
        foreach (var (token, isShown) in new[] { (await product.TokenAsync($$"""{ {{Config}} }"""), false), (await product.TokenAsync($$"""{ {{Config}}, "scope":{"projects":["Frontend"]} }"""), true) })
        {
            var tool = Assert.Single((await product.AskAsync(token, "tools/list"))["result"]!["tools"]!.AsArray())!;
            Assert.Equal(isShown, tool["inputSchema"]!["properties"]!["run_id"] is not null);
        }
    }

    [Fact]
    public async Task An_account_without_an_organization_has_no_scopes()
    {
        await using var product = await TestProduct.StartAsync();
        using var connected = await product.AdminAsync(HttpMethod.Put, "/integrated-account/nameless", """{"address":"http://127.0.0.1:8080","credential":{"secret":"s"}}""");
        Assert.True(connected.IsSuccessStatusCode);
        using var answer = await product.AdminAsync(HttpMethod.Post, "/integrated-account/nameless/mcp", """{"name":"x","config":{"scope":{"workspaces":["a"]}}}""");
        Assert.Equal(422, (int)answer.StatusCode);
        using var policy = await product.AdminAsync(HttpMethod.Put, "/integrated-account/nameless", """{"address":"http://127.0.0.1:8080","credential":{"secret":"s"},"policy":{"scope":{"workspaces":["a"]}}}""");
        Assert.Equal(422, (int)policy.StatusCode);
    }
}
