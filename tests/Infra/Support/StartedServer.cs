using System.Diagnostics;

namespace ServerlessMcp.Infra.Tests.Support;

/// <summary>A server that a test started as a process of its own.</summary>
internal static class StartedServer
{
    // Half a minute: a start on a machine that others use.
    private const int MostAttempts = 600;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until it answers with success; ends at once where the process has ended, with what it wrote.</summary>
    public static async Task AnswersAsync(this Process process, Uri address, Func<string> written, CancellationToken cancel)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        for (var attempt = 0; ; attempt++)
        {
            Assert.False(process.HasExited, written());
            try
            {
                using var answer = await client.GetAsync(address, cancel);
                Assert.True(answer.IsSuccessStatusCode, $"{address} answers {(int)answer.StatusCode}.\n{written()}");
                return;
            }
            catch (HttpRequestException) when (attempt < MostAttempts)
            {
                await Task.Delay(Pause, TimeProvider.System, cancel);
            }
        }
    }

    /// <summary>Ends it and what it started.</summary>
    public static async Task EndAsync(this Process process)
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
