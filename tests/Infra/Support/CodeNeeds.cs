using System.Text.RegularExpressions;
using ServerlessMcp.Lambda.Records;
using ServerlessMcp.Records;

namespace ServerlessMcp.Infra.Tests.Support;

/// <summary>What the code of the AWS host asks of its cloud, found by running it or by reading it.</summary>
internal static partial class CodeNeeds
{
    /// <summary><c>dynamodb:Query on table</c>: each action, and what it is done on.</summary>
    public static async Task<IReadOnlySet<string>> OfTheTableAsync(CancellationToken cancel)
    {
        var (client, calls) = DynamoDbCalls.Create();
        await AskEverythingAsync(new DynamoDbRecordStore(new(client), "table", TimeProvider.System), cancel);
        return calls.Asked;
    }

    /// <summary><c>secretsmanager:GetSecretValue</c>: each action.</summary>
    public static IReadOnlyList<string> OfSecrets() =>
        [.. SecretsTarget().Matches(Needed.Sources("src/Lambda")).Select(match => $"secretsmanager:{match.Groups["name"].Value}").Distinct()];

    // Every operation of a store with every kind of record, as far as the kind has it.
    private static async Task AskEverythingAsync(DynamoDbRecordStore store, CancellationToken cancel)
    {
        foreach (var kind in Enum.GetValues<RecordKind>())
        {
            var (owner, id) = RecordSeries.IsOne(kind) ? ("mcp-1", RecordSeries.Id("mcp-1", 1)) : (StoredRecord.Root, "one");
            var record = new StoredRecord(kind, id, owner, "{}"u8.ToArray()) { ExpiresAt = DateTimeOffset.UnixEpoch };
            await store.GetAsync(kind, id, cancel);
            await store.CreateAsync(record, cancel);
            if (!RecordSeries.IsOne(kind))
                await store.ReplaceAsync(record with { Version = "1" }, cancel);
            await store.DeleteAsync(kind, id, cancel);
            if (RecordSeries.IsOne(kind) || DynamoDbItem.IsListed(kind))
            {
                await store.ListAsync(kind, owner, null, 10, cancel);
                await store.LastAsync(kind, owner, id, cancel);
            }
        }

        await store.TakeAsync("mcp-1", "mcp-1", 1, null, cancel);
        await store.DeleteExpiredAsync(DateTimeOffset.UnixEpoch, cancel);
    }

    [GeneratedRegex("\"x-amz-target\", \"secretsmanager\\.(?<name>[A-Za-z]+)\"", RegexOptions.None, 5000)]
    private static partial Regex SecretsTarget();
}
