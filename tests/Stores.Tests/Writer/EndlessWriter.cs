using System.Text;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Writer;

/// <summary>Changes ten records in turn. Before a change it says <c>begin ID N</c> (N is 0 for a deletion), after it <c>end</c>.</summary>
public sealed class EndlessWriter(IRecordStore store, string prefix, Stream output)
{
    public async Task RunAsync()
    {
        for (var n = 1; ; n++)
        {
            var id = $"{prefix}-{n % 10}";
            var record = await store.GetAsync(RecordKind.McpServer, id, CancellationToken.None);
            var deletes = record is not null && n % 7 == 0;

            Say($"begin {id} {(deletes ? 0 : n)}");
            var done = deletes
                ? await store.DeleteAsync(RecordKind.McpServer, id, CancellationToken.None)
                : record is null
                    ? await store.CreateAsync(State.Record(id, n, version: null), CancellationToken.None)
                    : await store.ReplaceAsync(State.Record(id, n, record.Version), CancellationToken.None);
            if (!done)
                throw new InvalidOperationException($"{id} has no other writer, but was changed.");
            Say("end");
        }
    }

    // One write to the pipe for a line: it arrives whole or not at all.
    private void Say(string line)
    {
        output.Write(Encoding.ASCII.GetBytes(line + "\n"));
        output.Flush();
    }
}
