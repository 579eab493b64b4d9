using System.Text.Json;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Writer;

/// <summary>Adds to a number in a record as every writer has to: read, replace on condition, and again if someone else was faster.</summary>
public sealed class Counter(IRecordStore store, string id)
{
    public async Task AddAsync(int times)
    {
        while (times > 0)
        {
            var record = (await store.GetAsync(RecordKind.McpServer, id, CancellationToken.None))!;
            if (await store.ReplaceAsync(State.Record(id, Number(record) + 1, record.Version), CancellationToken.None))
                times--;
        }
    }

    public static int Number(StoredRecord record)
    {
        using var content = JsonDocument.Parse(record.Content);
        return content.RootElement.GetProperty("n").GetInt32();
    }
}
