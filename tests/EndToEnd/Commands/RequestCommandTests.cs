using System.Net;
using System.Text.Json;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.Commands;

/// <summary><c>request</c>: who may not mint asks, waits for somebody else, and gets the URL.</summary>
public sealed class RequestCommandTests
{
    private const string Requests = "/integrated-account/sandbox/mcp/requests";

    [Fact]
    public async Task Who_may_not_mint_asks_waits_and_collects()
    {
        await using var desk = await Desk.OpenAsync();
        await using var asking = desk.User.Start(terminal: false, "request", "incident 42", "--incident", "--workspace", "payment-*", "--reason", "payments is down", "--ticket", "INC-4711", "--client", "claude-code");
        var request = await desk.NextAsync();
        Assert.Equal(("incident 42", "INC-4711", "payments is down"), (Text(request, "name"), Text(request, "ticket"), Text(request, "reason")));
        await desk.DecideAsync(request, "grant", """{"config":{"methods":["read"]}}""");
        Assert.True(await asking.ExitAsync() == 0, asking.Errors);
        using var minted = JsonDocument.Parse(asking.Output);
        Assert.Equal("read", minted.RootElement.GetProperty("config").GetProperty("methods")[0].GetString());
        Assert.StartsWith("claude mcp add", Text(minted.RootElement, "paste"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await desk.Server.Api.PingAsync(new Uri(Text(minted.RootElement, "url"))));
        Assert.DoesNotContain(Text(minted.RootElement, "token"), asking.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("decline", "declined by", "use the runbook")]
    [InlineData("withdraw", "granted, and then withdrawn by", "use the runbook")]
    public async Task What_is_not_given_is_told_with_its_comment(string act, string said, string comment)
    {
        await using var desk = await Desk.OpenAsync();
        Assert.Equal(5, (await desk.User.RunAsync(terminal: true, "request", "--wait", "0s")).Exit);
        var request = await desk.NextAsync();
        if (act == "withdraw")
            await desk.DecideAsync(request, "grant", "{}");
        await desk.DecideAsync(request, "decline", $$"""{"comment":"{{comment}}"}""");
        var told = await desk.User.RunAsync(terminal: true, "request", "--resume", Text(request, "id"));
        Assert.Equal((1, ""), (told.Exit, told.Output));
        Assert.Contains(said, told.Errors, StringComparison.Ordinal);
        Assert.Contains(comment, told.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_waited_in_vain_goes_on_later_and_collects_once()
    {
        await using var desk = await Desk.OpenAsync();
        var told = await desk.User.RunAsync(terminal: true, "request", "later", "--wait", "1s");
        Assert.Equal((5, ""), (told.Exit, told.Output));
        var request = await desk.NextAsync();
        Assert.Contains($"--resume {Text(request, "id")}", told.Errors, StringComparison.Ordinal);
        await desk.DecideAsync(request, "grant", "{}");
        var minted = await desk.User.RunAsync(terminal: true, "request", "--resume", Text(request, "id"));
        Assert.True(minted.Exit == 0, minted.Errors);
        Assert.Contains("/mcp/smcp_", minted.Output, StringComparison.Ordinal);
        told = await desk.User.RunAsync(terminal: true, "request", "--resume", Text(request, "id"));
        Assert.Equal((1, ""), (told.Exit, told.Output));
        Assert.Contains("was shown that once", told.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "/config/methods", "request", "--method", "nonsense")]
    [InlineData(1, "no request with this id", "request", "--resume", "req-00000000000000000000000000000000")]
    [InlineData(3, "lacks the scope mint", "mint")]
    [InlineData(2, "is no length of time", "request", "--wait", "soon")]
    public async Task A_refusal_is_told_in_the_words_of_the_api(int exit, string said, params string[] arguments)
    {
        await using var desk = await Desk.OpenAsync();
        var told = await desk.User.RunAsync(terminal: true, arguments);
        Assert.Equal((exit, ""), (told.Exit, told.Output));
        Assert.Contains(said, told.Errors, StringComparison.Ordinal);
    }

    private static string Text(JsonElement element, string member) => element.GetProperty(member).GetString()!;

    private sealed class Desk : IAsyncDisposable
    {
        public required LocalServer Server { get; init; }

        public CommandUser User { get; } = new();

        public static async Task<Desk> OpenAsync()
        {
            var desk = new Desk { Server = await LocalServer.StartAsync() };
            Assert.Equal(0, (await desk.User.LoginAsync(desk.Server.Welcome.Address, await desk.Server.Api.CreateApiTokenAsync("asker", "request"))).Exit);
            return desk;
        }

        /// <summary>The request that was asked last, as soon as there is one.</summary>
        public async Task<JsonElement> NextAsync()
        {
            for (var tries = 0; ; tries++)
            {
                using var page = await Server.Api.AskAsync(HttpMethod.Get, Requests);
                if (page.RootElement.GetProperty("result").EnumerateArray().FirstOrDefault() is { ValueKind: JsonValueKind.Object } first)
                    return first.Clone();
                Assert.True(tries < 600, "Nobody asked.");
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System, TestContext.Current.CancellationToken);
            }
        }

        public async Task DecideAsync(JsonElement request, string act, string body) =>
            (await Server.Api.AskAsync(HttpMethod.Post, $"{Requests}/{Text(request, "id")}/{act}", body)).Dispose();

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            User.Dispose();
        }
    }
}
