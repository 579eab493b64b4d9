using System.Reflection;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace ServerlessMcp.Stores.Tests.Aws;

/// <summary>A DynamoDB that takes every write and counts what it costs, by partition key: a unit for each begun 1,024 bytes of the item, twice as much in a transaction
/// (<see href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html"/>).</summary>
public class WriteUnits : DispatchProxy
{
    /// <summary>Units since the last time it was emptied.</summary>
    public Dictionary<string, double> ByPartition { get; } = new(StringComparer.Ordinal);

    public double Total => ByPartition.Values.Sum();

    public static (IAmazonDynamoDB Client, WriteUnits Units) Create()
    {
        var client = Create<IAmazonDynamoDB, WriteUnits>();
        return (client, (WriteUnits)(object)client);
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        switch (args?[0])
        {
            case PutItemRequest put:
                Count(put.Item, 1);
                return Task.FromResult(new PutItemResponse());
            case UpdateItemRequest update:
                Count(update.Key.Concat(update.ExpressionAttributeValues).ToDictionary(), 1);
                return Task.FromResult(new UpdateItemResponse());
            case TransactWriteItemsRequest transaction:
                transaction.TransactItems.ForEach(write => Count(write.Put.Item, 2));
                return Task.FromResult(new TransactWriteItemsResponse());
            default:
                throw new NotSupportedException($"{targetMethod?.Name} is no write of a call.");
        }
    }

    private void Count(Dictionary<string, AttributeValue> item, int factor)
    {
        var bytes = item.Sum(attribute => attribute.Key.Length + System.Text.Encoding.UTF8.GetByteCount(attribute.Value.S ?? attribute.Value.N ?? ""));
        var partition = item["kind"].S;
        ByPartition[partition] = ByPartition.GetValueOrDefault(partition) + (factor * Math.Ceiling(bytes / 1024.0));
    }
}
