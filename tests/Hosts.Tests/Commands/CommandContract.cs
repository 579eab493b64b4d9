using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Hosts;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Hosts.Tests.Commands;

/// <summary>The command line against a host: every command, by the one-machine program as it was built, over whatever the host is called by. What it tells is the same of every host.</summary>
public abstract class CommandContract
{
    private const int Patience = 300_000;

    private static readonly string[] NotPassed = ["date", "content-length", "connection", "transfer-encoding", "host"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal abstract Task<IHost> StartAsync();

    [Fact(Timeout = Patience)]
    public async Task Every_command_does_its_part()
    {
        await using var upstream = await SandboxServer.StartAsync(new FaultySandbox(TimeProvider.System).HandleAsync);
        await using var host = await StartAsync();
        await Transcript.WarmAsync(host, Cancel);
        await using var front = await LoopbackServer.StartAsync(context => ForwardAsync(host, context));
        using var home = new TemporaryFolder();
        await File.WriteAllTextAsync(home["token"], Script.AdminToken, Cancel);
        var connected = await host.SendAsync(
            new RawRequest("PUT", "/integrated-account/acme", $$$"""{"address":"{{{upstream.Address.GetLeftPart(UriPartial.Authority)}}}","organization":"acme-corp","credential":{"secret":"{{{Script.SecretName}}}"}}""", ("Authorization", $"Bearer {Script.AdminToken}"), ("Content-Type", "application/json")), Cancel);
        Assert.True(connected.Status == 201, connected.Text);

        await RunAsync(home, 0, "login", front.Address.GetLeftPart(UriPartial.Authority), "--token-file", home["token"]);
        Assert.Equal("acme", (string)Assert.Single(await RunAsync(home, 0, "accounts"))["id"]!);
        var minted = Assert.Single(await RunAsync(home, 0, "mint", "incident 42", "--incident", "--workspace", "payment-*", "--ttl", "1h", "--client", "claude-code"));
        var (id, url) = ((string)minted["id"]!, (string)minted["url"]!);
        Assert.Equal($"claude mcp add --transport http tfc {url}", (string)minted["paste"]!);
        Assert.Equal(id, (string)Assert.Single(await RunAsync(home, 0, "list"))["id"]!);
        Assert.Equal(id, (string)Assert.Single(await RunAsync(home, 0, "show", url))["id"]!);
        var extended = Assert.Single(await RunAsync(home, 0, "extend", id, "--ttl", "3h"));
        Assert.InRange((DateTimeOffset)extended["expires_at"]! - (DateTimeOffset)minted["expires_at"]!, TimeSpan.FromMinutes(115), TimeSpan.FromMinutes(125));

        var called = await host.SendAsync(
            new RawRequest("POST", new Uri(url).PathAndQuery, """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"tfc_workspaces_list","arguments":{}}}""", ("Content-Type", "application/json")), Cancel);
        Assert.Equal(200, called.Status);
        var call = Assert.Single(await RunAsync(home, 0, "calls", id));
        Assert.Equal(("list_all_hashicorp_terraform_cloud_workspaces", "ok"), ((string)call["tool"]!, (string)call["outcome"]!));
        var findings = (await RunAsync(home, 0, "doctor")).ToDictionary(finding => (string)finding["check"]!, finding => (string)finding["state"]!);
        Assert.Equal(("good", "good", "good", "good"), (findings["address"], findings["clock"], findings["store"], findings["vault, acme"]));
        Assert.Equal($"1 entries of {id}, 1 to 1, are as they were written", (await TellAsync(home, 0, "verify", id)).Split(';')[0]);

        Assert.Equal(id, (string)Assert.Single(await RunAsync(home, 0, "revoke", url))["id"]!);
        Assert.Empty(await RunAsync(home, 0, "list"));
        await RunAsync(home, 1, "show", id);
        Assert.Single(await RunAsync(home, 0, "calls", id));
        await RunAsync(home, 0, "logout");
        await RunAsync(home, 3, "list");

        // Who may not mint asks; somebody else grants; who asked collects.
        var asker = await SendAsync(host, "/api-token", """{"name":"asker","scopes":["request"]}""");
        await File.WriteAllTextAsync(home["token"], (string)asker["token"]!, Cancel);
        await RunAsync(home, 0, "login", front.Address.GetLeftPart(UriPartial.Authority), "--token-file", home["token"]);
        await RunAsync(home, 5, "request", "incident 43", "--wait", "0s");
        var listed = await host.SendAsync(new RawRequest("GET", "/integrated-account/acme/mcp/requests", "", ("Authorization", $"Bearer {Script.AdminToken}")), Cancel);
        var request = (string)Assert.Single(JsonNode.Parse(listed.Text)!["result"]!.AsArray())!["id"]!;
        await SendAsync(host, $"/integrated-account/acme/mcp/requests/{request}/grant", "{}");
        Assert.Equal(request, (string)Assert.Single(await RunAsync(home, 0, "request", "--resume", request))["request"]!);
        await RunAsync(home, 1, "request", "--resume", request);
    }

    private static async Task<JsonNode> SendAsync(IHost host, string path, string body)
    {
        var answer = await host.SendAsync(new RawRequest("POST", path, body, ("Authorization", $"Bearer {Script.AdminToken}"), ("Content-Type", "application/json")), Cancel);
        Assert.True(answer.Status is 200 or 201, answer.Text);
        return JsonNode.Parse(answer.Text)!;
    }

    private static async Task<JsonNode[]> RunAsync(TemporaryFolder home, int exit, params string[] arguments) =>
        [.. (await TellAsync(home, exit, arguments)).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!)];

    private static async Task<string> TellAsync(TemporaryFolder home, int exit, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [HostProgram.PathOf("Local", LocalProcess.Build), .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = home.Path };
        start.Environment["HOME"] = home.Path;
        start.Environment.Remove("XDG_CONFIG_HOME");
        using var program = Process.Start(start)!;
        var (output, errors) = (program.StandardOutput.ReadToEndAsync(Cancel), program.StandardError.ReadToEndAsync(Cancel));
        await program.WaitForExitAsync(Cancel);
        Assert.True(program.ExitCode == exit, $"{string.Join(' ', arguments)} ended with {program.ExitCode}:\n{await output}{await errors}");
        return await output;
    }

    private static async Task ForwardAsync(IHost host, HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, Cancel);
        var headers = context.Request.Headers.Where(header => !NotPassed.Contains(header.Key, StringComparer.OrdinalIgnoreCase)).SelectMany(header => header.Value.Select(value => (header.Key, value!)));
        var answer = await host.SendAsync(new RawRequest(context.Request.Method, context.Request.Path + context.Request.QueryString, body.ToArray(), [.. headers]), Cancel);
        context.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers.Where(header => !NotPassed.Contains(header.Key, StringComparer.OrdinalIgnoreCase)))
            context.Response.Headers[name] = value;
        if (answer.Body.Length > 0)
            await context.Response.Body.WriteAsync(answer.Body, Cancel);
    }
}
