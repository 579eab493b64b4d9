using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Http;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.Commands;

/// <summary>What works and what does not, from this machine; and never a URL.</summary>
public sealed class DoctorTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static async Task<Dictionary<string, (string State, string Detail)>> FindingsAsync(CommandUser user)
    {
        var told = await user.RunAsync(terminal: false, "doctor");
        Assert.DoesNotContain("smcp_", told.Output + told.Errors, StringComparison.Ordinal);
        var findings = told.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => System.Text.Json.Nodes.JsonNode.Parse(line)!)
            .ToLookup(row => (string)row["check"]!, row => ((string)row["state"]!, (string)row["detail"]!));
        Assert.Equal(findings.Any(finding => finding.Any(one => one.Item1 == "bad")) ? 1 : 0, told.Exit);
        return findings.ToDictionary(finding => finding.Key, finding => finding.Last());
    }

    /// <summary>Each client's own file, as its own documentation has it: in a header, in an argument, with comments, in TOML.</summary>
    [Fact]
    public async Task Each_client_of_this_machine_is_told_whether_its_url_lives()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems keep these files elsewhere.");
        await using var server = await LocalServer.StartAsync();
        using var user = new CommandUser();
        await user.LoginAsync(server.Welcome.Address, server.AdminToken);
        var (living, dead) = (await server.Api.MintAsync(), await server.Api.MintAsync());
        await server.Api.RevokeAsync(dead.Id);
        async Task WriteAsync(string text, params string[] path)
        {
            var file = Path.Combine([user.Home, .. path]);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, text, Cancel);
        }

        await WriteAsync($$$$$"""{"projects":{"/x":{"mcpServers":{"tfc":{"type":"http","url":"{{{{{living.Url}}}}}"}}}},"oauth":1}""", ".claude.json");
        await WriteAsync($$$$$"""{"mcpServers":{"tfc":{"command":"npx","args":["-y","mcp-remote","{{{{{dead.Url}}}}}"]}}}""", ".config", "Claude", "claude_desktop_config.json");
        await WriteAsync($$$$$"""{"mcpServers":{"tfc":{"url":"{{{{{dead.Url}}}}}"},"other":{"url":"https://other.example/mcp"}}}""", ".cursor", "mcp.json");
        await WriteAsync($$$"""
            {
              // What editors allow in JSON.
              "servers": {"tfc": {"type": "http", "url": "{{{new Uri(server.Welcome.Address, "/mcp")}}}", "headers": {"Authorization": "Bearer {{{living.Token}}}"}},},
            }
            """, ".config", "Code", "User", "mcp.json");
        await WriteAsync($"model = \"x\"\n[mcp_servers.tfc]\nurl = \"{living.Url}\"\n[mcp_servers.tfc.http_headers]\na = \"b\"\n[mcp_servers.\"other\"]\ncommand = \"x\"\n", ".codex", "config.toml");
        await WriteAsync("{", ".gemini", "settings.json");

        var findings = await FindingsAsync(user);
        Assert.Equal(("good", "bad", "bad", "good", "good", "note"), (findings["Claude Code"].State, findings["Claude Desktop"].State, findings["Cursor"].State, findings["VS Code"].State, findings["Codex"].State, findings["Gemini CLI"].State));
        Assert.Contains($"tfc in {Path.Combine(user.Home, ".cursor", "mcp.json")}, {dead.Id[..12]} at {server.Welcome.Address.GetLeftPart(UriPartial.Authority)}: is over", findings["Cursor"].Detail, StringComparison.Ordinal);
        Assert.Contains("no JSON", findings["Gemini CLI"].Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deployment_that_works_is_found_good()
    {
        await using var server = await LocalServer.StartAsync();
        using var user = new CommandUser();
        await user.LoginAsync(server.Welcome.Address, server.AdminToken);
        var findings = await FindingsAsync(user);
        Assert.Equal(["address", "TLS", "clock", "credential", "store", "vault, sandbox", "vault, sandbox-aws", "vault, sandbox-tharsis", "clients"], findings.Keys);
        Assert.All(findings.Where(finding => finding.Key.StartsWith("vault, ", StringComparison.Ordinal)), vault => Assert.Equal("good", vault.Value.State));
        Assert.Equal(("good", "good"), (findings["clock"].State, findings["store"].State));
        (await server.Api.AskAsync(HttpMethod.Put, "/integrated-account/broken", """{"credential":{"secret":"env:NOWHERE"}}""", HttpStatusCode.Created)).Dispose();
        Assert.Equal("bad", (await FindingsAsync(user))["vault, broken"].State);
    }

    [Fact]
    public async Task A_clock_that_is_wrong_and_a_store_that_is_down_are_found()
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Headers.Date = TimeProvider.System.GetUtcNow().AddMinutes(5).ToString("R", CultureInfo.InvariantCulture);
            context.Response.StatusCode = context.Request.Path == "/healthz" ? 200 : 503;
            return context.Response.WriteAsync(context.Request.Path == "/healthz" ? """{"status":"ok"}""" : """{"detail":"The records can't be read right now."}""", Cancel);
        });
        using var user = new CommandUser();
        user.Variables["SERVERLESSMCP_ADDRESS"] = server.Address.GetLeftPart(UriPartial.Authority);
        user.Variables["SERVERLESSMCP_API_TOKEN"] = "a-token-of-a-test";
        var findings = await FindingsAsync(user);
        Assert.Equal("bad", findings["clock"].State);
        Assert.Matches("(299|300) s later there than here", findings["clock"].Detail);
        Assert.Equal(("bad", "The records can't be read right now."), findings["store"]);
    }

    /// <summary>What would go over the network in the clear is not asked; the token is known by then anyway, and said.</summary>
    [Fact]
    public async Task A_url_without_tls_is_not_asked()
    {
        using var user = new CommandUser();
        Directory.CreateDirectory(Path.Combine(user.Home, ".cursor"));
        var token = ServerlessMcp.Accounts.SecretToken.Create("smcp_");
        await File.WriteAllTextAsync(Path.Combine(user.Home, ".cursor", "mcp.json"), $$$$$"""{"mcpServers":{"tfc":{"url":"http://mcp.example.com/mcp/{{{{{token}}}}}"}}}""", Cancel);
        var findings = await FindingsAsync(user);
        Assert.Equal(("bad", "bad"), (findings["deployment"].State, findings["Cursor"].State));
        Assert.Contains("in the clear", findings["Cursor"].Detail, StringComparison.Ordinal);
    }
}
