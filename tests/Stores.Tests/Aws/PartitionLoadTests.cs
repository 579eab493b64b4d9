using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2;
using ServerlessMcp.Lambda.Records;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests.Aws;

/// <summary>
/// The keys of the table under a thousand calls a second of 10,000 URLs: a simulation of what each call writes, by the store that writes it, against a DynamoDB that only counts.
/// No partition may come to 1,000 write units a second, which is what one bears. docs/scale.md has the figures.
/// </summary>
public sealed class PartitionLoadTests(ITestOutputHelper output)
{
    private const int CallsASecond = 1000;
    private const int Urls = 10_000;
    private const int Seconds = 10;
    private const double MostOfOne = 1000;

    // HCP Terraform itself takes 30 requests a second of a user, and an account is one.
    private const int Accounts = 34;

    // The entry of a call: with its keys 829 bytes, as most are. Every 64th of a chain moves its head.
    private static readonly byte[] Entry = Encoding.UTF8.GetBytes(new string('e', 616));
    private static readonly byte[] Head = Encoding.UTF8.GetBytes(new string('h', 300));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("even", 100)] // Each URL as often as any other.
    [InlineData("new", 150)] // The same, and none was ever called: each has its chain to begin.
    [InlineData("skewed", 250)] // The n-th as often as 1/n says: the first has a tenth of all calls, as many as its audit chain bears.
    public async Task No_partition_comes_near_what_one_bears(string kind, double most)
    {
        var (client, units) = WriteUnits.Create();
        var store = new DynamoDbRecordStore(new Lazy<IAmazonDynamoDB>(() => client), "records", TimeProvider.System);
        var random = new Random(17);
        long[] numbers = [.. Enumerable.Range(0, Urls).Select(_ => kind == "new" ? 0 : random.NextInt64(1, 64))];
        var cumulative = Cumulative(kind);
        var (hottest, name, total) = (0.0, "", 0.0);
        for (var second = 0; second < Seconds; second++)
        {
            units.ByPartition.Clear();
            for (var call = 0; call < CallsASecond; call++)
                await CallAsync(store, Pick(cumulative, random.NextDouble()), isChange: call % 2 == 0, second, numbers);
            total += units.Total;
            var worst = units.ByPartition.MaxBy(partition => partition.Value);
            if (worst.Value > hottest)
                (hottest, name) = (worst.Value, worst.Key);
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kind}: {total / Seconds:0} units a second in all, {total / Seconds / CallsASecond:0.00} a call; the most of one partition {hottest:0} ({name.Split('/')[0]})"));
        Assert.InRange(hottest, 1, most);
        Assert.True(hottest < MostOfOne);
        Assert.InRange(total / Seconds / CallsASecond, 4.5, kind == "new" ? 9 : 5);
    }

    // Three limits: calls a minute of the URL and of its account, calls in all of the URL.
    private static async Task CallAsync(DynamoDbRecordStore store, int url, bool isChange, int second, long[] numbers)
    {
        var server = $"mcp-{url:x32}";
        var minute = second / 60;
        var expires = new DateTimeOffset(2026, 8, 1, 12, 0, 0, TimeSpan.Zero);
        Assert.True(await store.TakeAsync(server, $"{server}-{minute}", int.MaxValue, expires, Cancel));
        var account = $"acc-{url % Accounts:x32}";
        Assert.True(await store.TakeAsync(account, $"{account}-{minute}", int.MaxValue, expires, Cancel));
        Assert.True(await store.TakeAsync(server, $"{server}-total", int.MaxValue, expires, Cancel));
        for (var entry = 0; entry < (isChange ? 2 : 1); entry++)
        {
            var number = numbers[url]++;
            Assert.True(await store.CreateAsync(new StoredRecord(RecordKind.AuditEntry, RecordSeries.Id(server, number), server, Entry) { ExpiresAt = expires }, Cancel));
            if (number % 64 == 0)
                Assert.True(await store.CreateAsync(new StoredRecord(RecordKind.AuditHead, server, account, Head) { ExpiresAt = expires }, Cancel));
        }
    }

    private static double[] Cumulative(string kind)
    {
        var sums = new double[Urls];
        var sum = 0.0;
        for (var url = 0; url < Urls; url++)
            sums[url] = sum += kind == "skewed" ? 1.0 / (url + 1) : 1;
        return [.. sums.Select(one => one / sum)];
    }

    private static int Pick(double[] cumulative, double at) => Math.Min(Array.BinarySearch(cumulative, at) is var found && found >= 0 ? found : ~found, Urls - 1);
}
