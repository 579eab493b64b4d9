using ServerlessMcp.Catalog;
using ServerlessMcp.EndToEnd.Support;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.EndToEnd;

/// <summary>What a start connects to. The "real thing" is a sandbox in this process, on an address of its own.</summary>
public sealed class TerraformConnectionTests
{
    [Fact]
    public async Task With_tfe_token_the_real_thing_is_connected_and_the_first_url_only_reads()
    {
        var terraform = new FaultySandbox(TimeProvider.System);
        await using var upstream = await SandboxServer.StartAsync(terraform.HandleAsync, cancellationToken: TestContext.Current.CancellationToken);
        await using var server = await LocalServer.StartAsync(environment: new Dictionary<string, string>
        {
            ["TFE_TOKEN"] = TerraformSandbox.OwnerToken,
            ["TFE_ADDRESS"] = upstream.Address.AbsoluteUri,
            ["TFE_ORGANIZATION"] = TerraformSandbox.OrganizationName,
        });

        Assert.Equal($"terraform: {upstream.Address.Authority}, by TFE_TOKEN", server.Welcome.Account);
        Assert.StartsWith("reading only, until ", server.Welcome.Exposed, StringComparison.Ordinal);
        Assert.Matches("^as [a-z-]+, sees [0-9]+ workspaces of acme-corp$", server.Welcome.Check);
        await using var agent = await Agent.ConnectAsync(server.FirstUrl);
        Assert.All(agent.Tools, tool => Assert.Equal(Effect.Read, Agent.Catalog.Find(tool)!.Effect));

        Assert.Equal(terraform.WorkspaceId("internal-vpn"), await agent.FindWorkspaceAsync("internal-vpn"));
        Assert.NotEmpty(terraform.Requests.ToList());
        Assert.All(terraform.Requests.ToList(), request => Assert.True(request.HasKnownToken, request.Path));
        Assert.DoesNotContain(TerraformSandbox.OwnerToken, server.Everything, StringComparison.Ordinal);

        // What writes is a URL away, not a restart.
        await using var writer = await Agent.ConnectAsync((await server.Api.MintEverythingAsync("terraform")).Url);
        Assert.Contains("create_a_hashicorp_terraform_cloud_run", writer.Tools);
    }

    [Fact]
    public async Task A_dead_token_is_told_before_anybody_calls()
    {
        var terraform = new FaultySandbox(TimeProvider.System);
        await using var upstream = await SandboxServer.StartAsync(terraform.HandleAsync, cancellationToken: TestContext.Current.CancellationToken);
        await using var server = await LocalServer.StartAsync(environment: new Dictionary<string, string>
        {
            ["TFE_TOKEN"] = "planted.atlasv1.token",
            ["TFE_ADDRESS"] = upstream.Address.AbsoluteUri,
        });

        Assert.StartsWith("REFUSED: the token is wrong", server.Welcome.Check, StringComparison.Ordinal);
        Assert.DoesNotContain("planted", server.Everything, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("terraform: app.terraform.io, by terraform login")]
    [InlineData("terraform: tfe.example.com, by terraform login", "TFE_ADDRESS=https://tfe.example.com")]
    [InlineData("terraform: tfe.example.com, by terraform login", "TFE_ADDRESS=tfe.example.com")]
    [InlineData("terraform: app.terraform.io, by TFE_TOKEN", "TFE_TOKEN=planted.atlasv1.token")]
    [InlineData("sandbox: an HCP Terraform in memory, organization acme-corp", "TFE_TOKEN=planted.atlasv1.token", "--sandbox")]
    public async Task A_login_counts_where_no_token_is_given(string account, params string[] given)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Folder("home/.terraform.d"), "credentials.tfrc.json"),
            """{"credentials": {"tfe.example.com": {"token": "planted.login.one"}, "app.terraform.io": {"token": "planted.login.two"}}}""", TestContext.Current.CancellationToken);
        var environment = given.Where(pair => !pair.StartsWith('-')).Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
        await using var server = await LocalServer.StartAsync(folder, environment: environment, arguments: [.. given.Where(argument => argument.StartsWith('-'))]);

        Assert.Equal(account, server.Welcome.Account);
        Assert.Equal(account.StartsWith("terraform", StringComparison.Ordinal), server.Welcome.Exposed.StartsWith("reading only", StringComparison.Ordinal));
        Assert.DoesNotContain("planted", server.Everything, StringComparison.Ordinal);
    }
}
