using System.Reflection;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace ServerlessMcp.Infra.Tests.Support;

/// <summary>A DynamoDB that answers nothing and notes what IAM would look at: the action, and whether it is done on a table or on one of its indexes.</summary>
public class DynamoDbCalls : DispatchProxy
{
    /// <summary><c>dynamodb:Query on table</c>, <c>dynamodb:Query on table/index/by_owner</c>.</summary>
    public HashSet<string> Asked { get; } = new(StringComparer.Ordinal);

    public static (IAmazonDynamoDB Client, DynamoDbCalls Calls) Create()
    {
        var client = Create<IAmazonDynamoDB, DynamoDbCalls>();
        return (client, (DynamoDbCalls)(object)client);
    }

    /// <inheritdoc/>
    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        var answer = targetMethod!.ReturnType;
        if (targetMethod.Name == nameof(IDisposable.Dispose))
            return null;
        if (!answer.IsGenericType || answer.GetGenericTypeDefinition() != typeof(Task<>))
            throw new NotSupportedException($"{targetMethod.Name} is no call of DynamoDB's.");
        var on = args is [QueryRequest { IndexName: { } query }, ..] ? $"table/index/{query}" : args is [ScanRequest { IndexName: { } scan }, ..] ? $"table/index/{scan}" : "table";
        if (args is [TransactWriteItemsRequest transaction, ..])
        {
            // IAM has no such action: it looks at each write (https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html).
            Asked.UnionWith(transaction.TransactItems.Select(write => $"dynamodb:{(write.Put is null ? "DeleteItem" : "PutItem")} on {on}"));
        }
        else
        {
            Asked.Add($"dynamodb:{targetMethod.Name[..^"Async".Length]} on {on}");
        }

        var type = answer.GetGenericArguments()[0];
        return typeof(Task).GetMethod(nameof(Task.FromResult))!.MakeGenericMethod(type).Invoke(null, [Activator.CreateInstance(type)]);
    }
}
