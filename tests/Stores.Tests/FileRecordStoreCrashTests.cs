using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ServerlessMcp.Local;
using ServerlessMcp.Records;
using ServerlessMcp.Stores.Writer;

namespace ServerlessMcp.Stores.Tests;

/// <summary>The file store with real other processes: killed in the middle of writing, and counting together.</summary>
[Trait("Store", "file")]
public sealed class FileRecordStoreCrashTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private FileRecordStore CreateStore() => new(folder["data"], TimeProvider.System);

    [Fact]
    public async Task A_killed_writer_loses_at_most_the_write_in_flight()
    {
        var expected = new Dictionary<string, int>();
        for (var round = 0; round < 10; round++)
        {
            var log = await KilledWriterAsync($"round-{round}", lines: RandomNumberGenerator.GetInt32(20, 300));
            var store = CreateStore();
            var (id, n) = Replay(log, expected);
            if (id is not null && await NumberAsync(store, id) == n)
                expected[id] = n;

            foreach (var (written, number) in expected)
                Assert.Equal(number, await NumberAsync(store, written));
            Assert.Equal(
                expected.Where(state => state.Value > 0).Select(state => state.Key).Order(StringComparer.Ordinal),
                (await store.ListAsync(RecordKind.McpServer, "sandbox", null, 1000, Cancel)).Select(record => record.Id));
        }

        await CreateStore().DeleteExpiredAsync(DateTimeOffset.UnixEpoch, Cancel);
        Assert.All(Directory.EnumerateFiles(folder["data/mcp-server"], "*", SearchOption.AllDirectories), path => Assert.EndsWith(".json", path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Processes_that_count_together_miss_nothing()
    {
        const int Processes = 3, Times = 40;
        Assert.True(await CreateStore().CreateAsync(State.Record("counter", 0, version: null), Cancel));
        var counting = Enumerable.Range(0, Processes).Select(async _ =>
        {
            using var counter = Start("count", "counter", Times.ToString(CultureInfo.InvariantCulture));
            await counter.WaitForExitAsync(Cancel);
            Assert.Equal(0, counter.ExitCode);
        });
        await Task.WhenAll(counting);
        Assert.Equal(Processes * Times, await NumberAsync(CreateStore(), "counter"));
    }

    /// <summary>
    /// What the writer said until it died. It is killed when it has begun a change after at least <paramref name="lines"/> lines,
    /// after a part of the time that its changes took so far: aimed at any moment inside a change, of which most kills would otherwise hit the first.
    /// </summary>
    private async Task<List<string>> KilledWriterAsync(string prefix, int lines)
    {
        using var writer = Start("write", prefix);
        var log = new List<string>();
        var time = new Stopwatch();
        var killed = false;
        while (await writer.StandardOutput.ReadLineAsync(Cancel) is { } line)
        {
            time.Start();
            log.Add(line);
            if (killed || log.Count < lines || line == "end")
                continue;
            var aim = time.Elapsed + time.Elapsed / (log.Count / 2) * (RandomNumberGenerator.GetInt32(100) / 100.0);
            SpinWait.SpinUntil(() => time.Elapsed >= aim);
            writer.Kill();
            killed = true;
        }

        await writer.WaitForExitAsync(Cancel);
        Assert.True(killed, $"The writer ended by itself after {log.Count} lines.");
        return log;
    }

    /// <summary>Enters the finished changes in <paramref name="expected"/> (0 is deleted), and gives the one that was begun and not finished.</summary>
    private static (string? Id, int Number) Replay(List<string> log, Dictionary<string, int> expected)
    {
        (string? Id, int Number) begun = default;
        foreach (var line in log)
        {
            if (line == "end")
            {
                expected[begun.Id!] = begun.Number;
                begun = default;
            }
            else
            {
                var words = line.Split(' ');
                begun = (words[1], int.Parse(words[2], CultureInfo.InvariantCulture));
            }
        }

        return begun;
    }

    /// <summary>The number of the record's state, which must be whole; 0 if there is none.</summary>
    private static async Task<int> NumberAsync(FileRecordStore store, string id)
    {
        if (await store.GetAsync(RecordKind.McpServer, id, Cancel) is not { } record)
            return 0;
        var number = Counter.Number(record);
        Assert.Equal(State.Content(number), record.Content.ToArray());
        return number;
    }

    private Process Start(string action, params string[] arguments)
    {
        // The dotnet that runs this test: it may not be the one on the path, if any is.
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        return Process.Start(new ProcessStartInfo(dotnet, ["exec", typeof(State).Assembly.Location, action, folder["data"], .. arguments])
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
    }
}
