using Azure.Data.Tables;

namespace ServerlessMcp.Functions.Tables;

/// <summary>A page of a query.</summary>
/// <param name="Entities">What it holds; it may be empty although more follow.</param>
/// <param name="AnsweredAt">The service's clock, to hold against <see cref="ITableEntity.Timestamp"/>.</param>
internal sealed record TablePage(IReadOnlyList<TableEntity> Entities, DateTimeOffset AnsweredAt);
