using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using ServerlessMcp.Records;

namespace ServerlessMcp.Lambda.Records;

/// <summary>
/// Records as items of one DynamoDB table (<see cref="DynamoDbItem"/> has its form). A record is one item, so every
/// change is one conditional write and there is nothing that could be half done. Listings go over a <em>local</em>
/// secondary index, because only that kind can be read consistently
/// (<see href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html"/>):
/// "revoke all" lists, and must not miss the URL that was minted a moment ago. The price is written down in
/// docs/storage.md.
/// </summary>
/// <param name="client">Made on first use: a cold start that serves <c>/healthz</c> needs none.</param>
/// <param name="table">The table's name.</param>
internal sealed class DynamoDbRecordStore(Lazy<IAmazonDynamoDB> client, string table) : IRecordStore
{
    /// <inheritdoc/>
    public async Task<StoredRecord?> GetAsync(RecordKind kind, string id, CancellationToken cancellationToken)
    {
        var request = new GetItemRequest { TableName = table, Key = DynamoDbItem.Key(kind, id), ConsistentRead = true };
        var answer = await AskAsync(kind, id, dynamo => dynamo.GetItemAsync(request, cancellationToken), cancellationToken);
        return answer.IsItemSet ? DynamoDbItem.Read(kind, answer.Item) : null;
    }

    /// <inheritdoc/>
    public Task<bool> CreateAsync(StoredRecord record, CancellationToken cancellationToken) =>
        PutAsync(record, "attribute_not_exists(#id)", new() { ["#id"] = DynamoDbItem.Id }, null, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>A record keeps its owner: under another one this is false, as for a record that is gone.</remarks>
    public Task<bool> ReplaceAsync(StoredRecord record, CancellationToken cancellationToken)
    {
        if (record.Version is null || RecordSeries.IsOne(record.Kind))
        {
            throw new ArgumentException(
                "A record is replaced on the condition of its version, and this one has none or is of a series.",
                nameof(record));
        }

        return PutAsync(record, "#version = :version AND #owner = :owner",
            new() { ["#version"] = DynamoDbItem.Version, ["#owner"] = DynamoDbItem.OwnerAndId }, new()
            {
                [":version"] = new AttributeValue(record.Version),
                [":owner"] = new AttributeValue(DynamoDbItem.OwnedBy(record.Owner, record.Id)),
            }, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(RecordKind kind, string id, CancellationToken cancellationToken)
    {
        var request = new DeleteItemRequest
        { TableName = table, Key = DynamoDbItem.Key(kind, id), ReturnValues = ReturnValue.ALL_OLD };
        var answer = await AskAsync(kind, id, dynamo => dynamo.DeleteItemAsync(request, cancellationToken), cancellationToken);
        return answer.Attributes is { Count: > 0 };
    }

    /// <inheritdoc/>
    /// <remarks>One Query, unless the page is larger than the 1 MB that DynamoDB answers at once.</remarks>
    public async Task<IReadOnlyList<StoredRecord>> ListAsync(
        RecordKind kind, string owner, string? afterId, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        var request = RecordSeries.IsOne(kind) ? SeriesQuery(kind, owner, afterId) : OwnerQuery(kind, owner, afterId);
        (request.TableName, request.ConsistentRead) = (table, true);
        var page = new List<StoredRecord>();
        do
        {
            request.Limit = limit - page.Count;
            var answer = await AskAsync(kind, owner, dynamo => dynamo.QueryAsync(request, cancellationToken), cancellationToken);
            page.AddRange((answer.Items ?? []).Select(item => DynamoDbItem.Read(kind, item)));
            request.ExclusiveStartKey = answer.LastEvaluatedKey is { Count: > 0 } key ? key : null;
        }
        while (request.ExclusiveStartKey is not null && page.Count < limit);
        return page;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListIdsAsync(
        RecordKind kind, string owner, string? afterId, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        var request = OwnerQuery(kind, owner, afterId);
        (request.TableName, request.ConsistentRead) = (table, true);
        var ids = new List<string>();
        do
        {
            request.Limit = limit - ids.Count;
            var answer = await AskAsync(kind, owner, dynamo => dynamo.QueryAsync(request, cancellationToken), cancellationToken);
            ids.AddRange((answer.Items ?? []).Select(item => item[DynamoDbItem.Id].S));
            request.ExclusiveStartKey = answer.LastEvaluatedKey is { Count: > 0 } key ? key : null;
        }
        while (request.ExclusiveStartKey is not null && ids.Count < limit);
        return ids;
    }

    private static QueryRequest OwnerQuery(RecordKind kind, string owner, string? afterId)
    {
        var (first, last) = DynamoDbItem.Range(owner, afterId);
        return new QueryRequest
        {
            IndexName = DynamoDbItem.ByOwner,
            KeyConditionExpression = "#kind = :kind AND #owner BETWEEN :first AND :last",
            ExpressionAttributeNames = new() { ["#kind"] = DynamoDbItem.Kind, ["#owner"] = DynamoDbItem.OwnerAndId },
            ExpressionAttributeValues = new()
            {
                [":kind"] = new AttributeValue(DynamoDbItem.Name(kind)),
                [":first"] = new AttributeValue(first),
                [":last"] = new AttributeValue(last),
            },
        };
    }

    // A series has its owner in the partition key and its order in the sort key: no index is needed.
    private static QueryRequest SeriesQuery(RecordKind kind, string owner, string? afterId) => new()
    {
        KeyConditionExpression = "#kind = :kind AND #id > :after",
        ExpressionAttributeNames = new() { ["#kind"] = DynamoDbItem.Kind, ["#id"] = DynamoDbItem.Id },
        ExpressionAttributeValues = new()
        {
            [":kind"] = new AttributeValue(DynamoDbItem.Partition(kind, owner)),
            [":after"] = new AttributeValue(afterId is null ? owner : DynamoDbItem.Key(kind, afterId)[DynamoDbItem.Id].S),
        },
    };

    /// <inheritdoc/>
    /// <remarks>
    /// One conditional ADD, which DynamoDB does in turn for all who ask. The SDK repeats a write whose answer was lost:
    /// if nobody counted in between, the repetition finds its own mark and counts once; else it counts twice, which
    /// lets one call less through, never one more.
    /// </remarks>
    public async Task<bool> TakeAsync(
        string owner, string id, int limit, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        var item = DynamoDbItem.Write(
            new StoredRecord(RecordKind.CallCount, id, owner, "{}"u8.ToArray()) { ExpiresAt = expiresAt });
        var version = item[DynamoDbItem.Version];
        string[] set = [.. item.Keys.Where(name => name is not (DynamoDbItem.Kind or DynamoDbItem.Id))];
        var request = new UpdateItemRequest
        {
            TableName = table,
            Key = DynamoDbItem.Key(RecordKind.CallCount, id),
            UpdateExpression = $"SET {string.Join(", ", set.Select(name => $"#{name} = :{name}"))} ADD #taken :one",
            ConditionExpression =
                "(attribute_not_exists(#taken) AND :zero < :limit) OR (#taken < :limit AND #version <> :version)",
            ExpressionAttributeNames = set.Append(DynamoDbItem.Taken).ToDictionary(name => $"#{name}"),
            ExpressionAttributeValues = new(set.Select(name => KeyValuePair.Create($":{name}", item[name])))
            {
                [":zero"] = new AttributeValue { N = "0" },
                [":one"] = new AttributeValue { N = "1" },
                [":limit"] = new AttributeValue { N = limit.ToString(CultureInfo.InvariantCulture) },
            },
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        try
        {
            await AskAsync(RecordKind.CallCount, id, dynamo => dynamo.UpdateItemAsync(request, cancellationToken),
                cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException refused)
        {
            return IsOurs(refused, version.S);
        }
    }

    /// <inheritdoc/>
    /// <remarks>DynamoDB's own TTL does it, within a few days and for free; until then the gate refuses what has
    /// expired, as it always does.</remarks>
    public Task<int> DeleteExpiredAsync(DateTimeOffset before, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(0);
    }

    private async Task<bool> PutAsync(
        StoredRecord record, string condition, Dictionary<string, string> names,
        Dictionary<string, AttributeValue>? values, CancellationToken cancellationToken)
    {
        var item = DynamoDbItem.Write(record);
        var request = new PutItemRequest
        {
            TableName = table,
            Item = item,
            ConditionExpression = condition,
            ExpressionAttributeNames = names,
            ExpressionAttributeValues = values,
            ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
        };
        try
        {
            await AskAsync(record.Kind, record.Id, dynamo => dynamo.PutItemAsync(request, cancellationToken), cancellationToken);
            return true;
        }
        catch (ConditionalCheckFailedException refused)
        {
            return IsOurs(refused, item[DynamoDbItem.Version].S);
        }
    }

    // The SDK repeats a write whose answer was lost. If that write had landed, what stands in its way now is itself.
    private static bool IsOurs(ConditionalCheckFailedException refused, string version) =>
        refused.Item is { } present && present.TryGetValue(DynamoDbItem.Version, out var found) && found.S == version;

    private async Task<TAnswer> AskAsync<TAnswer>(
        RecordKind kind, string name, Func<IAmazonDynamoDB, Task<TAnswer>> question,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return await question(client.Value);
        }
        catch (ConditionalCheckFailedException)
        {
            throw;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (AmazonServiceException failure)
        {
            var code = string.IsNullOrEmpty(failure.ErrorCode)
                ? ((int)failure.StatusCode).ToString(CultureInfo.InvariantCulture) : failure.ErrorCode;
            throw new StoreUnavailableException(
                $"DynamoDB did not answer for {DynamoDbItem.Name(kind)} {name}: {code}.", failure);
        }
        catch (Exception failure)
            when (failure is AmazonClientException or HttpRequestException or IOException or TimeoutException
                or OperationCanceledException)
        {
            throw new StoreUnavailableException(
                $"DynamoDB can't be asked for {DynamoDbItem.Name(kind)} {name}: {failure.GetType().Name}.", failure);
        }
    }
}
