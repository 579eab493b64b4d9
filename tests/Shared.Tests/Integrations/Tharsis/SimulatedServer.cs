using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ServerlessMcp.Sandbox.Tharsis;

namespace ServerlessMcp.Tests.Integrations.Tharsis;

/// <summary>Questions to a simulated Tharsis without the product.</summary>
internal static class SimulatedServer
{
    public static HttpClient Client(TharsisSandbox sandbox) => new(new SandboxHandler(sandbox.HandleAsync)) { BaseAddress = new Uri("https://tharsis.example.com") };

    public static async Task<JsonNode> AskAsync(TharsisSandbox sandbox, string secret, string agent, string query, JsonNode? variables = null)
    {
        using var http = Client(sandbox);
        using var given = await http.PostAsync("/v1/serviceaccounts/token", new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("client_id", $"trn:service_account:{agent}"), new("client_secret", secret)]));
        var token = (string)JsonNode.Parse(await given.Content.ReadAsStringAsync())!["access_token"]!;
        using var request = new HttpRequestMessage(HttpMethod.Post, "/graphql")
        { Content = new StringContent(new JsonObject { ["query"] = query, ["variables"] = variables?.DeepClone() }.ToJsonString()) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await http.SendAsync(request);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }
}
