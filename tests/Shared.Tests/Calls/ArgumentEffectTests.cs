using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Calls;

/// <summary>
/// An argument may do more than its tool: a run that applies by itself is an apply. A URL shows and takes such arguments only if it has what they do, and what it starts
/// is held where the API's own default would let it go on.
/// </summary>
public sealed class ArgumentEffectTests
{
    private const string CreateRun = "create_a_hashicorp_terraform_cloud_run";
    private const string CreateVersion = "create_a_hashicorp_terraform_cloud_configuration_version";
    private const string UpdateWorkspace = "update_a_hashicorp_terraform_cloud_workspace_by_id";
    private const string Apply = "hashicorp_terraform_cloud_runs_apply";

    private const int Rounds = 10;

    // What clients make of a boolean, and what a model may try where true was refused.
    private static readonly string[] Yes = ["true", "\"true\"", "\"TRUE\"", "\" True \"", "1", "\"1\"", "\"yes\"", "\"on\"", "[true]", "{\"value\":true}"];

    private static readonly string[] Methods = ["read", "create", "update", "delete", "custom"];

    // Of the API, in the body or the query: what applies by itself, and what destroys.
    private static readonly string[] Applying =
        ["auto-apply", "auto-apply-run-trigger", "allow-empty-apply", "auto-queue-runs", "queue-all-runs", "auto-destroy-at", "auto-destroy-activity-duration", "inherits-project-auto-destroy"];

    private static readonly string[] Destroying =
        ["is-destroy", "destroy-all", "auto-destroy-at", "auto-destroy-activity-duration", "inherits-project-auto-destroy", "allow-force-delete-workspaces", "force"];

    private static readonly TerraformTool[] Dangerous = [.. TerraformTools.All.Where(tool => tool.Arguments.Any(argument => argument.Adds is not null))];

    [Trait("Lane", "slow")]
    [Fact]
    public async Task No_combination_of_arguments_on_a_URL_without_the_methods_ends_in_a_run_that_applies_or_destroys_or_a_setting_that_does()
    {
        RecordingHandler? recorder = null;
        await using var product = await TestProduct.StartAsync(upstream: new SandboxOptions { RateLimits = false }, between: sandbox => recorder = new RecordingHandler(new SandboxHandler(sandbox)));
        var random = new Random(20260101);
        var sent = 0;
        for (var subset = 1; subset < 1 << Methods.Length; subset++)
        {
            string[] methods = [.. Methods.Where((_, index) => (subset >> index & 1) == 1)];
            foreach (var exclude in new[] { "tfc_comments_create", Apply })
            {
                var token = await product.TokenAsync(
                    new JsonObject { ["methods"] = Array(methods), ["tags"] = Array("*"), ["exclude_tools"] = Array(exclude), ["listing"] = "search" }.ToJsonString());
                var (applies, deletes) = (methods.Contains("custom") && exclude != Apply, methods.Contains("delete"));
                recorder!.Sent.Clear();
                foreach (var tool in Dangerous)
                {
                    for (var round = 0; round < Rounds; round++)
                    {
                        await CallAnyAsync(product, token, tool, Arguments(product, tool, random, round), throughFinder: round % 2 == 1);
                    }
                }

                foreach (var (method, path, body) in recorder.Sent)
                {
                    sent++;
                    var attributes = body.StartsWith('{') ? JsonNode.Parse(body)!["data"] is JsonObject data ? data["attributes"] as JsonObject : null : null;
                    var on = body.StartsWith('{') ? Members(JsonNode.Parse(body)).Where(member => IsOn(member.Value)).Select(member => member.Key).ToHashSet() : [];
                    Assert.All(applies ? [] : Applying, name => Assert.False(on.Contains(name) || path.Contains($"{name}=true", StringComparison.OrdinalIgnoreCase), $"{string.Join(' ', methods)}: {method} {path} {body}"));
                    Assert.All(deletes ? [] : Destroying, name => Assert.False(on.Contains(name) || path.Contains($"{name}=true", StringComparison.OrdinalIgnoreCase), $"{string.Join(' ', methods)}: {method} {path} {body}"));
                    Assert.False(!methods.Contains("custom") && method == "PATCH" && path.Contains("/workspaces/", StringComparison.Ordinal) && on.Contains("project"), body);
                    Assert.False(!applies && method == "POST" && path.EndsWith("/test-runs", StringComparison.Ordinal), path);
                    Assert.True(applies || !(method == "POST" && path.EndsWith("/runs", StringComparison.Ordinal)) || (bool?)attributes?["auto-apply"] == false, body);
                    Assert.True(applies || !(method == "POST" && path.EndsWith("/configuration-versions", StringComparison.Ordinal) && !path.Contains("/tests/", StringComparison.Ordinal)) || (bool?)attributes?["auto-queue-runs"] == false, body);
                    Assert.True(methods.Contains("custom") || !(path.Contains("source=fetch", StringComparison.Ordinal) || path.Contains("source=reuse", StringComparison.Ordinal)), path);
                }
            }
        }

        Assert.InRange(sent, 1_000, int.MaxValue);
    }

    [Fact]
    public void A_URL_shows_no_argument_whose_effect_it_may_not_have_and_says_destructive_where_it_shows_one()
    {
        foreach (var address in new[] { "https://app.terraform.io", "https://tfe.example.com" })
        {
            var account = new IntegratedAccount { Id = "a", Address = new(address), SecretName = "s" };
            for (var subset = 1; subset < 1 << Methods.Length; subset++)
            {
                string[] methods = [.. Methods.Where((_, index) => (subset >> index & 1) == 1)];
                var filter = new ToolFilter(new McpServerConfig { Methods = methods, Tags = ["*", "credentials"] }, account, TerraformTools.Catalog);
                foreach (var tool in filter.Select())
                {
                    var row = TerraformTools.Find(tool.Name, ToolNames.Canonical)!;
                    var hidden = row.Arguments.Where(argument => argument.Adds is { } adds && ((adds.Tools.Count > 0 && !methods.Contains("custom")) || (adds.Deletes && !methods.Contains("delete"))));
                    Assert.Equal(
                        row.Arguments.Where(filter.Knows).Except(hidden.Where(argument => argument.Adds!.Harmless.Count == 0)).Select(argument => argument.Name), tool.Arguments.Select(argument => argument.Name));
                    Assert.All(hidden.Where(argument => argument.Adds!.Harmless.Count > 0), argument => Assert.Equal(argument.Adds!.Harmless, tool.Arguments.Single(shown => shown.Name == argument.Name).AllowedValues));
                    var isWorse = row.Effect == Effect.Destroy || row.Arguments.Except(hidden).Any(argument => argument.Adds is not null);
                    Assert.Equal(isWorse, tool.WorstEffect == Effect.Destroy);
                }
            }
        }
    }

    [Theory]
    [InlineData("""{"auto_apply":true}""", "auto_apply: true has the effect of the tool hashicorp_terraform_cloud_runs_apply, which this URL does not have. Allowed here: false, or nothing.")]
    [InlineData("""{"is_destroy":true}""", "is_destroy: true has the effect of the method delete, which this URL does not have. Allowed here: false, or nothing.")]
    [InlineData("""{"is_destroy":true,"auto_apply":true}""", "is_destroy: true has the effect of the method delete")]
    public async Task A_refusal_says_what_would_be_needed_and_nothing_is_sent(string more, string says)
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"methods":["read","create"]}""");
        var arguments = JsonNode.Parse(more)!.AsObject();
        arguments["workspace_id"] = product.Sandbox.WorkspaceId("eu-frontend");
        var before = product.Sandbox.Requests.ToList().Count;
        var error = (await product.CallAsync((string)minted["token"]!, CreateRun, arguments.ToJsonString())).Answer()["error"]!;
        Assert.Equal((422, false), ((int)error["status"]!, (bool)error["retryable"]!));
        Assert.Contains(says, (string)error["detail"]!, StringComparison.Ordinal);
        Assert.Equal(before, product.Sandbox.Requests.ToList().Count);

        // What was tried is in the trail.
        var entry = (await EntriesAsync(product, minted))[^1];
        Assert.Equal(("argument_refused", "destroy", "true"), ((string)entry["outcome"]!, (string)entry["effect"]!, (string)entry["arguments"]![arguments.First().Key]!));
    }

    [Fact]
    public async Task Where_a_URL_can_not_apply_its_runs_and_its_code_wait()
    {
        RecordingHandler? recorder = null;
        await using var product = await TestProduct.StartAsync(between: sandbox => recorder = new RecordingHandler(new SandboxHandler(sandbox)));
        var workspace = product.Sandbox.WorkspaceId("eu-frontend");
        var owner = await product.TokenAsync("""{"methods":["*"],"tags":["*"]}""");
        await product.CallAsync(owner, UpdateWorkspace, $$"""{"workspace_id":"{{workspace}}","auto_apply":true}""");

        var token = await product.TokenAsync("""{"methods":["read","create"],"tags":["*"]}""");
        var run = await product.CallAsync(token, CreateRun, $$"""{"workspace_id":"{{workspace}}","auto_apply":false}""");
        Assert.False((bool)run.Answer()["auto_apply"]!);
        run = await product.CallAsync(token, CreateRun, $$"""{"workspace_id":"{{workspace}}"}""");
        Assert.False((bool)run.Answer()["auto_apply"]!);

        recorder!.Sent.Clear();
        var version = await product.CallAsync(token, CreateVersion, $$$"""{"workspace_id":"{{{workspace}}}","files":{"main.tf":"# nothing"}}""");
        Assert.True((bool?)version["isError"] != true, version.ToJsonString());
        Assert.Contains("\"auto-queue-runs\":false", Assert.Single(recorder.Sent, request => request.Method == "POST").Body, StringComparison.Ordinal);

        // A URL that can apply is left to the API's defaults.
        run = await product.CallAsync(owner, CreateRun, $$"""{"workspace_id":"{{workspace}}"}""");
        Assert.True((bool)run.Answer()["auto_apply"]!);
        await product.CallAsync(owner, CreateVersion, $$$"""{"workspace_id":"{{{workspace}}}","files":{"main.tf":"# nothing"}}""");
        Assert.DoesNotContain("auto-queue-runs", recorder.Sent.Last(request => request.Path.EndsWith("/configuration-versions", StringComparison.Ordinal)).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_is_tightened_takes_the_arguments_from_a_URL_at_once()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"]}""");
        var arguments = $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("eu-frontend")}}","auto_apply":true}""";
        Assert.True((bool?)(await product.CallAsync(token, CreateRun, arguments))["isError"] != true);
        await product.ConnectAsync(members: ""","policy":{"methods":["read","create"]}""");
        Assert.Contains("runs_apply", (string)(await product.CallAsync(token, CreateRun, arguments)).Answer()["error"]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_trail_has_the_effect_of_the_arguments_that_were_given_and_their_booleans_numbers_and_choices()
    {
        await using var product = await TestProduct.StartAsync();
        var minted = await product.MintAsync("""{"methods":["*"],"tags":["*"]}""");
        var token = (string)minted["token"]!;
        var workspace = product.Sandbox.WorkspaceId("eu-frontend");
        await product.CallAsync(token, CreateRun, $$"""{"workspace_id":"{{workspace}}","is_destroy":true,"plan_only":true,"message":"words of mine"}""");
        await product.CallAsync(token, CreateRun, $$"""{"workspace_id":"{{workspace}}","auto_apply":false}""");
        await product.CallAsync(token, UpdateWorkspace, $$"""{"workspace_id":"{{workspace}}","execution_mode":"remote","description":"words of mine"}""");
        await product.CallAsync(token, UpdateWorkspace, $$"""{"workspace_id":"{{workspace}}","auto_destroy_at":"2026-02-01T00:00:00Z"}""");
        await product.CallAsync(token, "create_a_hashicorp_terraform_cloud_workspace_variable", $$"""{"workspace_id":"{{workspace}}","key":"k","value":"words of mine","category":"env","sensitive":true}""");

        var entries = await EntriesAsync(product, minted);
        Assert.Equal(["destroy", "destroy", "mutate", "mutate", "mutate", "mutate", "destroy", "destroy", "mutate", "mutate"], entries.Select(entry => (string)entry["effect"]!));
        Assert.All(entries.Take(2), entry => Assert.Equal(("true", "true", "message"), ((string)entry["arguments"]!["is_destroy"]!, (string)entry["arguments"]!["plan_only"]!, (string)entry["withheld"]![0]!)));
        Assert.Equal("remote", (string)entries[4]["arguments"]!["execution_mode"]!);
        Assert.Equal(("env", "true"), ((string)entries[8]["arguments"]!["category"]!, (string)entries[8]["arguments"]!["sensitive"]!));
        Assert.All(entries, entry => Assert.Equal([workspace], entry["targets"]!.AsArray().Select(target => (string)target!).Where(target => target.StartsWith("ws-", StringComparison.Ordinal) || target is "remote" or "env" or "true")));
        Assert.DoesNotContain(entries, entry => entry.ToJsonString().Contains("words", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_found_by_searching_is_shown_as_the_URL_has_it()
    {
        await using var product = await TestProduct.StartAsync();
        foreach (var (methods, destructive) in new[] { ("""["read","create"]""", false), ("""["*"]""", true) })
        {
            var token = await product.TokenAsync($$"""{"methods":{{methods}},"tools":["{{CreateRun}}","{{Apply}}*"],"listing":"search"}""");
            var found = (await product.CallAsync(token, "search_tools", """{"query":"create run"}""")).Answer()["items"]!.AsArray().Single(item => (string)item!["name"]! == CreateRun)!;
            Assert.Equal((destructive ? "destroy" : "mutate", destructive, destructive),
                ((string)found["effect"]!, found["inputSchema"]!["properties"]!["auto_apply"] is not null, found["inputSchema"]!["properties"]!["is_destroy"] is not null));
            var listed = (await product.AskAsync(token, "tools/list"))["result"]!["tools"]!.AsArray().Single(tool => (string)tool!["name"]! == "call_tool")!;
            Assert.Equal(destructive, (bool)listed["annotations"]!["destructiveHint"]!);
        }
    }

    private static bool IsOn(JsonNode? value) => value is not null && !(value.GetValueKind() == System.Text.Json.JsonValueKind.False);

    private static IEnumerable<KeyValuePair<string, JsonNode?>> Members(JsonNode? node) => node switch
    {
        JsonObject some => some.SelectMany(member => Members(member.Value).Prepend(member)),
        JsonArray all => all.SelectMany(Members),
        _ => [],
    };

    private static JsonArray Array(params string[] texts) => [.. texts.Select(text => (JsonNode)text)];

    // The first round has each alone in turn over the rounds, the others are drawn. From the fifth on they come as other clients write them: as texts, by other spellings of their names, one level deeper.
    private static JsonObject Arguments(TestProduct product, TerraformTool tool, Random random, int round)
    {
        var arguments = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
        if (arguments.ContainsKey("workspace_id"))
        {
            arguments["workspace_id"] = product.Sandbox.WorkspaceId("web-frontend");
        }

        var dangerous = tool.Arguments.Where(argument => argument.Adds is not null).ToArray();
        foreach (var (argument, index) in dangerous.Select((argument, index) => (argument, index)))
        {
            if (round == 0 ? index == random.Next(dangerous.Length) : round == 1 || random.Next(2) == 0)
            {
                var name = round < 6 ? argument.Name : random.Next(4) switch
                {
                    0 => argument.Name.ToUpperInvariant(),
                    1 => argument.Name.Replace('_', '-'),
                    2 => JsonNamingPolicy.CamelCase.ConvertName(string.Concat(argument.Name.Split('_').Select(word => char.ToUpperInvariant(word[0]) + word[1..]))),
                    _ => argument.Name,
                };
                arguments[name] = argument.Kind == JsonKind.Boolean ? JsonNode.Parse(round < 5 ? "true" : Yes[random.Next(Yes.Length)])
                    : argument.AllowedValues.Count > 0 ? argument.AllowedValues[^1]
                    : argument.Name == "project_id" ? product.Sandbox.WorkspaceId("eu-frontend")!.Replace("ws-", "prj-", StringComparison.Ordinal) : "2026-02-01T00:00:00Z";
            }
        }

        return round < 8 ? arguments : new JsonObject { [round == 8 ? "arguments" : "attributes"] = arguments };
    }

    private static async Task CallAnyAsync(TestProduct product, string token, TerraformTool tool, JsonObject arguments, bool throughFinder)
    {
        var call = throughFinder
            ? new JsonObject { ["name"] = "call_tool", ["arguments"] = new JsonObject { ["name"] = tool.Name, ["arguments"] = arguments } }
            : new JsonObject { ["name"] = tool.Name, ["arguments"] = arguments };
        await product.AskAsync(token, "tools/call", call.ToJsonString());
    }

    private static async Task<IReadOnlyList<JsonNode>> EntriesAsync(TestProduct product, JsonNode minted)
    {
        using var answer = await product.AdminAsync(HttpMethod.Get, $"/integrated-account/{TestProduct.Account}/mcp/{minted["id"]}/audit");
        return [.. JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["result"]!.AsArray().Select(entry => entry!)];
    }
}
