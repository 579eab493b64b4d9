using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace ServerlessMcp.Testing;

/// <summary>The table as infra/terraform makes it, and clients for it.</summary>
public static class DynamoDbTable
{
    public static AmazonDynamoDBClient Client(Uri address, HttpClientFactory? transport = null) => new(new BasicAWSCredentials("test", "test"), new AmazonDynamoDBConfig
    {
        ServiceURL = address.AbsoluteUri,
        AuthenticationRegion = "eu-central-1",
        MaxErrorRetry = 1,
        Timeout = TimeSpan.FromSeconds(30), // A slow machine is no outage.
        HttpClientFactory = transport,
    });

    public static Task CreateAsync(IAmazonDynamoDB client, string name, CancellationToken cancellationToken) => client.CreateTableAsync(new CreateTableRequest
    {
        TableName = name,
        BillingMode = BillingMode.PAY_PER_REQUEST,
        AttributeDefinitions = [Text("kind"), Text("id")],
        KeySchema = Key("kind", "id"),
    }, cancellationToken);

    private static AttributeDefinition Text(string name) => new(name, ScalarAttributeType.S);

    private static List<KeySchemaElement> Key(string partition, string sort) => [new(partition, KeyType.HASH), new(sort, KeyType.RANGE)];
}
