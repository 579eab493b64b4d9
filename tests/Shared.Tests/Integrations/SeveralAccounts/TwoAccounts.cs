using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Calls;
using ServerlessMcp.Http;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Integrations.Clock;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.SeveralAccounts;

/// <summary>The product with an account of each of two systems: Terraform's sandbox, under which URLs are minted, and a clock, whose tools they have as well.</summary>
internal static class TwoAccounts
{
    public const string Home = TestProduct.Account, Wall = "wall";

    /// <summary>A URL of both that may do everything.</summary>
    public const string Both = """{"methods":["*"],"tags":["core"],"listing":"all","accounts":["wall"],"scope":{"sandbox":"all","wall":"all"}}""";

    public const string ReadsWorkspaces = "list_all_hashicorp_terraform_cloud_workspaces";

    public static async Task<TestProduct> StartAsync(Action<ServerlessMcpOptions>? configure = null)
    {
        var product = await TestProduct.StartAsync(configure, services: services => services.AddSingleton<IIntegration, ClockIntegration>());
        await PutClockAsync(product);
        return product;
    }

    /// <summary>PUTs the clock's account with this policy.</summary>
    public static async Task PutClockAsync(TestProduct product, string policy = "{}", string account = Wall)
    {
        using var answer = await product.AdminAsync(HttpMethod.Put, $"/integrated-account/{account}", $$"""{"integration":"clock","credential":{"secret":"s"},"policy":{{policy}}}""");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>What the control plane answers: its status, and its text.</summary>
    public static async Task<(int Status, string Text)> AnswerAsync(this TestProduct product, HttpMethod method, string path, string? body = null, string token = TestProduct.AdminToken)
    {
        using var answer = await product.AdminAsync(method, path, body, token);
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public static Task<(int Status, string Text)> TryMintAsync(this TestProduct product, string config, string token = TestProduct.AdminToken, string members = "") =>
        product.AnswerAsync(HttpMethod.Post, $"/integrated-account/{Home}/mcp", $$"""{"name":"both","config":{{config}}{{members}}}""", token);

    public static async Task<string[]> ToolsAsync(this TestProduct product, string token) =>
        [.. (await product.AskAsync(token, "tools/list"))["result"]!["tools"]!.AsArray().Select(tool => (string)tool!["name"]!)];

    /// <summary>The answer to a call as it came, and what was read of the store for it.</summary>
    public static async Task<(JsonNode Answer, string Reads)> CountAsync(this TestProduct product, string token, string method, string parameters)
    {
        var reads = new List<RecordKind>();
        product.Store.Before = (kind, operation, _) =>
        {
            if (operation == "GetAsync" && kind is RecordKind.McpServer or RecordKind.IntegratedAccount or RecordKind.ApiToken)
            {
                lock (reads)
                    reads.Add(kind);
            }

            return Task.CompletedTask;
        };
        try
        {
            var answer = await product.AskAsync(token, method, parameters);
            return (answer, string.Join(' ', reads.Order().GroupBy(kind => kind).Select(kind => $"{kind.Key}:{kind.Count()}")));
        }
        finally
        {
            product.Store.Before = null;
        }
    }

    /// <summary>The parameters of a call.</summary>
    public static string Call(string tool, string arguments = "{}") => $$"""{"name":"{{tool}}","arguments":{{arguments}}}""";
}
