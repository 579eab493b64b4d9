using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd;

/// <summary>SIGKILL in the middle of writing, and the same data folder again. What was answered is kept; what was revoked stays dead.</summary>
public sealed class KillTests
{
    private const int Rounds = 3;
    private const int MintsBeforeKill = 60;

    [Fact]
    public async Task Every_url_whose_minting_was_answered_works_after_a_kill()
    {
        using var folder = new TemporaryFolder();
        var answered = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        for (var round = 1; round <= Rounds; round++)
        {
            await using var server = await LocalServer.StartAsync(folder);
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var goal = round * MintsBeforeKill;
            var minting = Enumerable.Range(0, 16).Select(_ => UntilKilledAsync(async () =>
            {
                var minted = await server.Api.MintAsync();
                answered[minted.Id] = minted.Token;
                if (answered.Count >= goal)
                    enough.TrySetResult();
            })).ToList();
            await enough.Task;
            await server.KillAsync();
            await Task.WhenAll(minting);
        }

        await using var restarted = await LocalServer.StartAsync(folder);
        Assert.Superset(answered.Keys.ToHashSet(StringComparer.Ordinal), await restarted.Api.IdsAsync());
        foreach (var token in answered.Values)
            Assert.Equal(HttpStatusCode.OK, await restarted.Api.PingAsync(restarted.UrlOf(token)));
        Assert.All(Directory.EnumerateFiles(restarted.DataFolder, "*.*", SearchOption.AllDirectories).Where(path => Path.GetFileName(path) != ".lock"), path =>
        {
            Assert.EndsWith(".json", path, StringComparison.Ordinal);
            JsonDocument.Parse(File.ReadAllBytes(path)).Dispose();
        });
    }

    [Fact]
    public async Task A_url_whose_revocation_was_answered_stays_dead_after_a_kill()
    {
        using var folder = new TemporaryFolder();
        var revoked = new ConcurrentBag<MintedUrl>();
        MintedUrl kept;
        await using (var server = await LocalServer.StartAsync(folder))
        {
            kept = await server.Api.MintAsync();
            var minted = new ConcurrentQueue<MintedUrl>();
            for (var i = 0; i < 40; i++)
                minted.Enqueue(await server.Api.MintAsync());
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var revoking = Enumerable.Range(0, 4).Select(_ => UntilKilledAsync(async () =>
            {
                if (!minted.TryDequeue(out var next))
                    return false;
                await server.Api.RevokeAsync(next.Id);
                revoked.Add(next);
                if (revoked.Count >= 15)
                    enough.TrySetResult();
                return true;
            })).ToList();
            await enough.Task;
            await server.KillAsync();
            await Task.WhenAll(revoking);
        }

        await using var restarted = await LocalServer.StartAsync(folder);
        foreach (var url in revoked)
            Assert.Equal(HttpStatusCode.Gone, await restarted.Api.PingAsync(restarted.UrlOf(url.Token)));
        Assert.Equal(HttpStatusCode.OK, await restarted.Api.PingAsync(restarted.UrlOf(kept.Token)));
        Assert.DoesNotContain(await restarted.Api.IdsAsync(), id => revoked.Any(url => url.Id == id));
    }

    private static Task UntilKilledAsync(Func<Task> act) => UntilKilledAsync(async () =>
    {
        await act();
        return true;
    });

    private static async Task UntilKilledAsync(Func<Task<bool>> act)
    {
        try
        {
            while (await act())
            {
            }
        }
        catch (Exception gone) when (gone is HttpRequestException or SocketException)
        {
            // A connection that dies while it is being made surfaces as the socket's own error (SocketsHttpHandler asks it for its address).
            // The server is gone: whether this one took effect is not known, and not asked.
        }
    }
}
