using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Access;
using ServerlessMcp.Accounts;
using ServerlessMcp.Admin;
using ServerlessMcp.Integrations.TerraformCloud;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests;

/// <summary>The kill switch under load. KILL_SWITCH_URLS says over how many URLs; docs/security.md has the times for 10,000.</summary>
public abstract partial class RecordStoreContract
{
    private const int Callers = 16;

    // Calls with a dead URL are guesses, and an address that guesses is not heard: they come from another one.
    private static readonly IPAddress OfTheOne = IPAddress.Parse("203.0.113.7");
    private static readonly IPAddress Others = IPAddress.Parse("203.0.113.8");

    private static int Urls => int.TryParse(Environment.GetEnvironmentVariable("KILL_SWITCH_URLS"), CultureInfo.InvariantCulture, out var urls) ? urls : 100;

    /// <summary>What is revoked at once.</summary>
    public enum Revoked
    {
        /// <summary>One URL; every other call is to it, and the others go on.</summary>
        One,

        /// <summary>All of an account.</summary>
        Account,

        /// <summary>All there are.</summary>
        Everything,
    }

    // One load at a time: each takes all cores that there are, and stores under several do not answer in time.
    private static readonly SemaphoreSlim Machine = new(1);

    [Theory]
    [InlineData(Revoked.One)]
    [InlineData(Revoked.Account)]
    [InlineData(Revoked.Everything)]
    public async Task Once_revoked_no_call_is_admitted_however_many_come(Revoked revoked)
    {
        await Machine.WaitAsync(Cancel);
        try
        {
            await RevokeUnderLoadAsync(revoked);
        }
        finally
        {
            Machine.Release();
        }
    }

    private async Task RevokeUnderLoadAsync(Revoked revoked)
    {
        await using var services = Product();
        var records = services.GetRequiredService<AccessRecords>();
        var tokens = await MintAsync(records, Urls);
        await using var elsewhere = Product();
        var gate = elsewhere.GetRequiredService<TokenGate>();
        var calls = new ConcurrentQueue<(long Began, long Ended, bool Admitted, bool IsConcerned)>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var load = Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var n = caller; !stop.IsCancellationRequested; n += Callers)
            {
                var url = revoked == Revoked.One && n / Callers % 2 == 0 ? 0 : n % tokens.Count;
                // Where a store answers at once, nobody else would come to run.
                await Task.Yield();
                var began = Stopwatch.GetTimestamp();
                try
                {
                    var (outcome, _) = await gate.AdmitAsync(tokens[url], null, url == 0 ? OfTheOne : Others, new StoreDeadline(Cancel));
                    calls.Enqueue((began, Stopwatch.GetTimestamp(), outcome == GateOutcome.Admitted, revoked != Revoked.One || url == 0));
                }
                catch (StoreUnavailableException)
                {
                    // The load is too much for an emulator beside other tests: a 503, so neither an admission nor the refusal that is looked for.
                }
            }
        }, Cancel)).ToList();
        await UntilAsync(() => calls.Count > 10 * Callers);

        var asked = Stopwatch.GetTimestamp();
        await RevokeAsync(services, revoked, tokens[0]);
        var answered = Stopwatch.GetTimestamp();
        var before = calls.Count;
        await UntilAsync(() => calls.Count > before + 20 * Callers);
        await stop.CancelAsync();
        await Task.WhenAll(load);

        var concerned = calls.Where(call => call.IsConcerned).ToList();
        Assert.Contains(concerned, call => call.Admitted);
        Assert.Contains(concerned, call => call.Began >= answered);
        Assert.DoesNotContain(concerned, call => call.Admitted && call.Began >= answered);
        Assert.All(calls.Where(call => !call.IsConcerned), call => Assert.True(call.Admitted));
        var lastAdmitted = concerned.Where(call => call.Admitted).Max(call => call.Began);
        var firstRefused = concerned.Where(call => !call.Admitted).Min(call => call.Ended);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{revoked}: {tokens.Count} URLs, {Callers} callers, {calls.Count} calls: first refusal {Milliseconds(asked, firstRefused):0.0} ms and last admission {Milliseconds(asked, lastAdmitted):0.0} ms after the request; the answer came {Milliseconds(asked, answered):0} ms after it."));
    }

    private static double Milliseconds(long from, long to) => (to - from) * 1000.0 / Stopwatch.Frequency;

    private static async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, Cancel);
    }

    private ServiceProvider Product() => new ServiceCollection().AddLogging().AddSingleton(CreateStore()).AddSingleton<ICredentialSource, NoCredentials>()
        .AddServerlessMcp(options => options.PublicUrl = new Uri("https://mcp.example.com")).AddTerraformCloud().BuildServiceProvider();

    private static async Task<IReadOnlyList<string>> MintAsync(AccessRecords records, int urls)
    {
        var account = new IntegratedAccount { Id = "sandbox", Address = new Uri("https://app.terraform.io"), SecretName = "s" };
        Assert.True(await records.Accounts.CreateAsync(account, StoreDeadline.OfEach(Cancel)));
        var tokens = new ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, urls), new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = Cancel }, async (_, cancel) =>
        {
            var (server, token) = McpServer.Mint(account, "load", new McpServerConfig(), "test", TimeProvider.System.GetUtcNow());
            Assert.True(await records.Servers.CreateAsync(server, StoreDeadline.OfEach(cancel)));
            tokens.Add(token);
        });
        return [.. tokens];
    }

    private static async Task RevokeAsync(IServiceProvider services, Revoked revoked, string token)
    {
        var context = new DefaultHttpContext { RequestAborted = Cancel };
        context.Request.RouteValues["account"] = revoked == Revoked.Everything ? "-" : "sandbox";
        context.Request.RouteValues["id"] = SecretToken.RecordId(SecretToken.UrlPrefix, SecretToken.Hash(token));
        var (caller, _) = ApiToken.Create("test", [ApiTokenScope.Admin], "test", TimeProvider.System.GetUtcNow());
        var call = new AdminCall(context, caller, default(JsonElement));
        var endpoints = services.GetRequiredService<RevocationEndpoints>();
        await (revoked switch
        {
            Revoked.One => services.GetRequiredService<McpServerEndpoints>().RevokeAsync(call),
            Revoked.Account => endpoints.AccountAsync(call),
            _ => endpoints.EverythingAsync(call),
        });
        Assert.Equal(revoked == Revoked.One ? 204 : 200, context.Response.StatusCode);
    }

    private sealed class NoCredentials : ICredentialSource
    {
        public ValueTask<string?> GetTokenAsync(string secretName, bool refresh, CancellationToken cancellationToken) => ValueTask.FromResult<string?>(null);
    }
}
