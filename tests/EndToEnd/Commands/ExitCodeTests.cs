using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.EndToEnd.Commands;

/// <summary>Exit codes, as the page of the command line tells them, and what is said with each.</summary>
public sealed class ExitCodeTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, "lits", "list", "--lits")]
    [InlineData(2, "--ttl", "extend", "mcp-00000000")]
    [InlineData(2, "is no length of time", "mint", "--ttl", "two hours", "--address", "http://127.0.0.1:1")]
    [InlineData(2, "There is no file", "verify", "nothing.jsonl")]
    [InlineData(3, "No deployment is known here", "list")]
    [InlineData(4, "can't be reached", "login", "http://127.0.0.1:1", "--token-file", "token")]
    public async Task Each_ends_with_its_own(int exit, string said, params string[] arguments)
    {
        using var user = new CommandUser();
        await File.WriteAllTextAsync(Path.Combine(user.Home, "token"), "a-token-of-a-test", Cancel);
        var told = await user.RunAsync(terminal: true, arguments);
        Assert.Equal((exit, ""), (told.Exit, told.Output));
        Assert.Contains(said, told.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, 1)]
    [InlineData(401, 3)]
    [InlineData(403, 3)]
    [InlineData(404, 1)]
    [InlineData(409, 1)]
    [InlineData(422, 1)]
    [InlineData(429, 4)]
    [InlineData(500, 4)]
    [InlineData(503, 4)]
    public async Task A_refusal_is_told_in_the_words_of_the_api(int status, int exit)
    {
        await using var server = await LoopbackServer.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync($$"""{"type":"about:blank","title":"x","status":{{status}},"detail":"The words of the API."}""", Cancel);
        });
        using var user = new CommandUser();
        user.Variables["SERVERLESSMCP_ADDRESS"] = server.Address.GetLeftPart(UriPartial.Authority);
        user.Variables["SERVERLESSMCP_API_TOKEN"] = "a-token-of-a-test";
        var told = await user.RunAsync(terminal: true, "list");
        Assert.Equal((exit, "", "The words of the API.\n"), (told.Exit, told.Output, told.Errors));
    }

    [Fact]
    public async Task What_is_no_deployment_is_said()
    {
        await using var server = await LoopbackServer.StartAsync(context => context.Response.WriteAsync("<html>", Cancel));
        using var user = new CommandUser();
        user.Variables["SERVERLESSMCP_ADDRESS"] = server.Address.GetLeftPart(UriPartial.Authority);
        user.Variables["SERVERLESSMCP_API_TOKEN"] = "a-token-of-a-test";
        var told = await user.RunAsync(terminal: true, "doctor");
        Assert.Equal(1, told.Exit);
        Assert.Contains("is no deployment of ServerlessMcp", told.Output, StringComparison.Ordinal);
    }
}
