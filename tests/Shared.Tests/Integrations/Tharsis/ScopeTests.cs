using System.Text.Json.Nodes;
using ServerlessMcp.Sandbox.Tharsis;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.Tharsis;

/// <summary>A URL with a scope reaches paths of whole segments, and nothing of the rest is told: not by an answer, an error or a count.</summary>
public sealed class ScopeTests
{
    private const int Calls = 2000;

    private static readonly string[] ById = ["get_run", "diagnose_run", "get_plan", "get_apply", "get_latest_job", "get_job", "get_job_logs", "get_workspace", "get_group", "get_managed_identity", "get_service_account"];

    [Fact]
    public async Task A_path_reaches_what_lies_below_it_and_not_what_begins_with_the_same_letters()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var token = await tharsis.TokenAsync("""{"scope":{"groups":["my-org/pay"]}}""");
        Assert.Equal("my-org/pay/api", (string?)(await tharsis.CallAsync(token, "get_workspace", new { id = "my-org/pay/api" }))["workspace"]!["full_path"]);
        Assert.Equal("my-org/pay", (string?)(await tharsis.CallAsync(token, "get_group", new { id = "my-org/pay" }))["group"]!["full_path"]);
        foreach (var (tool, id) in new[] { ("get_workspace", "my-org/payroll/db"), ("get_group", "my-org/payroll"), ("get_group", "my-org"), ("get_workspace", "my-org/my-workspace") })
        {
            Assert.Equal("out of scope", (string?)(await tharsis.CallAsync(token, tool, new { id }))["error"]!["title"]);
        }

        var listed = await tharsis.CallAsync(token, "get_workspaces");
        Assert.Equal(["my-org/pay/api"], listed["workspaces"]!.AsArray().Select(one => (string)one!["full_path"]!));
        Assert.Equal((1, false), ((int)listed["page_info"]!["total_count"]!, (bool)listed["page_info"]!["has_next_page"]!));
    }

    [Fact]
    public async Task What_is_not_there_and_what_is_outside_are_answered_alike()
    {
        await using var tharsis = await TharsisProduct.StartAsync("platform/agent", TharsisSandbox.AllSecret);
        var token = await tharsis.TokenAsync("""{"scope":{"workspaces":["my-org/my-workspace"]}}""");
        var foreign = tharsis.Sandbox.RunId("CANARY-foreign-platform-root");
        var outside = (await tharsis.CallAsync(token, "get_run", new { id = foreign })).ToJsonString();
        var absent = (await tharsis.CallAsync(token, "get_run", new { id = "Ul8zYWQ5OTY3Zi03YmM2LTQwMWEtOTRjYy04MTEyNjQ4YWExOGY" })).ToJsonString();
        Assert.Equal(absent, outside);
        Assert.Contains("my-org/my-workspace", outside, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_scope_of_workspaces_has_no_tool_for_groups_and_an_account_s_scope_bounds_that_of_a_URL()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var narrow = await tharsis.TokenAsync("""{"scope":{"workspaces":["my-org/pay"]}}""");
        var listed = (await tharsis.Product.AskAsync(narrow, "tools/list"))["result"]!["tools"]!.AsArray().Select(tool => (string)tool!["name"]!).ToArray();
        Assert.DoesNotContain("get_group", listed);
        Assert.Contains("get_workspace", listed);

        await tharsis.ConnectAsync(""","service_account":"trn:service_account:my-org/agent","policy":{"scope":{"groups":["my-org/platform"]}}""");
        var both = await tharsis.TokenAsync("""{"scope":{"groups":["my-org"]}}""");
        Assert.Equal("out of scope", (string?)(await tharsis.CallAsync(both, "get_workspace", new { id = "my-org/pay/api" }))["error"]!["title"]);
        Assert.NotNull((await tharsis.CallAsync(both, "get_workspace", new { id = "my-org/platform/network" }))["workspace"]);
    }

    [Theory]
    [InlineData("""{"groups":["/my-org"]}""")]
    [InlineData("""{"groups":["my-org//pay"]}""")]
    [InlineData("""{"workspaces":["my-org/*"]}""")]
    [InlineData("""{"projects":["my-org"]}""")]
    [InlineData("""{}""")]
    public async Task What_is_no_path_is_refused_when_the_URL_is_made(string scope)
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        using var answer = await tharsis.Product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TharsisProduct.Account}/mcp", """{"name":"x","config":{"scope":SCOPE}}""".Replace("SCOPE", scope, StringComparison.Ordinal));
        Assert.Equal(422, (int)answer.StatusCode);
    }

    [Fact]
    [Trait("Lane", "slow")]
    public async Task Of_two_thousand_calls_at_random_none_tells_of_anything_outside()
    {
        await using var tharsis = await TharsisProduct.StartAsync("platform/agent", TharsisSandbox.AllSecret);
        tharsis.Sandbox.Options.RequestsPerSecond = int.MaxValue;
        var token = await tharsis.TokenAsync("""{"scope":{"groups":["my-org/pay","my-org/platform"]}}""");
        var things = tharsis.Sandbox.Everything();
        var outside = things.Where(one => !IsIn(one.Path)).Select(one => one.Id).ToHashSet(StringComparer.Ordinal);
        var random = new Random(19);
        var (given, refused) = (0, 0);
        for (var call = 0; call < Calls; call++)
        {
            tharsis.Sandbox.Options.IsOldGeneration = random.Next(4) == 0;
            var thing = things[random.Next(things.Count)];
            var (tool, arguments) = random.Next(14) switch
            {
                0 => ("list_runs", new JsonObject { ["workspace"] = random.Next(2) == 0 ? thing.Id : thing.Path }),
                1 => ("get_workspaces", new JsonObject { ["first"] = random.Next(1, 4), ["search"] = random.Next(2) == 0 ? "my" : null }),
                2 => ("get_plan_diff", new JsonObject { ["run_id"] = thing.Id }),
                var which => (ById[which % ById.Length], new JsonObject { ["id"] = thing.Id }),
            };
            var told = (await tharsis.Product.CallAsync(token, tool, arguments.ToJsonString())).Answer();
            var answer = told.ToJsonString();
            Assert.DoesNotContain("CANARY", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("payroll", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("my-workspace", answer.Replace(thing.Path, "", StringComparison.Ordinal), StringComparison.Ordinal);
            if (!outside.Contains(thing.Id) || tool == "get_workspaces")
            {
                given++;
                continue;
            }

            refused++;
            Assert.Equal("out of scope", (string?)told["error"]?["title"]);
            foreach (var id in outside.Where(id => id != thing.Id))
            {
                Assert.DoesNotContain(id, answer, StringComparison.Ordinal);
            }
        }

        Assert.InRange(given, Calls / 10, Calls);
        Assert.InRange(refused, Calls / 10, Calls);
    }

    private static bool IsIn(string path) => path is "my-org/pay" or "my-org/platform" || path.StartsWith("my-org/pay/", StringComparison.Ordinal) || path.StartsWith("my-org/platform/", StringComparison.Ordinal);
}
