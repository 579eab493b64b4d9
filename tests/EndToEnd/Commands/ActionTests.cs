using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.Commands;

/// <summary>The GitHub Action's scripts, as the action runs them, against a running host.</summary>
public sealed class ActionTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static void SkipWithoutShell()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The action's steps run in bash.");
        foreach (var tool in (string[])["bash", "curl", "jq"])
            Assert.SkipWhen(Checkout.Find(tool) is null, $"There is no {tool} on the PATH.");
    }

    private static async Task<(int Exit, string Output, string Errors)> RunAsync(TemporaryFolder folder, string script, params (string Name, string Value)[] variables)
    {
        var environment = RunningProgram.CleanEnvironment(folder.Folder("home"));
        foreach (var (name, value) in variables)
            environment[name] = value;
        await using var step = RunningProgram.Start(Checkout.Find("bash")!, [Checkout.PathOf("action", script)], environment, folder.Path);
        return (await step.ExitAsync(), step.Output, step.Errors);
    }

    private static Dictionary<string, string> Outputs(string file) => File.ReadAllLines(file).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);

    [Fact]
    public async Task It_mints_masks_before_anything_prints_outputs_and_revokes()
    {
        SkipWithoutShell();
        using var folder = new TemporaryFolder();
        await using var server = await LocalServer.StartAsync();
        var token = await server.Api.CreateApiTokenAsync("ci", "mint");
        (string, string)[] job =
        [
            ("SERVERLESSMCP_ADDRESS", server.Welcome.Address.AbsoluteUri), ("SERVERLESSMCP_ACCOUNT", "sandbox"), ("SERVERLESSMCP_API_TOKEN", token),
            ("GITHUB_ACTIONS", "true"), ("GITHUB_OUTPUT", folder["output"]),
        ];
        var (exit, output, errors) = await RunAsync(folder, "mint.sh", [.. job, ("MCP_NAME", "acme/infra#1"), ("MCP_CONFIG", """{"client": "claude-code", "scope": {"workspaces": ["payment-*"]}}"""), ("MCP_TTL", "20")]);
        Assert.True(exit == 0, output + errors);
        var outputs = Outputs(folder["output"]);
        var url = new Uri(outputs["url"]);
        Assert.Equal(HttpStatusCode.OK, await server.Api.PingAsync(url));

        // GitHub masks from its line on: each secret stands in the log in that line alone, and first.
        var lines = output.TrimEnd('\n').Split('\n');
        Assert.Equal([$"::add-mask::{token}", $"::add-mask::{url}", $"::add-mask::{url.Segments[^1]}", $"Minted {outputs["id"]}, until {outputs["expires-at"]}."], lines);
        Assert.Equal("", errors);
        using (var record = await server.Api.AskAsync(HttpMethod.Get, $"/integrated-account/sandbox/mcp/{outputs["id"]}"))
        {
            Assert.Equal("acme/infra#1", record.RootElement.GetProperty("name").GetString());
            Assert.Equal("payment-*", record.RootElement.GetProperty("config").GetProperty("scope").GetProperty("workspaces")[0].GetString());
            Assert.InRange(record.RootElement.GetProperty("expires_at").GetDateTimeOffset() - record.RootElement.GetProperty("created_at").GetDateTimeOffset(), TimeSpan.FromMinutes(19), TimeSpan.FromMinutes(21));
        }

        foreach (var _ in new[] { "at the end of the job", "and once more, which finds it done" })
        {
            var revoked = await RunAsync(folder, "revoke.sh", [.. job, ("MCP_ID", outputs["id"])]);
            Assert.True(revoked.Exit == 0, revoked.Output);
            Assert.EndsWith($"Revoked {outputs["id"]}.\n", revoked.Output, StringComparison.Ordinal);
        }

        Assert.Equal(HttpStatusCode.Gone, await server.Api.PingAsync(url));
        Assert.Equal((0, "Nothing was minted.\n", ""), await RunAsync(folder, "revoke.sh", [.. job, ("MCP_ID", "")]));
    }

    /// <summary>
    /// The exchange of RFC 8693, as the scripts send it. What issues identities, and what exchanges them here, stands before the host; all else is the host's.
    /// </summary>
    [Fact]
    public async Task By_the_identity_of_the_job_it_gets_a_token_for_the_rule_it_names()
    {
        SkipWithoutShell();
        using var folder = new TemporaryFolder();
        await using var server = await LocalServer.StartAsync();
        var token = await server.Api.CreateApiTokenAsync("exchanged", "mint");
        var forms = new List<IFormCollection>();
        await using var front = await FrontAsync(server, token, forms);
        (string, string)[] job =
        [
            ("SERVERLESSMCP_ADDRESS", front.Address.GetLeftPart(UriPartial.Authority)), ("SERVERLESSMCP_ACCOUNT", "sandbox"), ("SERVERLESSMCP_RULE", "gha-prod"),
            ("GITHUB_ACTIONS", "true"), ("GITHUB_OUTPUT", folder["output"]), ("ACTIONS_ID_TOKEN_REQUEST_URL", $"{front.Address}identity?api-version=2"), ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "request-token"),
        ];
        var (exit, output, errors) = await RunAsync(folder, "mint.sh", job);
        Assert.True(exit == 0, output + errors);
        Assert.Equal(HttpStatusCode.OK, await server.Api.PingAsync(new Uri(server.Welcome.Address, new Uri(Outputs(folder["output"])["url"]).PathAndQuery)));
        Assert.Equal(["::add-mask::a.job+identity/of=test", $"::add-mask::{token}"], output.Split('\n')[..2]);
        var form = Assert.Single(forms);
        Assert.Equal("urn:ietf:params:oauth:grant-type:token-exchange", form["grant_type"]);
        Assert.Equal("urn:ietf:params:oauth:token-type:jwt", form["subject_token_type"]);
        Assert.Equal(("gha-prod", "a.job+identity/of=test"), ((string)form["rule"]!, (string)form["subject_token"]!));
        Assert.Equal(0, (await RunAsync(folder, "revoke.sh", [.. job, ("MCP_ID", Outputs(folder["output"])["id"])])).Exit);
        Assert.Equal(2, forms.Count);
    }

    /// <summary>As GitLab's job in docs/command-line.md: the URL is what it prints, and what revoking needs is for this user alone, and gone after it.</summary>
    [Fact]
    public async Task Elsewhere_it_prints_the_url_and_nothing_else()
    {
        SkipWithoutShell();
        using var folder = new TemporaryFolder();
        await using var server = await LocalServer.StartAsync();
        var token = await server.Api.CreateApiTokenAsync("exchanged", "mint");
        await using var front = await FrontAsync(server, token, []);
        (string, string)[] job =
        [
            ("SERVERLESSMCP_ADDRESS", front.Address.GetLeftPart(UriPartial.Authority)), ("SERVERLESSMCP_ACCOUNT", "sandbox"), ("SERVERLESSMCP_RULE", "gitlab-prod"),
            ("SERVERLESSMCP_ID_TOKEN", "a.b.c"), ("MCP_TTL", "20"), ("MCP_STATE", folder["state"]),
        ];
        var (exit, output, errors) = await RunAsync(folder, "mint.sh", job);
        Assert.Equal((0, ""), (exit, errors));
        var url = new Uri(output.TrimEnd('\n'));
        Assert.Equal(HttpStatusCode.OK, await server.Api.PingAsync(url));
#pragma warning disable CA1416 // Skipped above.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["state"]));
#pragma warning restore CA1416
        Assert.Equal(0, (await RunAsync(folder, "revoke.sh", [.. job.Where(variable => variable.Item1 != "SERVERLESSMCP_ID_TOKEN")])).Exit);
        Assert.Equal(HttpStatusCode.Gone, await server.Api.PingAsync(url));
        Assert.False(File.Exists(folder["state"]));
    }

    [Theory]
    [InlineData("https has to be", "SERVERLESSMCP_ADDRESS", "http://mcp.example.com")]
    [InlineData("an origin", "SERVERLESSMCP_ADDRESS", "https://a@mcp.example.com")]
    [InlineData("id of an integrated account", "SERVERLESSMCP_ACCOUNT", "../api-token")]
    [InlineData("a number of minutes", "MCP_TTL", "2h")]
    [InlineData("a JSON object", "MCP_CONFIG", "[")]
    [InlineData("/config/metods: ", "MCP_CONFIG", """{"metods": []}""")]
    [InlineData("API token", "SERVERLESSMCP_API_TOKEN", "wrong-token-wrong-token")]
    public async Task What_is_wrong_is_told_as_an_error_of_the_step(string said, string name, string value)
    {
        SkipWithoutShell();
        using var folder = new TemporaryFolder();
        await using var server = await LocalServer.StartAsync();
        var (exit, output, _) = await RunAsync(folder, "mint.sh",
            [("SERVERLESSMCP_ADDRESS", server.Welcome.Address.GetLeftPart(UriPartial.Authority)), ("SERVERLESSMCP_ACCOUNT", "sandbox"), ("SERVERLESSMCP_API_TOKEN", server.AdminToken), ("GITHUB_ACTIONS", "true"), ("GITHUB_OUTPUT", folder["output"]), (name, value)]);
        Assert.Equal(1, exit);
        Assert.Contains("::error::", output, StringComparison.Ordinal);
        Assert.Contains(said.Replace("https has to be", "http is for loopback alone", StringComparison.Ordinal), output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["output"]));
    }

    private static Task<LoopbackServer> FrontAsync(LocalServer server, string token, List<IFormCollection> forms) => LoopbackServer.StartAsync(async context =>
    {
        if (context.Request.Path == "/identity")
        {
            Assert.Equal("Bearer request-token", context.Request.Headers.Authorization);
            Assert.Equal($"http://{context.Request.Host}", context.Request.Query["audience"]);
            await context.Response.WriteAsync("""{"count":1,"value":"a.job+identity/of=test"}""", Cancel);
            return;
        }

        if (context.Request.Path == "/oauth/token")
        {
            lock (forms)
                forms.Add(context.Request.Form);
            await context.Response.WriteAsync(JsonSerializer.Serialize(new { access_token = token, token_type = "Bearer", expires_in = 600 }), Cancel);
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(Cancel);
        using var answer = await server.Api.SendAsync(HttpMethod.Parse(context.Request.Method), context.Request.Path, body.Length == 0 ? null : body, ("Authorization", context.Request.Headers.Authorization.ToString()));
        context.Response.StatusCode = (int)answer.StatusCode;
        if (await answer.Content.ReadAsStringAsync(Cancel) is { Length: > 0 } text)
            await context.Response.WriteAsync(text, Cancel);
    });
}
