using System.Text.Json;
using Amazon.DynamoDBv2;
using Microsoft.AspNetCore.Http;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Hosts;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Stores.Tests.Aws;

namespace ServerlessMcp.Hosts.Tests.Aws;

/// <summary>The Lambda executable between a Runtime API, a DynamoDB and a Secrets Manager of this machine.</summary>
internal sealed class LambdaHostUnderTest : IHost
{
    private readonly string table = $"t{Path.GetRandomFileName()}";
    private AmazonDynamoDBClient dynamo = null!;
    private LoopbackServer vault = null!;

    public FakeRuntimeApi Api { get; private set; } = null!;

    public HostProgram Program { get; private set; } = null!;

    public string Output => Program.Output;

    public static async Task<LambdaHostUnderTest> StartAsync(Uri dynamo, string assembly = "bootstrap.dll", Action<Dictionary<string, string>>? change = null)
    {
        var host = new LambdaHostUnderTest { dynamo = DynamoDbTable.Client(dynamo), vault = await LoopbackServer.StartAsync(ServeSecretAsync), Api = await FakeRuntimeApi.StartAsync() };
        await DynamoDbTable.CreateAsync(host.dynamo, host.table, CancellationToken.None);
        var environment = new Dictionary<string, string>
        {
            ["AWS_LAMBDA_RUNTIME_API"] = host.Api.Authority,
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = "secret",
            ["AWS_SESSION_TOKEN"] = "session",
            ["AWS_ENDPOINT_URL_DYNAMODB"] = dynamo.AbsoluteUri,
            ["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = host.vault.Address.AbsoluteUri,
            ["SERVERLESSMCP_TABLE"] = host.table,
            ["SERVERLESSMCP_PUBLIC_URL"] = Script.PublicUrl,
            ["SERVERLESSMCP_ADMIN_TOKEN"] = Script.AdminToken,
        };
        change?.Invoke(environment);
        host.Program = HostProgram.Start("Lambda", assembly, [], environment);
        return host;
    }

    public async Task<RawAnswer> SendAsync(RawRequest request, CancellationToken cancellationToken) =>
        (await SendAsync(request, TimeSpan.FromMinutes(2), cancellationToken)).Answer;

    public async Task<(RawAnswer Answer, TimeSpan Took)> SendAsync(RawRequest request, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var start = TimeProvider.System.GetTimestamp();
        var (kind, body) = await InvokeAsync(HttpApi.Event(request), timeout, cancellationToken);
        Assert.True(kind == "response", body.ToJsonString());
        return (HttpApi.Answer(body), TimeProvider.System.GetElapsedTime(start));
    }

    /// <summary>Invokes, and does not wait for a function that has ended.</summary>
    public async Task<(string Kind, System.Text.Json.Nodes.JsonNode Body)> InvokeAsync(string json, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var answer = Api.InvokeAsync(json, timeout, cancellationToken);
        Assert.True(await Task.WhenAny(answer, Program.Exited) == answer, Program.Output);
        return await answer;
    }

    public Task BreakStoreAsync(CancellationToken cancellationToken) => dynamo.DeleteTableAsync(table, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await Program.DisposeAsync();
        await Api.DisposeAsync();
        await vault.DisposeAsync();
        dynamo.Dispose();
    }

    private static async Task ServeSecretAsync(HttpContext context)
    {
        using var asked = await JsonDocument.ParseAsync(context.Request.Body);
        var known = asked.RootElement.GetProperty("SecretId").GetString() == Script.SecretName;
        context.Response.StatusCode = known ? 200 : 400;
        await context.Response.WriteAsync(known ? $$"""{"SecretString":"{{TerraformSandbox.OwnerToken}}"}""" : """{"__type":"ResourceNotFoundException"}""");
    }
}
