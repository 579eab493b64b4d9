using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Exposure;

/// <summary>Nothing is left to the honour system: what is listed and what can be called are the same set, over all tools, and reading sends nothing but GETs.</summary>
public sealed class ToolExposureTests
{
    private static readonly string[] Methods = ["read", "write", "custom", "list", "get", "create", "update", "delete"];
    private const int Slices = 8;

    private static readonly List<List<TerraformTool>> Kinds =
        [.. TerraformTools.All.GroupBy(tool => (tool.Method, tool.Availability, tool.NeedsHcpItself, tool.Adds is null, tool.Tags.Contains("core"), tool.Tags.Contains("credentials"))).Select(kind => kind.ToList())];

    [Trait("Lane", "slow")]
    [Fact]
    public async Task For_subsets_of_methods_and_tags_what_is_listed_is_what_can_be_called()
    {
        await using var product = await TestProduct.StartAsync();
        var at = 0;
        foreach (var (methods, tags) in Configs())
        {
            at++;
            using var minted = await product.AdminAsync(HttpMethod.Post, $"/integrated-account/{TestProduct.Account}/mcp",
                $$$"""{"name":"x","config":{"methods":{{{JsonSerializer.Serialize(methods)}}},"tags":{{{JsonSerializer.Serialize(tags)}}},"listing":"all"}}""");
            if (!minted.IsSuccessStatusCode)
            {
                Assert.Contains("no tool has one of the methods", await minted.Content.ReadAsStringAsync(), StringComparison.Ordinal);
                continue;
            }

            var token = (string)JsonNode.Parse(await minted.Content.ReadAsStringAsync())!["token"]!;
            var listed = await ListAsync(product, token);

            // Arguments that no tool takes: a tool that exists answers that, and nothing is sent. Of each URL every eighth tool and one of each kind that a filter tells apart is called,
            // another eighth for the next URL: so each tool by itself on forty URLs, and each kind on all of them.
            var called = Called(at).ToList();
            var callable = new HashSet<string>();
            foreach (var tool in called)
            {
                var answer = await product.AskAsync(token, "tools/call", $$$"""{"name":"{{{tool.Name}}}","arguments":{"no_such_argument":1}}""");
                if (answer["result"] is { } result)
                {
                    Assert.Equal("invalid arguments", (string)result.Answer()["error"]!["title"]!);
                    callable.Add(tool.Name);
                }
                else
                {
                    Assert.Contains("Unknown tool", (string)answer["error"]!["message"]!, StringComparison.Ordinal);
                }
            }

            // One of those that do the same is listed, and the other stays callable.
            Assert.All(called.Where(tool => callable.Contains(tool.Name) && !listed.Contains(tool.Name)), tool => Assert.Contains(tool.MergedInto!, listed));
            Assert.Superset(listed.Intersect(called.Select(tool => tool.Name)).ToHashSet(), callable);
        }

        Assert.DoesNotContain(product.Sandbox.Requests.ToList(), IsOfATool);
    }

    // Of each kind another one each time.
    private static IEnumerable<TerraformTool> Called(int at) => TerraformTools.All.Where((_, index) => index % Slices == at % Slices)
        .Concat(Kinds.Select(kind => kind[at % kind.Count])).DistinctBy(tool => tool.Name);

    // Whether this is HCP Terraform itself decides about two rows; it is asked once.
    private static bool IsOfATool(RecordedRequest request) => request.Path != "/api/v2/ping";

    [Fact]
    public async Task A_url_that_reads_sends_nothing_but_GETs_whatever_is_called_with_good_arguments()
    {
        await using var product = await TestProduct.StartAsync();
        const string Config = """{"methods":["read"],"tags":["*"]}""";
        var (hcp, enterprise) = (await product.TokenAsync(Config), await product.EnterpriseTokenAsync(Config));

        foreach (var tool in TerraformTools.All)
        {
            var token = tool.Availability == Availability.EnterpriseOnly ? enterprise : hcp;
            await product.AskAsync(token, "tools/call", $$"""{"name":"{{tool.Name}}","arguments":{{SampleArguments.For(tool)}}}""");
        }

        Assert.NotEmpty(product.Sandbox.Requests.ToList());
        Assert.All(product.Sandbox.Requests.ToList(), request => Assert.Equal("GET", request.Method));
        // A tool that changes something is hidden, and sends nothing; a report takes several requests.
        var (readers, reports) = (TerraformTools.All.Count(tool => tool.Effect == Effect.Read), TerraformTools.All.Count(tool => tool.Report is not null));
        Assert.InRange(product.Sandbox.Requests.ToList().Count, readers, readers + (reports * 9)); // The longest here reads ten times.
    }

    [Fact]
    public async Task Every_tool_can_be_called_with_good_arguments_and_sends_its_own_request_with_the_token_to_the_api_alone()
    {
        await using var product = await TestProduct.StartAsync();
        const string Config = """{"methods":["*"],"tags":["*","credentials"]}""";
        const string ADay = ""","expires_at":"2026-01-02T00:00:00Z" """;
        var (hcp, enterprise) = (await product.TokenAsync(Config, members: ADay), await product.EnterpriseTokenAsync(Config, ADay));
        foreach (var tool in TerraformTools.All)
        {
            var token = tool.Availability == Availability.EnterpriseOnly ? enterprise : hcp;
            product.Time.Advance(TimeSpan.FromMinutes(1)); // Past the sandbox's rate limits.
            var before = product.Sandbox.Requests.ToList().Count;
            var answer = await product.AskAsync(token, "tools/call", $$"""{"name":"{{tool.Name}}","arguments":{{SampleArguments.For(tool)}}}""",
                ("X-API-Key", TestProduct.AdminToken));

            Assert.True(answer["result"] is not null, $"{tool.Name}: {answer}");
            var error = answer["result"]!.Answer()["error"];
            Assert.True((string?)error?["title"] != "invalid arguments", $"{tool.Name}: {error}");
            var sent = product.Sandbox.Requests.ToList().Skip(before).Where(request => IsOfATool(request) || tool.Path.EndsWith("/ping", StringComparison.Ordinal)).ToList();

            // A row that uploads with PUT reads its path first, for the place to upload to.
            var uploads = tool.Verb == HttpMethod.Put && tool.Arguments.Any(argument => argument.Place == ArgumentPlace.Upload);
            // The version of a sensitive variable is read before its value is set: ReachingVariablesTests.
            var own = tool is { ResourceType: "vars", Effect: not Effect.Read } ? sent.First(request => request.Method != "GET") : sent[0];
            Assert.Equal(uploads ? "GET" : tool.Verb.Method, own.Method);

            // What follows is a blob that the first answer led to; the token goes to the API alone.
            Assert.All(sent, request => Assert.Equal(request.Host.StartsWith("127.0.0.1", StringComparison.Ordinal) || request.Host == "tfe.example.com", request.HasAuthorization));
        }
    }

    // Every subset of methods, every tag, and a fixed random sample of pairs of tags: 2^60 subsets of tags are for ToolFilterTests, which hold the one function behind both.
    private static IEnumerable<(string[] Methods, string[] Tags)> Configs()
    {
        for (var subset = 1; subset < 1 << Methods.Length; subset++)
        {
            yield return (Pick(Methods, subset), [BitOperations.PopCount((uint)subset) % 2 == 1 ? "*" : "core"]);
        }

        string[] tags = [.. TerraformTools.Catalog.Tags];
        foreach (var tag in tags)
        {
            yield return (["read"], [tag]);
        }

        foreach (var method in Methods)
        {
            yield return ([method], ["*"]);
        }

        var seed = 20260101u;
        for (var i = 0; i < 20; i++)
        {
            seed = (seed * 1664525) + 1013904223;
            yield return (Pick(Methods, (int)(seed % 255) + 1), [tags[(int)(seed >> 8) % tags.Length], tags[(int)(seed >> 16) % tags.Length]]);
        }
    }

    private static async Task<HashSet<string>> ListAsync(TestProduct product, string token)
    {
        var names = new HashSet<string>();
        var parameters = "{}";
        while (true)
        {
            var page = (await product.AskAsync(token, "tools/list", parameters))["result"]!;
            names.UnionWith(page["tools"]!.AsArray().Select(tool => (string)tool!["name"]!));
            if (page["nextCursor"] is not { } next)
            {
                return names;
            }

            parameters = $$"""{"cursor":"{{next}}"}""";
        }
    }

    private static string[] Pick(string[] from, int subset) => [.. from.Where((_, index) => (subset & (1 << index)) != 0)];
}
