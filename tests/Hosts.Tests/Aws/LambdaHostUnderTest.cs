using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ServerlessMcp.Hosts.Tests.Contract;
using ServerlessMcp.Hosts.Tests.Hosts;
using ServerlessMcp.Hosts.Tests.Outages;
using ServerlessMcp.Hosts.Tests.Telemetry;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Hosts.Tests.Aws;

/// <summary>The Lambda executable between a Runtime API, a DynamoDB and a Secrets Manager of this machine.</summary>
internal sealed class LambdaHostUnderTest : ICloudHost
{
    public const string Build = "bootstrap.dll";

    public const string SecretAccessKey = "secret-access-key-of-the-host-tests";
    public const string SessionToken = "session-token-of-the-host-tests";

    private readonly HttpMessageInvoker sender = new(new SocketsHttpHandler { UseProxy = false });
    private Func<HostProgram> launch = null!;
    private LoopbackServer tables = null!;
    private LoopbackServer secrets = null!;

    private LambdaHostUnderTest(Uri dynamo)
    {
        Store = new CloudService(CloudService.PassOn(dynamo, sender), Refused("com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException"));
        Vault = new CloudService(ServeSecretAsync, Refused("ThrottlingException"));
    }

    public CloudService Store { get; }

    public CloudService Vault { get; }

    public FakeRuntimeApi Api { get; private set; } = null!;

    public HostProgram Program { get; private set; } = null!;

    public IReadOnlyList<string> Secrets => [SecretAccessKey, SessionToken];

    public string Output => Program.Output;

    public static async Task<LambdaHostUnderTest> StartAsync(Uri dynamo, string assembly = Build, Action<Dictionary<string, string>>? change = null)
    {
        var host = new LambdaHostUnderTest(dynamo) { Api = await FakeRuntimeApi.StartAsync() };
        host.tables = await LoopbackServer.StartAsync(host.Store.ServeAsync);
        host.secrets = await LoopbackServer.StartAsync(host.Vault.ServeAsync);
        var table = $"t{Path.GetRandomFileName()}";
        using (var client = DynamoDbTable.Client(dynamo))
        {
            await DynamoDbTable.CreateAsync(client, table, TestContext.Current.CancellationToken);
        }

        var environment = new Dictionary<string, string>
        {
            ["AWS_LAMBDA_RUNTIME_API"] = host.Api.Authority,
            ["AWS_REGION"] = "eu-central-1",
            ["AWS_ACCESS_KEY_ID"] = "AKIDEXAMPLE",
            ["AWS_SECRET_ACCESS_KEY"] = SecretAccessKey,
            ["AWS_SESSION_TOKEN"] = SessionToken,
            ["AWS_ENDPOINT_URL_DYNAMODB"] = host.tables.Address.AbsoluteUri,
            ["AWS_ENDPOINT_URL_SECRETS_MANAGER"] = host.secrets.Address.AbsoluteUri,
            ["SERVERLESSMCP_TABLE"] = table,
            ["SERVERLESSMCP_PUBLIC_URL"] = Script.PublicUrl,
            ["SERVERLESSMCP_ADMIN_TOKEN"] = Script.AdminToken,
            ["SERVERLESSMCP_AUDIT_KEY_SECRET"] = Script.AuditKeyName,
            ["SERVERLESSMCP_LOG_LEVEL"] = "Trace",
        };
        change?.Invoke(environment);
        host.launch = () => HostProgram.Start("Lambda", assembly, [], environment);
        await host.ResumeAsync();
        return host;
    }

    public Task ResumeAsync()
    {
        Program = launch();
        return Task.CompletedTask;
    }

    public async ValueTask PauseAsync()
    {
        await Program.DisposeAsync();
        await Api.BuryAsync();
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

    public Task BreakStoreAsync(CancellationToken cancellationToken)
    {
        Store.Outage = Outage.Cut;
        return Task.CompletedTask;
    }

    public async Task StopStoreAsync() => await tables.DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        await Program.DisposeAsync();
        await Api.DisposeAsync();
        await tables.DisposeAsync();
        await secrets.DisposeAsync();
        sender.Dispose();
    }

    private static RequestDelegate Refused(string type) => CloudService.Refusal(400, $$"""{"__type":"{{type}}","message":"Slow down."}""");

    private static async Task ServeSecretAsync(HttpContext context)
    {
        using var asked = await JsonDocument.ParseAsync(context.Request.Body);
        var known = asked.RootElement.GetProperty("SecretId").GetString() switch
        {
            Script.SecretName or Script.OtherSecretName => TerraformSandbox.OwnerToken,
            Script.AuditKeyName => Script.AuditKey,
            Collector.SecretName => Collector.Secret,
            _ => null,
        };
        context.Response.StatusCode = known is null ? 400 : 200;
        await context.Response.WriteAsync((known is null ? new JsonObject { ["__type"] = "ResourceNotFoundException" } : new JsonObject { ["SecretString"] = known }).ToJsonString());
    }
}
