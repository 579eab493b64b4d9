using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests;

/// <summary>Several writers at once, each with a store instance of its own, as processes would have.</summary>
public abstract partial class RecordStoreContract
{
    private const int Writers = 8;

    /// <summary>Lets every writer begin at the same moment, and gives their answers.</summary>
    private async Task<bool[]> RaceAsync(int writers, Func<IRecordStore, int, Task<bool>> write)
    {
        var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var race = Enumerable.Range(0, writers).Select(async n =>
        {
            var store = CreateStore();
            await start.Task;
            return await write(store, n);
        }).ToList();
        start.SetResult();
        return await Task.WhenAll(race);
    }

    [Fact]
    public async Task Of_many_that_create_one_wins()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = Numbered(round);
            var won = await RaceAsync(Writers, (store, n) => store.CreateAsync(Record(id, content: $"{n}"), Cancel));
            Assert.Equal(1, won.Count(x => x));
            Assert.Equal($"{Array.IndexOf(won, true)}", Text(await CreateStore().GetAsync(Kind, id, Cancel)));
        }
    }

    [Fact]
    public async Task Of_many_owners_that_create_one_id_one_wins()
    {
        var won = await RaceAsync(Writers, (store, n) => store.CreateAsync(Record("mcp-1", owner: $"owner-{n}"), Cancel));
        Assert.Equal(1, won.Count(x => x));
        Assert.Equal($"owner-{Array.IndexOf(won, true)}", (await CreateStore().GetAsync(Kind, "mcp-1", Cancel))!.Owner);
    }

    [Fact]
    public async Task Of_many_that_replace_a_version_one_wins()
    {
        var current = await CreatedAsync(CreateStore(), Record("mcp-1"));
        for (var round = 0; round < 10; round++)
        {
            var won = await RaceAsync(Writers, (store, n) => store.ReplaceAsync(With(current, $"[{round},{n}]"), Cancel));
            Assert.Equal(1, won.Count(x => x));
            current = (await CreateStore().GetAsync(Kind, "mcp-1", Cancel))!;
            Assert.Equal($"[{round},{Array.IndexOf(won, true)}]", Text(current));
        }
    }

    [Fact]
    public async Task A_record_deleted_while_others_replace_it_stays_deleted()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = Numbered(round);
            var first = await CreatedAsync(CreateStore(), Record(id));
            var won = await RaceAsync(4, async (store, n) =>
            {
                if (n == 0)
                    return await store.DeleteAsync(Kind, id, Cancel);

                // As often as it can: each success is read again, until the record is gone.
                var replaced = await store.ReplaceAsync(With(first, $"{n}"), Cancel);
                while (await store.GetAsync(Kind, id, Cancel) is { } current)
                    await store.ReplaceAsync(With(current, $"{n}"), Cancel);
                return replaced;
            });
            Assert.True(won[0]);
            Assert.Null(await CreateStore().GetAsync(Kind, id, Cancel));
        }
    }

    [Fact]
    public async Task A_reader_sees_whole_states_while_others_write()
    {
        string[] states = [.. Enumerable.Range(0, Writers).Select(n => $"\"{new string((char)('a' + n), 1 + n * 4000)}\"")];
        await CreatedAsync(CreateStore(), Record("mcp-1", content: states[0]));
        var writing = RaceAsync(4, async (store, n) =>
        {
            for (var turn = 0; turn < 25; turn++)
                await store.ReplaceAsync(With((await store.GetAsync(Kind, "mcp-1", Cancel))!, states[(turn + n) % states.Length]), Cancel);
            return true;
        });

        var reader = CreateStore();
        while (!writing.IsCompleted)
        {
            Assert.Contains(Text(await reader.GetAsync(Kind, "mcp-1", Cancel)), states);
            Assert.Contains(Text(Assert.Single(await reader.ListAsync(Kind, "sandbox", null, 10, Cancel))), states);
        }

        await writing;
    }
}
