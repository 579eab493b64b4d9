using System.Net;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.Commands;

/// <summary>The GitHub Action's scripts, as the action runs them, against a running host.</summary>
public sealed class ActionTests
{
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

    /// <summary>The exchange of RFC 8693, with the product itself: a rule for the job's issuer, the identity that the
    /// system gives the job for this deployment's address, and each identity once.</summary>
    [Fact]
    public async Task By_the_identity_of_the_job_it_gets_a_token_for_the_rule_it_names()
    {
        SkipWithoutShell();
        using var folder = new TemporaryFolder();
        await using var issuer = await MachineIssuer.StartAsync();
        await using var server = await RuledAsync(issuer);
        (string, string)[] job = [.. Job(server, issuer), ("GITHUB_ACTIONS", "true"), ("GITHUB_OUTPUT", folder["output"]),
            ("ACTIONS_ID_TOKEN_REQUEST_URL", issuer.RequestUrl), ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", MachineIssuer.RequestToken)];
        var (exit, output, errors) = await RunAsync(folder, "mint.sh", job);
        Assert.True(exit == 0, output + errors);
        var id = Outputs(folder["output"])["id"];
        Assert.Equal(HttpStatusCode.OK, await server.Api.PingAsync(new Uri(Outputs(folder["output"])["url"])));
        var lines = output.Split('\n');
        Assert.Equal($"::add-mask::{Assert.Single(issuer.Given)}", lines[0]);
        Assert.StartsWith("::add-mask::smcpapi_", lines[1], StringComparison.Ordinal);

        // Whose it is stands in the trail, and what it may do is what the rule says.
        using (var record = await server.Api.AskAsync(HttpMethod.Get, $"/integrated-account/sandbox/mcp/{id}"))
        using (var token = await server.Api.AskAsync(HttpMethod.Get, $"/api-token/{record.RootElement.GetProperty("created_by").GetString()}"))
            Assert.Equal(MachineIssuer.Subject, token.RootElement.GetProperty("identity").GetProperty("subject").GetString());
        var wide = await RunAsync(folder, "mint.sh", [.. job, ("MCP_CONFIG", """{"methods": ["*"]}""")]);
        Assert.Equal(1, wide.Exit);
        Assert.Contains("/config/methods: ", wide.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(folder, "revoke.sh", [.. job, ("MCP_ID", id)])).Exit);
        Assert.Equal(3, issuer.Given.Count);
    }

    /// <summary>As GitLab's job in docs/command-line.md: the URL is what it prints, and what revoking needs is for this user alone, and gone after it.</summary>
    [Fact]
    public async Task Elsewhere_it_prints_the_url_and_nothing_else()
    {
        SkipWithoutShell();
        using var folder = new TemporaryFolder();
        await using var issuer = await MachineIssuer.StartAsync();
        await using var server = await RuledAsync(issuer);
        (string, string)[] job = [.. Job(server, issuer), ("SERVERLESSMCP_ID_TOKEN", issuer.Token(Address(server))), ("MCP_TTL", "20"), ("MCP_STATE", folder["state"])];
        var (exit, output, errors) = await RunAsync(folder, "mint.sh", job);
        Assert.Equal((0, ""), (exit, errors));
        var url = new Uri(output.TrimEnd('\n'));
        Assert.Equal(HttpStatusCode.OK, await server.Api.PingAsync(url));
#pragma warning disable CA1416 // Skipped above.
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["state"]));
#pragma warning restore CA1416

        // The identity is spent; what it was exchanged for is not.
        var again = await RunAsync(folder, "mint.sh", [.. job.Where(variable => variable.Item1 != "MCP_STATE")]);
        Assert.Equal(1, again.Exit);
        Assert.Contains("exchanged already", again.Errors + again.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync(folder, "revoke.sh", [.. job.Where(variable => variable.Item1 != "SERVERLESSMCP_ID_TOKEN")])).Exit);
        Assert.Equal(HttpStatusCode.Gone, await server.Api.PingAsync(url));
        Assert.False(File.Exists(folder["state"]));
    }

    [Theory]
    [InlineData("the audience of another", "SERVERLESSMCP_AUDIENCE", "https://other.example.com")]
    [InlineData("a rule that there is not", "SERVERLESSMCP_RULE", "another")]
    public async Task A_job_that_no_rule_lets_in_gets_nothing(string what, string name, string value)
    {
        SkipWithoutShell();
        using var folder = new TemporaryFolder();
        await using var issuer = await MachineIssuer.StartAsync();
        await using var server = await RuledAsync(issuer);
        var (exit, output, _) = await RunAsync(folder, "mint.sh",
            [.. Job(server, issuer), ("GITHUB_ACTIONS", "true"), ("GITHUB_OUTPUT", folder["output"]), ("ACTIONS_ID_TOKEN_REQUEST_URL", issuer.RequestUrl), ("ACTIONS_ID_TOKEN_REQUEST_TOKEN", MachineIssuer.RequestToken), (name, value)]);
        Assert.True(exit == 1, what);
        Assert.Contains("::error::", output, StringComparison.Ordinal);
        Assert.DoesNotContain("smcp", output, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["output"]));
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

    private static string Address(LocalServer server) => server.Welcome.Address.GetLeftPart(UriPartial.Authority);

    // A variable that comes twice is the last one.
    private static (string, string)[] Job(LocalServer server, MachineIssuer issuer) =>
    [
        ("SERVERLESSMCP_ADDRESS", Address(server)), ("SERVERLESSMCP_ACCOUNT", "sandbox"), ("SERVERLESSMCP_RULE", "ci-prod"), ("CURL_CA_BUNDLE", issuer.Authority),
    ];

    private static async Task<LocalServer> RuledAsync(MachineIssuer issuer)
    {
        var server = await LocalServer.StartAsync(environment: new Dictionary<string, string> { ["SSL_CERT_FILE"] = issuer.Authority, ["SERVERLESSMCP_PRIVATE_ISSUER_HOSTS"] = "localhost" });
        var rule = $$$"""
            {"issuer": "{{{issuer.Url}}}", "audience": "{{{Address(server)}}}", "match": {"sub": "{{{MachineIssuer.Subject}}}"},
             "grants": [{"scopes": ["mint"], "integrated_accounts": ["sandbox"], "max_ttl": "1h", "methods": ["read"]}]}
            """;
        (await server.Api.AskAsync(HttpMethod.Put, "/identity-rule/ci-prod", rule, HttpStatusCode.Created)).Dispose();
        return server;
    }
}
