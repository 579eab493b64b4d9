using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Hosts.Tests.Contract;

/// <summary>What one host answered to the script.</summary>
internal sealed record Transcript(IReadOnlyDictionary<string, RawAnswer> Answers, string Output)
{
    public static async Task<Transcript> RecordAsync(Func<Task<IHost>> start)
    {
        await using var upstream = await SandboxServer.StartAsync(new TerraformSandbox(TimeProvider.System, new SandboxOptions { RateLimits = true }));
        await using var host = await start();
        var found = new Found { Sandbox = upstream.Address };
        var answers = new Dictionary<string, RawAnswer>(StringComparer.Ordinal);
        await WarmAsync(host);
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

        return new Transcript(answers, host.Output);
    }

    /// <summary>
    /// Writes and removes an account until that works. The first write compiles much and may make a table, which on a loaded machine takes longer than the 4 s that a store
    /// has; then the answer is 503, try again, and that is no difference between hosts.
    /// </summary>
    internal static async Task WarmAsync(IHost host)
    {
        (string, string) bearer = ("Authorization", $"Bearer {Script.AdminToken}");
        foreach (var (method, body) in new[] { ("PUT", """{"address":"https://tfe.example.com","credential":{"secret":"x"}}"""), ("DELETE", "") })
        {
            int status;
            do
            {
                status = (await host.SendAsync(new RawRequest(method, "/integrated-account/warm", body, bearer), CancellationToken.None)).Status;
            }
            while (status == 503);
        }
    }
}
