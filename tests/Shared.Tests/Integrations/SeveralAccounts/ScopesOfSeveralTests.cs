using System.Text.Json.Nodes;
using ServerlessMcp.Catalog;
using static ServerlessMcp.Tests.Integrations.SeveralAccounts.TwoAccounts;

namespace ServerlessMcp.Tests.Integrations.SeveralAccounts;

/// <summary>Whatever a URL of two scoped accounts is asked, it answers nothing of what lies outside.</summary>
public sealed class ScopesOfSeveralTests(ITestOutputHelper output)
{
    private const int Calls = 2_000;

    private static readonly string[] Workspaces = ["eu-frontend", "payment-gateway", "core-networking", "legacy-billing", "internal-vpn", "frontend-cdn"];
    private static readonly string[] Rooms = ["tower/a", "tower/a/north", "tower/ab", "tower", "tower/b", "TOWER/A", "tower/a/../b", "tower//a", "/tower/a", "tower/a/", "", "tower/a\\..\\b", "hall"];
    private static readonly string[] Prefixes = ["", "", "", "mcp__two__", "srv_"];

    [Fact]
    [Trait("Lane", "slow")]
    public async Task Two_thousand_random_calls_over_two_accounts_reach_nothing_outside()
    {
        await using var product = await StartAsync();
        const string Config = """{"methods":["*"],"tags":["*"],"listing":"search","tool_names":"short","accounts":["wall"],"scope":{"sandbox":{"workspaces":["eu-*"]},"wall":{"rooms":["tower/a"]}}}""";
        var token = await product.TokenAsync(Config, members: ""","expires_at":"2026-01-01T20:00:00Z" """);
        var ids = Workspaces.ToDictionary(name => name, name => product.Sandbox.WorkspaceId(name)!);
        var random = new Random(18);
        var (inside, outside) = (0, 0);
        for (var i = 0; i < Calls; i++)
        {
            var (tool, arguments, isInside, foreign) = Pick(random, ids);
            var name = Prefixes[random.Next(Prefixes.Length)] + tool;
            var answer = random.Next(2) == 0 ? await product.AskAsync(token, "tools/call", Call(name, arguments.ToJsonString()))
                : await product.AskAsync(token, "tools/call", Call("call_tool", new JsonObject { ["name"] = name, ["arguments"] = arguments }.ToJsonString()));
            product.Time.Advance(TimeSpan.FromSeconds(2));
            var said = answer["result"] is { } result ? result["content"]![0]!["text"]!.ToString() : answer["error"]!.ToJsonString();
            var isRefused = answer["error"] is not null || (bool)answer["result"]!["isError"]!;
            Assert.True(isInside != isRefused, $"{name} {arguments.ToJsonString()}: {said}");
            (inside, outside) = isInside ? (inside + 1, outside) : (inside, outside + 1);
            Assert.True(foreign is null || !said.Contains(foreign, StringComparison.Ordinal), $"{name} {arguments.ToJsonString()}: {said}");
        }

        output.WriteLine($"{inside} inside, {outside} outside");
        Assert.True(inside > 100 && outside > 500);

        // Nothing foreign was read either, but to find out whose it is.
        Assert.DoesNotContain(product.Sandbox.Requests.ToList(), request => request.Path.Contains("/current-state-version", StringComparison.Ordinal)
            && ids.Where(one => !one.Key.StartsWith("eu-", StringComparison.Ordinal)).Any(one => request.Path.Contains(one.Value, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("a/pay", "a/pay", true)]
    [InlineData("a/pay", "a/pay/x", true)]
    [InlineData("a/pay", "a/payroll", false)]
    [InlineData("a/pay", "a/pa", false)]
    [InlineData("a/pay", "a/pay/../roll", false)]
    [InlineData("a/pay", "A/pay", false)]
    [InlineData("a/pay", "a/pay/", false)]
    [InlineData("a/pay", "a//pay", false)]
    [InlineData("a/pay", "/a/pay", false)]
    [InlineData("a/pay/", "a/pay/x", false)]
    [InlineData("", "a", false)]
    [InlineData("a/pay", "", false)]
    [InlineData("a", "a\\b", false)]
    public void A_path_reaches_itself_and_what_lies_below_it_by_whole_segments(string prefix, string path, bool isIn) => Assert.Equal(isIn, PathPrefix.Covers(prefix, path));

    private static (string Tool, JsonObject Arguments, bool IsInside, string? Foreign) Pick(Random random, Dictionary<string, string> ids)
    {
        var name = Workspaces[random.Next(Workspaces.Length)];
        var (workspace, isInside) = (random.Next(2) == 0 ? name : ids[name], name.StartsWith("eu-", StringComparison.Ordinal));
        switch (random.Next(5))
        {
            case 0:
                var room = Rooms[random.Next(Rooms.Length)];
                return ("clock_now", new JsonObject { ["room"] = room }, room is "tower/a" or "tower/a/north", room is "tower/a" or "tower/a/north" ? null : "2026-");
            case 1:
                return ("clock_compare_state", new JsonObject { ["workspace"] = workspace }, true, isInside ? null : "\"items\""); // It passes on what it was told.
            case 2:
                return ("clock_alarm_set", new JsonObject { ["at"] = "07:30" }, false, null); // It acts on the whole clock.
            case 3:
                return ("tfc_workspaces_find_resources", new JsonObject { ["workspace_id"] = workspace, ["include_values"] = true }, isInside, isInside ? null : "\"items\"");
            default:
                return ("tfc_workspaces_get", new JsonObject { ["workspace_id"] = ids[name] }, isInside, isInside ? null : $"\"name\":\"{name}\"");
        }
    }
}
