using System.Text;
using ServerlessMcp.Audit;
using ServerlessMcp.Records;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Audit;

/// <summary>The chain in the store: exact over instances, and never shorter than it was but at the front.</summary>
public sealed class AuditTrailTests
{
    private static readonly AuditChain Chain = new("mcp-1", "sandbox", null);
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(32);

    private readonly ManualTimeProvider time = new();
    private readonly MemoryRecordStore store = new();

    private AuditTrail Instance() => new(store, time);

    private static Task<AuditLine> AppendAsync(AuditTrail trail, string what, TimeSpan? retention = null) =>
        trail.AppendAsync(Chain, retention ?? Kept, writer => writer.WriteString("event", what), StoreDeadline.OfEach(TestContext.Current.CancellationToken));

    private async Task<IReadOnlyList<AuditLine>> LinesAsync() =>
        [.. (await Instance().ListAsync(Chain.Id, 0, 1000, StoreDeadline.OfEach(TestContext.Current.CancellationToken))).Select(record => AuditLine.Read(record.Content, out _)!)];

    private static void AssertWhole(IReadOnlyList<AuditLine> lines)
    {
        Assert.All(lines, Assert.NotNull);
        Assert.All(lines.Zip(lines.Skip(1)), pair => Assert.Equal((pair.First.Sequence + 1, pair.First.Hash), (pair.Second.Sequence, pair.Second.Previous)));
    }

    [Fact]
    public async Task Each_entry_links_to_the_one_before_and_the_first_to_nothing()
    {
        var trail = Instance();
        for (var i = 0; i < 3; i++)
        {
            await AppendAsync(trail, $"e{i}");
        }

        var lines = await LinesAsync();
        Assert.Equal([1L, 2L, 3L], lines.Select(line => line.Sequence));
        Assert.Equal(AuditLine.Start, lines[0].Previous);
        AssertWhole(lines);
    }

    [Fact]
    public async Task Instances_that_append_at_once_neither_fork_the_chain_nor_lose_an_entry()
    {
        var appends = Enumerable.Range(0, 8).SelectMany(instance =>
        {
            var trail = Instance();
            return Enumerable.Range(0, 50).Select(n => Task.Run(() => AppendAsync(trail, $"{instance}-{n}"), TestContext.Current.CancellationToken));
        }).ToList();
        // Whoever meets another twice pauses, by the clock of the test.
        var all = Task.WhenAll(appends);
        await time.AdvanceNapsAsync(all, LongestPause, TimeSpan.FromHours(1));
        await all;

        var lines = await LinesAsync();
        Assert.Equal(400, lines.Count);
        AssertWhole(lines);
        Assert.Equal(400, lines.Select(line => Encoding.UTF8.GetString(line.Bytes.Span).Split("\"event\":\"")[1].Split('"')[0]).Distinct().Count());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public async Task An_instance_that_meets_a_chain_goes_on_at_its_end(int length)
    {
        var first = Instance();
        for (var i = 0; i < length; i++)
        {
            await AppendAsync(first, "e");
        }

        Assert.Equal(length + 1, (await AppendAsync(Instance(), "e")).Sequence);
        Assert.Equal(length + 2, (await AppendAsync(first, "e")).Sequence);
        AssertWhole(await LinesAsync());
    }

    [Fact]
    public async Task A_number_is_not_given_again_when_all_entries_are_gone()
    {
        var trail = Instance();
        for (var i = 0; i < 70; i++)
        {
            await AppendAsync(trail, "e");
        }

        time.Advance(Kept + TimeSpan.FromDays(1));
        for (var number = 1L; number <= 70; number++)
        {
            store.Tamper(RecordKind.AuditEntry, RecordSeries.Id(Chain.Id, number), _ => null);
        }

        Assert.True((await AppendAsync(Instance(), "e")).Sequence > 70);
    }

    [Fact]
    public async Task A_shorter_retention_later_leaves_no_hole_between_entries_that_are_kept()
    {
        var trail = Instance();
        await AppendAsync(trail, "kept", TimeSpan.FromDays(90));
        await AppendAsync(trail, "e", TimeSpan.FromDays(1));
        time.Advance(TimeSpan.FromDays(30));
        await AppendAsync(trail, "e", TimeSpan.FromDays(1));

        var lines = await LinesAsync();
        Assert.Equal(3, lines.Count);
        AssertWhole(lines);
    }

    [Fact]
    public async Task What_is_over_is_not_shown_however_a_store_removes_it()
    {
        var trail = Instance();
        for (var i = 0; i < 5; i++)
        {
            await AppendAsync(trail, "old");
        }

        time.Advance(TimeSpan.FromDays(20));
        await AppendAsync(trail, "young");
        time.Advance(TimeSpan.FromDays(11));
        store.Tamper(RecordKind.AuditEntry, RecordSeries.Id(Chain.Id, 3), _ => null);

        Assert.Equal([6L], (await LinesAsync()).Select(line => line.Sequence));
    }

    [Fact]
    public async Task A_store_that_is_down_or_whose_end_is_damaged_takes_no_entry()
    {
        await AppendAsync(Instance(), "e");
        store.IsDown = true;
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(Instance(), "e"));
        store.IsDown = false;
        await AppendAsync(Instance(), "e");
        store.Tamper(RecordKind.AuditEntry, RecordSeries.Id(Chain.Id, 2), record => record with { Content = "{}"u8.ToArray() });
        await Assert.ThrowsAsync<StoreUnavailableException>(() => AppendAsync(Instance(), "e"));
    }
}
