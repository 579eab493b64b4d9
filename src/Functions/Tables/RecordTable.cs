using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace ServerlessMcp.Functions.Tables;

/// <summary>
/// The questions that the store asks of one table. <see cref="TableClient"/> takes any 404 for "there is none" and any
/// page without entities for an empty one; here only the service's own words count, because a record that is not there
/// is a revoked URL, and an outage is not. What is no answer to the question (throttled, refused, down) is a
/// <see cref="RequestFailedException"/>.
/// </summary>
internal sealed class RecordTable(TableClient table)
{
    /// <summary>Stores a new entity; false if its keys are taken. A table that is missing is made.</summary>
    public async Task<bool> AddEntityAsync(TableEntity entity, CancellationToken cancellationToken)
    {
        try
        {
            return await InsertAsync(entity, cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound)
        {
            await CreateTableAsync(cancellationToken);
            return await InsertAsync(entity, cancellationToken);
        }
    }

    /// <summary>The entity, or null if there is none, nor its table.</summary>
    // The library makes the entity by its type alone, and a program compiled ahead of time would have lost what makes
    // it: https://github.com/Azure/azure-sdk-for-net/issues/47687.
    [DynamicDependency(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor, typeof(TableEntity))]
    public async Task<TableEntity?> GetEntityIfExistsAsync(
        string partitionKey, string rowKey, CancellationToken cancellationToken)
    {
        var answer = await Readable(() =>
            table.GetEntityIfExistsAsync<TableEntity>(partitionKey, rowKey, select: null, cancellationToken));
        if (!answer.HasValue)
            return IsNotThere(answer.GetRawResponse()) ? null : throw new RequestFailedException(answer.GetRawResponse());
        return answer.Value is { } entity && entity.PartitionKey == partitionKey && entity.RowKey == rowKey
            ? entity : throw new JsonException("Not the entity that was asked for.");
    }

    /// <summary>Replaces the entity if it still has this ETag; false if it changed or is gone.</summary>
    public async Task<bool> UpdateEntityAsync(TableEntity entity, string etag, CancellationToken cancellationToken)
    {
        try
        {
            await table.UpdateEntityAsync(entity, new ETag(etag), TableUpdateMode.Replace, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 412 || IsNotThere(e.Status, e.ErrorCode))
        {
            return false;
        }
    }

    /// <summary>Removes the entity, whatever it is or only if it still has this ETag; false if it changed or was none.</summary>
    public async Task<bool> DeleteEntityAsync(
        string partitionKey, string rowKey, CancellationToken cancellationToken, string? etag = null)
    {
        try
        {
            var answer = await table.DeleteEntityAsync(
                partitionKey, rowKey, etag is null ? ETag.All : new ETag(etag), cancellationToken);
            return !answer.IsError || (IsNotThere(answer) ? false : throw new RequestFailedException(answer));
        }
        catch (RequestFailedException e) when (e.Status == 412 || IsNotThere(e.Status, e.ErrorCode))
        {
            return false;
        }
    }

    /// <summary>The entities that a filter on the keys selects, in the order of their keys, page by page as the service
    /// gives them (1,000 at most, sometimes none).</summary>
    public async IAsyncEnumerable<TablePage> QueryAsync(
        string filter, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var pages = table.QueryAsync<TableEntity>(filter, pageSize, select: null, cancellationToken).AsPages()
            .GetAsyncEnumerator(cancellationToken);
        while (await NextAsync(pages))
        {
            var (page, answer) = (pages.Current, pages.Current.GetRawResponse());
            if (page.Values.Count == 0 && !HasList(answer))
                throw new JsonException("Not a page of entities.");
            yield return new TablePage(page.Values, answer.Headers.Date ?? DateTimeOffset.MinValue);
        }
    }

    private async Task<bool> InsertAsync(TableEntity entity, CancellationToken cancellationToken)
    {
        try
        {
            await table.AddEntityAsync(entity, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.EntityAlreadyExists)
        {
            return false;
        }
    }

    // Not CreateIfNotExistsAsync: its body is written by reflection, which a program compiled ahead of time has not.
    private async Task CreateTableAsync(CancellationToken cancellationToken)
    {
        try
        {
            await table.CreateAsync(cancellationToken);
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableAlreadyExists)
        {
        }
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<Page<TableEntity>> pages)
    {
        try
        {
            return await Readable(async () => await pages.MoveNextAsync());
        }
        catch (RequestFailedException e) when (IsNotThere(e.Status, e.ErrorCode))
        {
            return false;
        }
    }

    // Where an entity has what the library does not expect, it throws what it happens upon.
    private static async Task<T> Readable<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (e is FormatException or InvalidOperationException or KeyNotFoundException
            or ArgumentException or InvalidCastException or NullReferenceException)
        {
            throw new JsonException("Not an entity.", e);
        }
    }

    private static bool HasList(Response answer)
    {
        using var json = JsonDocument.Parse(answer.Content);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("value", out var list)
            && list.ValueKind == JsonValueKind.Array;
    }

    private static bool IsNotThere(Response answer) =>
        IsNotThere(answer.Status, new RequestFailedException(answer).ErrorCode);

    // A 404 without the service's own error code comes from a proxy, and says nothing of the table.
    private static bool IsNotThere(int status, string? code) => status == 404 && code is not null
        && (code == TableErrorCode.ResourceNotFound || code == TableErrorCode.TableNotFound || code == "EntityNotFound");
}
