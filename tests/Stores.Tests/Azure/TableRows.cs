using Azure.Data.Tables;
using ServerlessMcp.Functions.Tables;

namespace ServerlessMcp.Stores.Tests.Azure;

internal static class TableRows
{
    /// <summary>Every row there is.</summary>
    public static async Task<List<TableEntity>> AllAsync(RecordTable table, CancellationToken cancellationToken)
    {
        var rows = new List<TableEntity>();
        await foreach (var page in table.QueryAsync("PartitionKey ge ''", 1000, cancellationToken))
            rows.AddRange(page.Entities);
        return rows;
    }
}
