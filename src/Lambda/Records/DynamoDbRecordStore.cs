using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using ServerlessMcp.Records;

namespace ServerlessMcp.Lambda.Records;

/// <summary>
/// Records as items of one DynamoDB table (<see cref="DynamoDbItem"/> has its form). A record that is listed has a copy
/// beside those of the same owner; both are written in one transaction, so that a list is one consistent query and there
/// is nothing that could be half done: "revoke all" lists, and must not miss the URL that was minted a moment ago.
/// </summary>
/// <param name="client">Made on first use: a cold start that serves <c>/healthz</c> needs none.</param>
/// <param name="table">The table's name.</param>
/// <param name="time">The clock of the pauses between tries.</param>
internal sealed class DynamoDbRecordStore(Lazy<IAmazonDynamoDB> client, string table, TimeProvider time) : IRecordStore
{
    private const int MostMeetings = 10;

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
            new() { ["#version"] = DynamoDbItem.Version, ["#owner"] = DynamoDbItem.Owner }, new()
            {
                [":version"] = new AttributeValue(record.Version),
                [":owner"] = new AttributeValue(record.Owner),
            }, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> DeleteAsync(RecordKind kind, string id, CancellationToken cancellationToken)
    {
        if (DynamoDbItem.IsListed(kind))
        {
            return await DeleteListedAsync(kind, id, cancellationToken);
        }

        var request = new DeleteItemRequest
        { TableName = table, Key = DynamoDbItem.Key(kind, id), ReturnValues = ReturnValue.ALL_OLD };
        var answer = await AskAsync(kind, id, dynamo => dynamo.DeleteItemAsync(request, cancellationToken), cancellationToken);
        return answer.Attributes is { Count: > 0 };
    }

    /// <inheritdoc/>
    /// <remarks>One Query, unless the page is larger than the 1 MB that DynamoDB answers at once.</remarks>
    public async Task<IReadOnlyList<StoredRecord>> ListAsync(
        RecordKind kind, string owner, string? afterId, int limit, CancellationToken cancellationToken) =>
        [.. (await QueryAsync(kind, owner, afterId, limit, cancellationToken)).Select(item => DynamoDbItem.Read(kind, item))];

    /// <inheritdoc/>
    public async Task<IReadOnlyList<string>> ListIdsAsync(
        RecordKind kind, string owner, string? afterId, int limit, CancellationToken cancellationToken) =>
        [.. (await QueryAsync(kind, owner, afterId, limit, cancellationToken)).Select(item => item[DynamoDbItem.Id].S)];

    /// <inheritdoc/>
    /// <remarks>One item, read from the end.</remarks>
    public async Task<StoredRecord?> LastAsync(
        RecordKind kind, string owner, string? afterId, CancellationToken cancellationToken)
    {
        var request = Query(kind, owner, afterId);
        (request.Limit, request.ScanIndexForward) = (1, false);
        var answer = await AskAsync(kind, owner, dynamo => dynamo.QueryAsync(request, cancellationToken), cancellationToken);
        return answer.Items is [var last, ..] ? DynamoDbItem.Read(kind, last) : null;
    }

    private async Task<List<Dictionary<string, AttributeValue>>> QueryAsync(
        RecordKind kind, string owner, string? afterId, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        var request = Query(kind, owner, afterId);
        var page = new List<Dictionary<string, AttributeValue>>();
        do
        {
            request.Limit = limit - page.Count;
            var answer = await AskAsync(kind, owner, dynamo => dynamo.QueryAsync(request, cancellationToken), cancellationToken);
            page.AddRange(answer.Items ?? []);
            request.ExclusiveStartKey = answer.LastEvaluatedKey is { Count: > 0 } key ? key : null;
        }
        while (request.ExclusiveStartKey is not null && page.Count < limit);
        return page;
    }

    private QueryRequest Query(RecordKind kind, string owner, string? afterId)
    {
        if (!RecordSeries.IsOne(kind) && !DynamoDbItem.IsListed(kind))
        {
            throw new ArgumentException($"Records of kind {DynamoDbItem.Name(kind)} are not listed.", nameof(kind));
        }

        // '!' stands before all that an id begins with.
        var after = afterId is null ? "!" : DynamoDbItem.CopyKey(kind, owner, afterId)[DynamoDbItem.Id].S;
        return new QueryRequest
        {
            TableName = table,
            ConsistentRead = true,
            KeyConditionExpression = "#kind = :kind AND #id > :after",
            ExpressionAttributeNames = new() { ["#kind"] = DynamoDbItem.Kind, ["#id"] = DynamoDbItem.Id },
            ExpressionAttributeValues = new()
            {
                [":kind"] = new AttributeValue(DynamoDbItem.Partition(kind, owner)),
                [":after"] = new AttributeValue(after),
            },
        };
    }

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
        if (DynamoDbItem.IsListed(record.Kind))
        {
            var put = new Put
            {
                TableName = table,
                Item = item,
                ConditionExpression = condition,
                ExpressionAttributeNames = names,
                ExpressionAttributeValues = values,
            };
            var copy = new Put { TableName = table, Item = DynamoDbItem.Copy(record.Kind, record.Owner, item) };
            return await BothAsync(
                record.Kind, record.Id, [new() { Put = put }, new() { Put = copy }], cancellationToken);
        }

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

    // Whoever replaces it meanwhile takes it out of the condition, and it is read again.
    private async Task<bool> DeleteListedAsync(RecordKind kind, string id, CancellationToken cancellationToken)
    {
        var key = DynamoDbItem.Key(kind, id);
        while (true)
        {
            var read = new GetItemRequest { TableName = table, Key = key, ConsistentRead = true };
            var answer = await AskAsync(kind, id, dynamo => dynamo.GetItemAsync(read, cancellationToken), cancellationToken);
            if (!answer.IsItemSet)
            {
                return false;
            }

            var delete = new Delete { TableName = table, Key = key };
            if (answer.Item.TryGetValue(DynamoDbItem.Version, out var version))
            {
                delete.ConditionExpression = "#version = :version";
                delete.ExpressionAttributeNames = new() { ["#version"] = DynamoDbItem.Version };
                delete.ExpressionAttributeValues = new() { [":version"] = version };
            }

            // One that can't be read has, it may be, no copy to be found.
            List<TransactWriteItem> both = [new() { Delete = delete }];
            if (DynamoDbItem.Text(answer.Item, DynamoDbItem.Owner) is { } owner && Identifier.IsValid(owner))
            {
                both.Add(new() { Delete = new() { TableName = table, Key = DynamoDbItem.CopyKey(kind, owner, id) } });
            }

            if (await BothAsync(kind, id, both, cancellationToken))
            {
                return true;
            }
        }
    }

    // All or nothing; false where the first one's condition does not hold. By the token DynamoDB knows the SDK's repetition
    // of a write whose answer was lost. Of two that meet one or both are refused, and try again out of step.
    private async Task<bool> BothAsync(
        RecordKind kind, string id, List<TransactWriteItem> writes, CancellationToken cancellationToken)
    {
        for (var met = 0; ; met++)
        {
            try
            {
                var request = new TransactWriteItemsRequest
                {
                    TransactItems = writes,
                    ClientRequestToken = RandomNumberGenerator.GetHexString(32, lowercase: true),
                };
                await AskAsync(kind, id, dynamo => dynamo.TransactWriteItemsAsync(request, cancellationToken), cancellationToken);
                return true;
            }
            catch (TransactionCanceledException canceled)
            {
                var reasons = canceled.CancellationReasons ?? [];
                if (reasons.Any(reason => reason.Code == "ConditionalCheckFailed"))
                {
                    return false;
                }

                if (met == MostMeetings || !reasons.Any(reason => reason.Code == "TransactionConflict"))
                {
                    throw new StoreUnavailableException(
                        $"DynamoDB did not write {DynamoDbItem.Name(kind)} {id}: " +
                            $"{reasons.Select(reason => reason.Code).FirstOrDefault(code => code is not null and not "None")}.", canceled);
                }
            }

            await Task.Delay(MeetingPause.Of(met, 128), time, cancellationToken);
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
        catch (Exception refused) when (refused is ConditionalCheckFailedException or TransactionCanceledException)
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
