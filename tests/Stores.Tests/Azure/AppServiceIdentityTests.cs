using global::Azure.Core;
using global::Azure.Identity;
using ServerlessMcp.Functions;

namespace ServerlessMcp.Stores.Tests.Azure;

/// <summary>The platform's endpoint of the managed identity: what is asked, and that whatever it answers is a token or none, and never told on.</summary>
public sealed class AppServiceIdentityTests
{
    private static readonly TokenRequestContext Storage = new(["https://storage.azure.com/.default"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("\"1893456000\"")]
    [InlineData("1893456000")]
    public async Task It_asks_as_the_app_for_the_resource_and_takes_the_token(string expires)
    {
        string? asked = null;
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            asked = $"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.Headers["X-IDENTITY-HEADER"]}";
            await using var writer = new StreamWriter(context.Response.Body);
            await writer.WriteAsync($$"""{"access_token":"the-token","expires_on":{{expires}},"token_type":"Bearer"}""");
        });
        using var sender = new HttpMessageInvoker(new SocketsHttpHandler());
        var token = await new AppServiceIdentity(sender, new Uri(server.Address, "/msi/token"), "the-header", "the-client").GetTokenAsync(Storage, Cancel);
        Assert.Equal(("the-token", new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero)), (token.Token, token.ExpiresOn));
        Assert.Equal("GET /msi/token?api-version=2019-08-01&resource=https%3A%2F%2Fstorage.azure.com&client_id=the-client the-header", asked);
    }

    [Theory]
    [InlineData(500, "secret-content")]
    [InlineData(400, """{"access_token":"secret-content"}""")]
    [InlineData(200, "secret-content")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"access_token":"secret-content","expires_on":"tomorrow"}""")]
    public async Task What_is_no_token_is_none_and_is_not_repeated(int status, string body)
    {
        await using var server = await LoopbackServer.StartAsync(async context =>
        {
            context.Response.StatusCode = status;
            await using var writer = new StreamWriter(context.Response.Body);
            await writer.WriteAsync(body);
        });
        using var sender = new HttpMessageInvoker(new SocketsHttpHandler());
        var identity = new AppServiceIdentity(sender, server.Address, "the-header", clientId: null);
        var thrown = await Assert.ThrowsAsync<AuthenticationFailedException>(async () => await identity.GetTokenAsync(Storage, Cancel));
        Assert.DoesNotContain("secret-content", thrown.ToString(), StringComparison.Ordinal);
    }
}
