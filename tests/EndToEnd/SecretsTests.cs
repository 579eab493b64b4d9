using System.Net;
using ServerlessMcp.EndToEnd.Support;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.EndToEnd;

/// <summary>
/// Everything that carries a secret is done once, well and badly, with the log at Trace; then all that the program wrote is searched. The welcome text shows the
/// first URL and the admin token, once; nothing else may show any.
/// </summary>
public sealed class SecretsTests
{
    private const string Value = "planted-variable-value-Kq83";
    private const string Message = "planted-run-message-Zt51";
    private const string EndMark = "that_is_all";

    private const string Lock = "hashicorp_terraform_cloud_workspaces_lock";
    private const string CreateVariable = "create_a_hashicorp_terraform_cloud_workspace_variable";
    private const string UpdateVariable = "update_a_hashicorp_terraform_cloud_workspace_variable_by_id";
    private const string CreateRun = "create_a_hashicorp_terraform_cloud_run";

    private readonly List<string> secrets = [TerraformSandbox.OwnerToken, Value, Message, "not-a-real-", "/v1/object/"];
    private int calls;

    [Fact]
    public async Task No_secret_is_in_the_log_or_in_the_records()
    {
        await using var server = await LocalServer.StartAsync(adminToken: null, arguments: ["--log", "Trace"]);
        var minted = await server.Api.MintEverythingAsync();
        var guarded = await server.Api.MintAsync("""{"methods": ["*"], "require_api_token_auth": true}""");
        var revoked = await server.Api.MintAsync();
        await server.Api.RevokeAsync(revoked.Id);
        var apiToken = await server.Api.CreateApiTokenAsync("second factor", "call", "mint");
        secrets.AddRange(((string[])[server.AdminToken, apiToken, server.FirstUrl.Segments[^1], minted.Token, guarded.Token, revoked.Token]).Select(Recognisable));

        foreach (var era in Agent.Eras)
            await ActAsync(minted.Url, era);
        await AskAsync(server, minted, guarded, revoked, apiToken);
        await BreakTheRulesAsync(server, minted, revoked);
        Assert.Equal(HttpStatusCode.OK, await PostAsync(server, minted.Url.AbsolutePath, Call(EndMark)));
        calls++;
        await server.SaysAsync(said => said.Contains(EndMark, StringComparison.Ordinal));

        // The one place for the first two, and proof that the search finds what is there.
        Assert.Contains(Recognisable(server.AdminToken), server.Welcome.Text, StringComparison.Ordinal);
        Assert.Contains(Recognisable(server.FirstUrl.Segments[^1]), server.Welcome.Text, StringComparison.Ordinal);
        var log = server.Everything[server.Welcome.Text.Length..];
        Assert.All(secrets, secret => Assert.DoesNotContain(secret, log, StringComparison.Ordinal));
        Assert.All(Directory.EnumerateFiles(server.DataFolder, "*", SearchOption.AllDirectories), path =>
        {
            var content = File.ReadAllText(path);
            Assert.All(secrets, secret => Assert.DoesNotContain(secret, path + content, StringComparison.Ordinal));
        });

        // What should be there: a line a call, and the acts of the control plane.
        Assert.Contains("dbug: ", server.Everything, StringComparison.Ordinal);
        Assert.Equal(calls, log.Split("\"event\":\"tool_call\"").Length - 1);
        // The console writes on a thread of its own: the first URL's line stands before the welcome or after it.
        Assert.Equal(4, server.Everything.Split("\"event\":\"mint\"").Length - 1);
        Assert.Single(log.Split('\n'), line => line.Contains("\"event\":\"revoke\"", StringComparison.Ordinal));
    }

    /// <summary>What an agent does with secrets, by tools.</summary>
    private async Task ActAsync(Uri url, string era)
    {
        await using var agent = await Agent.ConnectAsync(url, era);
        var workspace = await agent.FindWorkspaceAsync("internal-vpn");
        var key = $"secret_{era.Replace('-', '_')}";
        var created = await agent.CallAsync(CreateVariable, ("workspace_id", workspace), ("key", key), ("value", Value), ("category", "terraform"), ("sensitive", true));
        await agent.CallAsync(UpdateVariable, ("workspace_id", workspace), ("variable_id", created.Text("id")), ("value", Value + "-changed"));
        await agent.FailAsync(CreateVariable, ("workspace_id", workspace), ("key", key), ("value", Value), ("category", "terraform"));
        await agent.FailAsync(CreateVariable, ("workspace_id", workspace), ("key", key), ("value", Value), ("category", Value));
        await agent.FailAsync("get_single_hashicorp_terraform_cloud_workspace_by_id", ("workspace_id", "ws-doesnotexist0001"));
        await agent.ListAsync("list_all_hashicorp_terraform_cloud_current_state_version_outputs", ("workspace_id", workspace), ("fields", (string[])["*"]));
        await agent.CallAsync("get_single_hashicorp_terraform_cloud_current_state_version_by_id", ("workspace_id", workspace), ("fields", (string[])["*"]));
        await agent.CallAsync(CreateRun, ("workspace_id", workspace), ("message", Message), ("plan_only", true),
            ("variables", (object[])[new { key, value = $"\"{Value}\"" }]));
        await agent.FailAsync(Lock, ("workspace_id", await agent.FindWorkspaceAsync("payment-gateway")), ("reason", Message));
        calls += 11;
    }

    /// <summary>Tokens in every place where one may come, right and wrong.</summary>
    private async Task AskAsync(LocalServer server, MintedUrl minted, MintedUrl guarded, MintedUrl revoked, string apiToken)
    {
        var known = Call("list_all_hashicorp_terraform_cloud_organizations");
        Assert.Equal(HttpStatusCode.OK, await PostAsync(server, "/mcp", known, ("Authorization", $"Bearer {minted.Token}")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(server, "/mcp", known, ("Authorization", $"Bearer {guarded.Token}"), ("X-API-Key", apiToken)));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(server, guarded.Url.AbsolutePath, known, ("Authorization", $"Bearer {apiToken}")));
        Assert.Equal(HttpStatusCode.OK, await PostAsync(server, minted.Url.AbsolutePath, Call("no_such_tool", $$"""{"value": "{{Value}}"}""")));
        calls += 4;

        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(server, guarded.Url.AbsolutePath, known));
        Assert.Equal(HttpStatusCode.Unauthorized, await PostAsync(server, guarded.Url.AbsolutePath, known, ("X-API-Key", apiToken + "x")));
        Assert.Equal(HttpStatusCode.Gone, await PostAsync(server, revoked.Url.AbsolutePath, known));
        Assert.Equal(HttpStatusCode.Gone, await PostAsync(server, minted.Url.AbsolutePath + "x", known));
        Assert.Equal(HttpStatusCode.Gone, await PostAsync(server, "/mcp", known, ("Authorization", $"Bearer {apiToken}")));
        foreach (var token in (string[])[apiToken, minted.Token, server.AdminToken + "x"])
        {
            using var answer = await server.Api.SendAsync(HttpMethod.Get, "/api-token", null, ("Authorization", $"Bearer {token}"));
            Assert.Contains(answer.StatusCode, (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden]);
        }
    }

    /// <summary>What makes servers complain, which is when they quote.</summary>
    private static async Task BreakTheRulesAsync(LocalServer server, MintedUrl minted, MintedUrl revoked)
    {
        var path = minted.Url.AbsolutePath;
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(server, path, $$"""{"jsonrpc":"2.0","id":1,"params":{"value":"{{Value}}" """));
        Assert.Equal(HttpStatusCode.BadRequest, await PostAsync(server, path, Call("x"), ("MCP-Protocol-Version", Value)));
        Assert.Equal(HttpStatusCode.Forbidden, await PostAsync(server, path, Call("x"), ("Origin", $"https://{Value}.example.com")));
        Assert.Equal(HttpStatusCode.Gone, await PostAsync(server, $"{path}/more?token={revoked.Token}", Call("x")));
        foreach (var method in (HttpMethod[])[HttpMethod.Get, HttpMethod.Delete, HttpMethod.Put])
        {
            using var refused = await server.Api.SendAsync(method, path, null);
            Assert.Equal(HttpStatusCode.MethodNotAllowed, refused.StatusCode);
        }

        using (var misspelt = await server.Api.SendAsync(HttpMethod.Post, "/integrated-account/sandbox/mcp", $$"""{"name": "{{Value}}", "{{Value}}": 1}""", ("Authorization", $"Bearer {server.AdminToken}")))
            Assert.Equal(HttpStatusCode.UnprocessableEntity, misspelt.StatusCode);
        Assert.StartsWith("HTTP/1.1 505 ", await RawSocket.SendAsync(server.Welcome.Address, $"POST {path} HTTP/9.9\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400 ", await RawSocket.SendAsync(server.Welcome.Address, $"POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization Bearer {minted.Token}\r\n\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 400 ", await RawSocket.SendAsync(server.Welcome.Address, $"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {minted.Token}\r\n\r\n"), StringComparison.Ordinal);
    }

    /// <summary>Enough of a token to know it by, without the ends: a log that clips what it quotes is found out too.</summary>
    private static string Recognisable(string token) => token[(token.IndexOf('_') + 1)..][..14];

    private static string Call(string tool, string arguments = "{}") =>
        $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""";

    private static async Task<HttpStatusCode> PostAsync(LocalServer server, string path, string body, params (string Name, string Value)[] headers)
    {
        using var answer = await server.Api.SendAsync(HttpMethod.Post, path, body, headers);
        return answer.StatusCode;
    }
}
