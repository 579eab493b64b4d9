using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.Commands;

/// <summary>A token is kept for one user and one address, until it ends.</summary>
public sealed class LoginTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_token_is_kept_for_this_user_alone_and_removed_by_logout()
    {
        await using var server = await LocalServer.StartAsync();
        using var user = new CommandUser();
        var told = await user.LoginAsync(server.Welcome.Address, server.AdminToken);
        Assert.Equal(0, told.Exit);
        Assert.DoesNotContain(server.AdminToken, told.Output + told.Errors, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(user.LoginFile));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(user.LoginFile)!));
        }

        Assert.Equal(0, (await user.RunAsync(terminal: true, "list")).Exit);
        Assert.Equal(0, (await user.RunAsync(terminal: true, "logout")).Exit);
        Assert.False(File.Exists(user.LoginFile));
        Assert.Equal(3, (await user.RunAsync(terminal: true, "list")).Exit);
    }

    [Fact]
    public async Task Where_others_can_read_it_nothing_uses_it()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        await using var server = await LocalServer.StartAsync();
        using var user = new CommandUser();
        await user.LoginAsync(server.Welcome.Address, server.AdminToken);
#pragma warning disable CA1416 // Skipped above.
        File.SetUnixFileMode(user.LoginFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
#pragma warning restore CA1416
        var told = await user.RunAsync(terminal: true, "list");
        Assert.Equal(3, told.Exit);
        Assert.Contains("Others can read", told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_has_ended_is_removed_and_said()
    {
        await using var server = await LocalServer.StartAsync();
        using var user = new CommandUser();
        var soon = TimeProvider.System.GetUtcNow().AddHours(1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);
        using (var made = await server.Api.AskAsync(HttpMethod.Post, "/api-token", $$"""{"name":"short","scopes":["mint"],"expires_at":"{{soon}}"}""", System.Net.HttpStatusCode.Created))
            Assert.Equal(0, (await user.LoginAsync(server.Welcome.Address, made.RootElement.GetProperty("token").GetString()!)).Exit);
        var kept = await File.ReadAllTextAsync(user.LoginFile, Cancel);
        var ended = kept.Replace(soon[..4], "2001", StringComparison.Ordinal);
        Assert.NotEqual(kept, ended);
        await File.WriteAllTextAsync(user.LoginFile, ended, Cancel);
        var told = await user.RunAsync(terminal: true, "list");
        Assert.Equal(3, told.Exit);
        Assert.Contains("ended at 2001", told.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(user.LoginFile));
    }

    [Theory]
    [InlineData("http://mcp.example.com")]
    [InlineData("ftp://127.0.0.1")]
    [InlineData("https://user@mcp.example.com")]
    [InlineData("https://mcp.example.com/path")]
    [InlineData("https://mcp.example.com/?a=b")]
    [InlineData("mcp.example.com")]
    public async Task A_token_goes_over_https_or_to_loopback(string address)
    {
        using var user = new CommandUser();
        var told = await user.RunAsync(terminal: true, "login", address);
        Assert.Equal(2, told.Exit);
        Assert.Contains("http on loopback alone", told.Errors, StringComparison.Ordinal);
        user.Variables["SERVERLESSMCP_API_TOKEN"] = "a-token-of-a-test";
        Assert.Equal(2, (await user.RunAsync(terminal: true, "list", "--address", address)).Exit);
    }

    /// <summary>Neither by another address on the command line, nor by a redirect.</summary>
    [Fact]
    public async Task A_kept_token_goes_to_no_other_address()
    {
        var came = new List<string>();
        await using var other = await LoopbackServer.StartAsync(context =>
        {
            lock (came)
                came.Add($"{context.Request.Path} {context.Request.Headers.Authorization}");
            return Task.CompletedTask;
        });
        await using var leading = await LoopbackServer.StartAsync(context =>
        {
            context.Response.Redirect(new Uri(other.Address, "/api-token/self").AbsoluteUri);
            return Task.CompletedTask;
        });
        await using var server = await LocalServer.StartAsync();
        using var user = new CommandUser();
        await user.LoginAsync(server.Welcome.Address, server.AdminToken);
        var told = await user.RunAsync(terminal: true, "list", "--address", other.Address.GetLeftPart(UriPartial.Authority));
        Assert.Equal(3, told.Exit);
        Assert.Contains("Nobody is logged in at", told.Errors, StringComparison.Ordinal);
        await user.LoginAsync(leading.Address, server.AdminToken);
        Assert.Empty(came);
    }

    [Theory]
    [InlineData("wrong-token-wrong-token", 3)]
    [InlineData("", 2)]
    [InlineData("two words", 2)]
    public async Task A_token_that_is_none_is_not_kept(string token, int exit)
    {
        await using var server = await LocalServer.StartAsync();
        using var user = new CommandUser();
        var told = await user.LoginAsync(server.Welcome.Address, token);
        Assert.Equal(exit, told.Exit);
        Assert.False(File.Exists(user.LoginFile));
    }

    [Fact]
    public async Task Logout_can_end_the_token_itself()
    {
        await using var server = await LocalServer.StartAsync(adminToken: null);
        using var user = new CommandUser();
        var token = await server.Api.CreateApiTokenAsync("mine", "admin");
        await user.LoginAsync(server.Welcome.Address, token);
        Assert.Equal(0, (await user.RunAsync(terminal: true, "logout", "--end")).Exit);
        using var api = new ControlPlane(server.Welcome.Address, token);
        using var refused = await api.SendAsync(HttpMethod.Get, "/api-token/self", null, ("Authorization", $"Bearer {token}"));
        Assert.Equal(System.Net.HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task The_environment_goes_before_and_needs_no_file()
    {
        await using var server = await LocalServer.StartAsync();
        using var user = new CommandUser();
        user.Variables["SERVERLESSMCP_ADDRESS"] = server.Welcome.Address.GetLeftPart(UriPartial.Authority);
        user.Variables["SERVERLESSMCP_API_TOKEN"] = server.AdminToken;
        Assert.Single(await user.JsonAsync("list"));
        Assert.False(File.Exists(user.LoginFile));
    }
}
