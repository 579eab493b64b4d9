using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Hosts.Tests.Contract;

/// <summary>What one host answered to the script.</summary>
/// <param name="Answers">By the name of the step.</param>
/// <param name="Output">What the host wrote to its console.</param>
/// <param name="Secrets">What must not be in it.</param>
internal sealed record Transcript(IReadOnlyDictionary<string, RawAnswer> Answers, string Output, IReadOnlyList<string> Secrets)
{
    public static async Task<Transcript> RecordAsync(Func<Task<IHost>> start)
    {
        await using var upstream = await SandboxServer.StartAsync(new FaultySandbox(TimeProvider.System, new SandboxOptions { RateLimits = true }).HandleAsync);
        await using var host = await start();
        var found = new Found { Sandbox = upstream.Address };
        var answers = new Dictionary<string, RawAnswer>(StringComparer.Ordinal);
        using (var patience = new CancellationTokenSource(TimeSpan.FromMinutes(2), TimeProvider.System))
        {
            await WarmAsync(host, patience.Token);
        }

        foreach (var step in Script.Steps)
        {
            // So that a host that hangs is named, and not a run that never ends.
            using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);
            if (step.StoreIsDown)
            {
                await host.BreakStoreAsync(patience.Token);
            }

            RawAnswer answer;
            try
            {
                answer = await host.SendAsync(step.Request(found), patience.Token);
            }
            catch (OperationCanceledException late)
            {
                throw new TimeoutException($"No answer to '{step.Name}'. The host wrote: {host.Output}", late);
            }
            answers.Add(step.Name, answer);
            if (answer.Status == step.Status)
            {
                step.Keep?.Invoke(answer, found);
            }
        }

        // Of tokens enough to know them by, without the ends: a log that clips what it quotes is found out too.
        var minted = ((string[])["token", "token2", "token4", "token5", "api", "old", "new"]).Select(name => found[name]).Select(token => token[(token.IndexOf('_', StringComparison.Ordinal) + 1)..][..14]);
        return new Transcript(answers, host.Output, [.. minted, .. host.Secrets, Script.AdminToken, Script.PlantedValue, Script.AuditKey.Split('\n')[1], TerraformSandbox.OwnerToken, "/v1/object/"]);
    }

    /// <summary>
    /// Writes and removes an account until that works. The first write compiles much and may make a table, which on a loaded machine takes longer than the 4 s that a store
    /// has; then the answer is 503, try again, and that is no difference between hosts.
    /// </summary>
    internal static async Task WarmAsync(IHost host, CancellationToken cancellationToken)
    {
        (string, string) bearer = ("Authorization", $"Bearer {Script.AdminToken}");
        foreach (var (method, body) in new[] { ("PUT", """{"address":"https://tfe.example.com","credential":{"secret":"x"}}"""), ("DELETE", "") })
        {
            int status;
            do
            {
                status = (await host.SendAsync(new RawRequest(method, "/integrated-account/warm", body, bearer), cancellationToken)).Status;
            }
            while (status == 503);
        }
    }
}
