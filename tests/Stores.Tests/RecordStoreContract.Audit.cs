using System.Diagnostics;
using System.Globalization;
using ServerlessMcp.Audit;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests;

/// <summary>The audit trail over this store. docs/security.md has what an entry costs.</summary>
public abstract partial class RecordStoreContract
{
    private static readonly AuditChain Chain = new("mcp-1", "sandbox", null);

    private AuditTrail Trail() => new(CreateStore(), TimeProvider.System);

    private static Task<AuditLine> AppendAsync(AuditTrail trail, string what) =>
        trail.AppendAsync(Chain, TimeSpan.FromDays(30), writer => writer.WriteString("event", what), StoreDeadline.OfEach(Cancel));

    [Fact]
    public async Task Entries_of_several_instances_at_once_are_one_chain()
    {
        await RaceAsync(6, async (store, n) =>
        {
            var trail = new AuditTrail(store, TimeProvider.System);
            for (var i = 0; i < 5; i++)
                await AppendAsync(trail, $"{n}-{i}");
            return true;
        });

        var lines = (await Trail().ListAsync(Chain.Id, 0, 1000, StoreDeadline.OfEach(Cancel))).Select(record => AuditLine.Read(record.Content, out _)!).ToList();
        Assert.Equal(30, lines.Count);
        Assert.All(lines.Zip(lines.Skip(1)), pair => Assert.Equal((pair.First.Sequence + 1, pair.First.Hash), (pair.Second.Sequence, pair.Second.Previous)));
    }

    // Whose mark a run's message has is asked of those that are revoked, too: of them the chain is what is left.
    [Fact]
    public async Task An_owner_has_a_list_of_its_chains_by_their_ids()
    {
        var trail = Trail();
        foreach (var (id, owner) in ((string, string)[])[("mcp-2", "sandbox"), ("mcp-1", "sandbox"), ("mcp-3", "other")])
            await trail.AppendAsync(new AuditChain(id, owner, null), TimeSpan.FromDays(30), _ => { }, StoreDeadline.OfEach(Cancel));
        Assert.Equal(["mcp-1", "mcp-2"], await Trail().ChainsAsync("sandbox", "mcp-0", 10, StoreDeadline.OfEach(Cancel)));
        Assert.Equal(["mcp-2"], await Trail().ChainsAsync("sandbox", "mcp-1", 10, StoreDeadline.OfEach(Cancel)));
        Assert.Empty(await Trail().ChainsAsync("nobody", "mcp-0", 10, StoreDeadline.OfEach(Cancel)));
    }

    [Fact]
    public async Task An_instance_that_meets_a_chain_goes_on_at_its_end()
    {
        var trail = Trail();
        await AppendAsync(trail, "first");
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < 99; i++)
            await AppendAsync(trail, "next");
        var each = Stopwatch.GetElapsedTime(start).TotalMilliseconds / 99;

        start = Stopwatch.GetTimestamp();
        Assert.Equal(101, (await AppendAsync(Trail(), "from another")).Sequence);
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"an entry takes {each:0.00} ms, the first of an instance {Stopwatch.GetElapsedTime(start).TotalMilliseconds:0.0} ms"));
    }
}
