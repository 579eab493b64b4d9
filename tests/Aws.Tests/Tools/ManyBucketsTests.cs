using System.Diagnostics;
using ServerlessMcp.Aws.Tests.Support;
using ServerlessMcp.Sandbox.Aws;

namespace ServerlessMcp.Aws.Tests.Tools;

/// <summary>Thousands of buckets: by pages, within a call's time, and within a second's patience of a person.</summary>
public sealed class ManyBucketsTests
{
    [Fact, Trait("Lane", "slow")]
    public async Task Two_thousand_buckets_take_less_than_30_s_where_each_answer_takes_50_ms()
    {
        await using var aws = await AwsProduct.StartAsync(Account(2000), clock: TimeProvider.System);
        aws.Aws.Latency = TimeSpan.FromMilliseconds(50);
        var token = await aws.TokenAsync();
        var (started, checkedOnes, cursor, most) = (Stopwatch.GetTimestamp(), 0, "", 0L);
        do
        {
            var page = await aws.CallAsync(token, "find_public_s3_buckets", $$"""{"page_size":500{{(cursor.Length > 0 ? $",\"cursor\":\"{cursor}\"" : "")}}}""");
            checkedOnes += (int)page["checked"]!;
            cursor = (string?)page["next_cursor"] ?? "";
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true));
        }
        while (cursor.Length > 0);
        var took = Stopwatch.GetElapsedTime(started);
        TestContext.Current.TestOutputHelper?.WriteLine($"{took.TotalSeconds:0.0} s, {most / 1048576} MB live");
        Assert.Equal(2000, checkedOnes);
        Assert.True(took < TimeSpan.FromSeconds(30), $"{took}");
        Assert.InRange(most, 0, 96 * 1048576L);
    }

    [Fact]
    public async Task Where_time_ends_first_the_answer_says_what_was_not_read_and_the_next_page_begins_there()
    {
        var account = Account(120);
        account.Buckets["bucket-0060"] = account.Buckets["bucket-0060"] with { Hangs = true };
        await using var aws = await AwsProduct.StartAsync(account);
        var token = await aws.TokenAsync();
        var asked = aws.CallAsync(token, "find_public_s3_buckets", """{"page_size":100}""");
        while (aws.Aws.Hanging == 0 && !asked.IsCompleted)
        {
            await Task.Yield();
        }

        // All but what is left for the answer.
        aws.Product.Time.Advance(TimeSpan.FromSeconds(23));
        var page = await asked;
        Assert.InRange((int)page["not_read_in_time"]!, 40, 100);
        Assert.Equal(100, (int)page["checked"]! + (int)page["not_read_in_time"]!);
        account.Buckets["bucket-0060"] = account.Buckets["bucket-0060"] with { Hangs = false };
        var rest = await aws.CallAsync(token, "find_public_s3_buckets", $$"""{"page_size":500,"cursor":"{{page["next_cursor"]}}"}""");
        Assert.Equal(120, (int)page["checked"]! + (int)rest["checked"]!);
    }

    private static SimulatedAccount Account(int buckets)
    {
        var account = new SimulatedAccount();
        for (var index = 0; index < buckets; index++)
        {
            var name = $"bucket-{index:D4}";
            account.Add(new SimulatedBucket { Name = name, Region = Fleet.Regions[index % 3], Policy = index % 2 == 0 ? Policies.Of(Policies.TlsOnly(name)) : null, Ownership = index % 4 == 0 ? "ObjectWriter" : "BucketOwnerEnforced" });
        }

        return account;
    }
}
