using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Access;
using ServerlessMcp.Admin;

namespace ServerlessMcp.Stores.Tests;

/// <summary>The kill switch under load. KILL_SWITCH_URLS says over how many URLs; docs/security.md has the times for 10,000.</summary>
public abstract partial class RecordStoreContract
{
    private const int Callers = 16;

    private static int Urls => int.TryParse(Environment.GetEnvironmentVariable("KILL_SWITCH_URLS"), CultureInfo.InvariantCulture, out var urls) ? urls : 100;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Once_all_are_revoked_no_call_is_admitted_however_many_come(bool everything)
    {
        await using var services = Product();
        var records = services.GetRequiredService<AccessRecords>();
        var tokens = await MintAsync(records, Urls);
        await using var elsewhere = Product();
        var gate = elsewhere.GetRequiredService<TokenGate>();
        var calls = new ConcurrentQueue<(long Began, long Ended, bool Admitted)>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var load = Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var n = caller; !stop.IsCancellationRequested; n += Callers)
            {
                var began = Stopwatch.GetTimestamp();
                var (outcome, _) = await gate.AdmitAsync(tokens[n % tokens.Count], null, null, Cancel);
                calls.Enqueue((began, Stopwatch.GetTimestamp(), outcome == GateOutcome.Admitted));
            }
        }, Cancel)).ToList();
        await UntilAsync(() => calls.Count > 10 * Callers);

        var asked = Stopwatch.GetTimestamp();
        await RevokeAsync(services.GetRequiredService<RevocationEndpoints>(), everything ? "-" : "sandbox");
        var answered = Stopwatch.GetTimestamp();
        var before = calls.Count;
        await UntilAsync(() => calls.Count > before + 20 * Callers);
        await stop.CancelAsync();
        await Task.WhenAll(load);

        Assert.Contains(calls, call => call.Admitted);
        Assert.DoesNotContain(calls, call => call.Admitted && call.Began >= answered);
        var lastAdmitted = calls.Where(call => call.Admitted).Max(call => call.Began);
        var firstRefused = calls.Where(call => !call.Admitted).Min(call => call.Ended);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{tokens.Count} URLs, {Callers} callers, {calls.Count} calls: first refusal {Milliseconds(asked, firstRefused):0.0} ms and last admission {Milliseconds(asked, lastAdmitted):0.0} ms after the request; the answer came {Milliseconds(asked, answered):0} ms after it."));
    }

    private static double Milliseconds(long from, long to) => (to - from) * 1000.0 / Stopwatch.Frequency;

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(1, Cancel);
    }

    private ServiceProvider Product() => new ServiceCollection().AddLogging().AddSingleton(CreateStore()).AddSingleton<ICredentialSource, NoCredentials>()
        .AddServerlessMcp(options => options.PublicUrl = new Uri("https://mcp.example.com")).BuildServiceProvider();

    private static async Task<IReadOnlyList<string>> MintAsync(AccessRecords records, int urls)
    {
        var account = new IntegratedAccount { Id = "sandbox", Address = new Uri("https://app.terraform.io"), SecretName = "s" };
        Assert.True(await records.Accounts.CreateAsync(account, Cancel));
        var tokens = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, urls), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancel }, async (_, cancel) =>
        {
            var (server, token) = McpServer.Mint(account, "load", new McpServerConfig(), "test", DateTimeOffset.UtcNow);
            Assert.True(await records.Servers.CreateAsync(server, cancel));
            tokens.Add(token);
        });
        return [.. tokens];
    }

    private static async Task RevokeAsync(RevocationEndpoints endpoints, string account)
    {
        var context = new DefaultHttpContext { RequestAborted = Cancel };
        context.Request.RouteValues["account"] = account;
        var (caller, _) = ApiToken.Create("test", [ApiTokenScope.Admin], "test", DateTimeOffset.UtcNow);
        var call = new AdminCall(context, caller, default(JsonElement));
        await (account == "-" ? endpoints.EverythingAsync(call) : endpoints.AccountAsync(call));
        Assert.Equal(200, context.Response.StatusCode);
    }

    private sealed class NoCredentials : ICredentialSource
    {
        public ValueTask<string?> GetTokenAsync(string secretName, bool refresh, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
    }
}
