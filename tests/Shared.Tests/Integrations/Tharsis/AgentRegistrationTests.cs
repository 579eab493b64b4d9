using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.Tharsis;

/// <summary>
/// AWS DevOps Agent and Azure SRE Agent as their forms have it: what a person types into each, what the agent makes of it over HTTP, and the sentence that people verify the registration with.
/// </summary>
public sealed class AgentRegistrationTests
{
    private const string Sentence = "trn:run:my-org/my-workspace/run-abc123";

    [Fact]
    public async Task AWS_DevOps_Agent_is_registered_in_four_steps_and_diagnoses_a_run()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var (product, server, client) = (tharsis.Product, await tharsis.Product.MintAsync("""{"auth":"oauth","client":"devops-agent"}""", TharsisProduct.Account), await tharsis.Product.ClientAsync());

        // 1. Endpoint and name, dynamic client registration off. 2. OAuth Client Credentials. 3. Client id, secret, exchange URL, scopes.
        var form = new AwsForm((string)server["url"]!, "tharsis", (string)client["id"]!, (string)client["token"]!,
            $"https://mcp.example.com/oauth/token?resource={Uri.EscapeDataString((string)server["url"]!)}", "call");
        Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", form.Name);
        Assert.StartsWith("https://", form.Endpoint, StringComparison.Ordinal);

        // 4. Submit: the agent exchanges, and lists what can be allowed.
        var agent = new Agent(product, form.Endpoint, await ExchangeAsync(product, form));
        var tools = (await agent.AskAsync("tools/list", new JsonObject()))["result"]!["tools"]!.AsArray();
        string[] allowed = ["diagnose_run", "list_runs", "get_run", "get_job_logs"];
        Assert.Empty(allowed.Except(tools.Select(tool => (string)tool!["name"]!)));
        Assert.All(tools, tool => Assert.InRange(((string)tool!["name"]!).Length, 1, 64));

        await DiagnoseAsync(agent);
    }

    [Theory]
    [InlineData("bearer")]
    [InlineData("header")]
    [InlineData("url")]
    public async Task Azure_SRE_Agent_is_connected_by_each_of_its_forms_and_diagnoses_a_run(string form)
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var product = tharsis.Product;
        Agent agent;
        if (form == "url")
        {
            // Streamable HTTP, authentication: none; the URL is the secret.
            agent = new Agent(product, (string)(await product.MintAsync("""{"client":"azure-sre-agent"}""", TharsisProduct.Account))["url"]!, null);
        }
        else if (form == "bearer")
        {
            // Streamable HTTP, a token as the form's bearer.
            var minted = await product.MintAsync("""{"client":"azure-sre-agent"}""", TharsisProduct.Account);
            agent = new Agent(product, "https://mcp.example.com/mcp", (string)minted["token"]!);
        }
        else
        {
            var minted = await product.MintAsync("""{"client":"azure-sre-agent","require_api_token_auth":true}""", TharsisProduct.Account);
            agent = new Agent(product, (string)minted["url"]!, (string)(await product.ClientAsync())["token"]!);
        }

        await agent.AskAsync("initialize", JsonNode.Parse("""{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"azure-sre-agent","version":"1"}}""")!);
        await DiagnoseAsync(agent);
    }

    [Fact]
    public async Task A_wrong_secret_and_a_resource_of_another_server_are_refused_in_words_of_OAuth()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var (product, client) = (tharsis.Product, await tharsis.Product.ClientAsync());
        var server = await product.MintAsync("""{"auth":"oauth"}""", TharsisProduct.Account);
        using var wrong = await ExchangeAnswerAsync(product, new AwsForm("", "", (string)client["id"]!, "no", $"/oauth/token?resource={Uri.EscapeDataString((string)server["url"]!)}", "call"));
        Assert.Equal((401, "invalid_client"), ((int)wrong.StatusCode, (string?)JsonNode.Parse(await wrong.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!["error"]));
    }

    // "Diagnose Tharsis run trn:run:my-org/my-workspace/run-abc123", as a model takes it: the tool says that the id is a placeholder and how to find a run, and the model goes that way.
    private static async Task DiagnoseAsync(Agent agent)
    {
        var refused = (await agent.CallAsync("diagnose_run", new JsonObject { ["id"] = Sentence }))["error"]!;
        Assert.Contains("list_runs", (string)refused["hint"]!, StringComparison.Ordinal);
        var runs = (await agent.CallAsync("list_runs", new JsonObject { ["workspace"] = "trn:workspace:my-org/my-workspace" }))["runs"]!.AsArray();
        var told = await agent.CallAsync("diagnose_run", new JsonObject { ["id"] = runs[0]!["run_id"]!.DeepClone() });
        Assert.Equal(("apply_failed", "main.tf", 12), ((string?)told["cause"], (string?)told["diagnostics"]![0]!["file"], (int?)told["diagnostics"]![0]!["line"]));
        var step = told["next"]!.AsArray().First(one => (string?)one!["tool"] == "get_job_logs")!;
        Assert.Contains("UnauthorizedOperation", (string)(await agent.CallAsync("get_job_logs", step["arguments"]!.DeepClone()))["logs"]!, StringComparison.Ordinal);
    }

    private static async Task<string> ExchangeAsync(TestProduct product, AwsForm form)
    {
        using var answer = await ExchangeAnswerAsync(product, form);
        return (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["access_token"]!;
    }

    private static Task<HttpResponseMessage> ExchangeAnswerAsync(TestProduct product, AwsForm form)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, form.ExchangeUrl)
        { Content = new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("scope", form.Scopes)]) };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{form.ClientId}:{form.ClientSecret}")));
        return product.Http.SendAsync(request);
    }

    private sealed record AwsForm(string Endpoint, string Name, string ClientId, string ClientSecret, string ExchangeUrl, string Scopes);

    private sealed class Agent(TestProduct product, string endpoint, string? bearer)
    {
        public async Task<JsonNode> AskAsync(string method, JsonNode parameters)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, endpoint)
            {
                Content = new StringContent(new JsonObject { ["jsonrpc"] = "2.0", ["id"] = 1, ["method"] = method, ["params"] = parameters }.ToJsonString(), new MediaTypeHeaderValue("application/json")),
            };
            request.Headers.Accept.ParseAdd("application/json, text/event-stream");
            request.Headers.Authorization = bearer is null ? null : new AuthenticationHeaderValue("Bearer", bearer);
            using var answer = await product.Http.SendAsync(request);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, text);
            return JsonNode.Parse(text)!;
        }

        public async Task<JsonNode> CallAsync(string tool, JsonNode arguments) =>
            (await AskAsync("tools/call", new JsonObject { ["name"] = tool, ["arguments"] = arguments }))["result"]!.Answer();
    }
}
