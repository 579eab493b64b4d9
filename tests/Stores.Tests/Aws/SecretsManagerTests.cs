using System.Collections.Concurrent;
using System.Text.Json;
using Amazon.Runtime;
using Microsoft.AspNetCore.Http;
using ServerlessMcp.Accounts;
using ServerlessMcp.Lambda.Secrets;

namespace ServerlessMcp.Stores.Tests.Aws;

/// <summary>Tokens from Secrets Manager and from its Lambda extension, which one server on loopback plays both of.</summary>
public sealed class SecretsManagerTests : IAsyncLifetime
{
    private readonly ConcurrentDictionary<string, string> secrets = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> asked = new();
    private readonly HttpMessageInvoker sender = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private (int Status, string Body)? manager;
    private (int Status, string Body)? local;
    private IHeaderDictionary? headers;
    private LoopbackServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await LoopbackServer.StartAsync(ServeAsync);

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        sender.Dispose();
    }

    [Theory]
    [InlineData("the-token")]
    [InlineData("  the-token\n")]
    [InlineData("""{"token":"the-token"}""")]
    [InlineData(""" { "note": "of team x", "token": "the-token\n" } """)]
    public async Task A_secret_is_the_token_or_an_object_with_it(string value)
    {
        secrets["tfe/prod"] = value;
        Assert.Equal("the-token", await Source(extension: false).GetTokenAsync("tfe/prod", refresh: false, Cancel));
        Assert.Equal("the-token", await Source(extension: true).GetTokenAsync("tfe/prod", refresh: false, Cancel));
        Assert.Equal(["manager tfe/prod", "extension tfe/prod"], asked);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"token":7,"password":"secret-content"}""")]
    [InlineData("""{"password":"secret-content"}""")]
    [InlineData("{secret-content")]
    public async Task A_secret_that_is_neither_is_refused_without_repeating_it(string value)
    {
        secrets["s"] = value;
        var thrown = await Assert.ThrowsAsync<CredentialUnavailableException>(async () => await Source(extension: false).GetTokenAsync("s", refresh: false, Cancel));
        Assert.DoesNotContain("secret-content", thrown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_secret_that_is_not_there_is_null(bool extension) =>
        Assert.Null(await Source(extension).GetTokenAsync("nobody", refresh: false, Cancel));

    [Fact]
    public async Task The_request_is_signed_by_the_functions_role()
    {
        secrets["s"] = "t";
        await Source(extension: false).GetTokenAsync("s", refresh: false, Cancel);
        Assert.Matches("^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/[0-9]{8}/eu-central-1/secretsmanager/aws4_request, "
            + "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, Signature=[0-9a-f]{64}$", headers!.Authorization.ToString());
        Assert.Equal("session", headers["x-amz-security-token"]);
        Assert.Equal("secretsmanager.GetSecretValue", headers["x-amz-target"]);
        Assert.Equal("application/x-amz-json-1.1", headers.ContentType);
    }

    [Fact]
    public async Task The_extension_is_asked_with_the_session_token_and_the_name_escaped()
    {
        secrets["tfe/prod?x=1&y #ü"] = "t";
        Assert.Equal("t", await Source(extension: true).GetTokenAsync("tfe/prod?x=1&y #ü", refresh: false, Cancel));
        Assert.Equal("session", headers!["X-Aws-Parameters-Secrets-Token"]);
    }

    [Fact]
    public async Task A_refresh_goes_past_the_extension()
    {
        secrets["s"] = "new";
        local = (200, """{"SecretString":"old"}""");
        Assert.Equal("old", await Source(extension: true).GetTokenAsync("s", refresh: false, Cancel));
        Assert.Equal("new", await Source(extension: true).GetTokenAsync("s", refresh: true, Cancel));
    }

    [Theory]
    [InlineData(400)] // "not ready to serve traffic, please wait"
    [InlineData(500)]
    public async Task An_extension_that_does_not_answer_is_stepped_over(int status)
    {
        secrets["s"] = "t";
        local = (status, "not ready");
        Assert.Equal("t", await Source(extension: true).GetTokenAsync("s", refresh: false, Cancel));
        Assert.Equal(["extension s", "manager s"], asked);
    }

    [Theory]
    [InlineData(400, """{"__type":"ThrottlingException","Message":"secret-content"}""", false)]
    [InlineData(400, """{"__type":"ExpiredTokenException"}""", false)]
    [InlineData(500, """{"__type":"InternalServiceError"}""", false)]
    [InlineData(503, "<html>secret-content", false)]
    [InlineData(302, "", false)]
    [InlineData(200, "{}", false)]
    [InlineData(200, """{"SecretBinary":"c2VjcmV0LWNvbnRlbnQ="}""", false)]
    [InlineData(400, """{"__type":"com.amazon#AccessDeniedException","Message":"secret-content"}""", true)]
    [InlineData(400, """{"__type":"InvalidRequestException","Message":"marked for deletion"}""", true)]
    public async Task A_vault_that_does_not_answer_is_unavailable_and_one_that_says_no_says_so(int status, string body, bool saysNo)
    {
        manager = (status, body);
        var thrown = await Assert.ThrowsAsync<CredentialUnavailableException>(async () => await Source(extension: false).GetTokenAsync("s", refresh: false, Cancel));
        Assert.Equal(saysNo, thrown.InnerException is UnauthorizedAccessException);
        Assert.DoesNotContain("secret-content", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_listens()
    {
        await server.DisposeAsync();
        await Assert.ThrowsAsync<CredentialUnavailableException>(async () => await Source(extension: true).GetTokenAsync("s", refresh: false, Cancel));
    }

    [Fact]
    public async Task A_wait_can_be_cancelled() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await Source(extension: true).GetTokenAsync("s", refresh: false, new CancellationToken(canceled: true)));

    private SecretsManagerCredentialSource Source(bool extension) => new(
        new SecretsManager(sender, _ => Task.FromResult(new ImmutableCredentials("AKIDEXAMPLE", "secret", "session")), "eu-central-1", server.Address, TimeProvider.System),
        extension ? new SecretsExtension(sender, server.Address.Port, () => "session", TimeProvider.System) : null);

    private async Task ServeAsync(HttpContext context)
    {
        headers = new HeaderDictionary(context.Request.Headers.ToDictionary()); // Kestrel takes its own back after the request.
        string name;
        (int Status, string Body)? told;
        if (HttpMethods.IsGet(context.Request.Method) && context.Request.Path == "/secretsmanager/get")
        {
            (name, told) = (context.Request.Query["secretId"].ToString(), local);
            asked.Enqueue($"extension {name}");
        }
        else
        {
            using var body = await JsonDocument.ParseAsync(context.Request.Body);
            (name, told) = (body.RootElement.GetProperty("SecretId").GetString()!, manager);
            asked.Enqueue($"manager {name}");
        }

        var (status, text) = told ?? (secrets.TryGetValue(name, out var value)
            ? (200, $$"""{"ARN":"arn:aws:x","Name":{{JsonSerializer.Serialize(name)}},"SecretString":{{JsonSerializer.Serialize(value)}},"VersionId":"1"}""")
            : (400, """{"__type":"ResourceNotFoundException","Message":"Secrets Manager can't find the specified secret."}"""));
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(text);
    }
}
