using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using ServerlessMcp.Functions.Tables;
using ServerlessMcp.Records;

namespace ServerlessMcp.Stores.Tests.Azure;

/// <summary>The store as it runs in Azure: over https, as a managed identity. Azurite checks the token's audience, issuer and times.</summary>
[Trait("Store", "tables")]
public sealed class TablesRecordStoreIdentityTests(AzuriteWithIdentities azurite) : IClassFixture<AzuriteWithIdentities>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TablesRecordStore Store(TokenCredential credential) => new(
        new TablesOptions
        {
            Endpoint = azurite.Endpoint,
            Table = "t" + RandomNumberGenerator.GetHexString(16, lowercase: true),
            Credential = credential,
            NetworkTimeout = TimeSpan.FromMinutes(1),
            Transport = new HttpClientTransport(new SocketsHttpHandler
            {
                SslOptions = new SslClientAuthenticationOptions
                {
                    CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, CustomTrustStore = { azurite.Certificate! }, RevocationMode = X509RevocationMode.NoCheck },
                },
            }),
        },
        TimeProvider.System);

    private static StoredRecord Record(string id) => new(RecordKind.McpServer, id, "acme", Encoding.UTF8.GetBytes("{}")) { ExpiresAt = DateTimeOffset.UnixEpoch };

    [Fact]
    public async Task Records_are_created_read_listed_changed_swept_and_deleted_with_an_identitys_token()
    {
        var identity = new Identity("https://storage.azure.com");
        var store = Store(identity);
        Assert.True(await store.CreateAsync(Record("mcp-1"), Cancel));
        Assert.False(await store.CreateAsync(Record("mcp-1"), Cancel));
        Assert.True(await store.CreateAsync(Record("mcp-2"), Cancel));
        var stored = Assert.Single(await store.ListAsync(RecordKind.McpServer, "acme", "mcp-1", 10, Cancel));
        Assert.True(await store.ReplaceAsync(stored with { ExpiresAt = null }, Cancel));
        Assert.False(await store.ReplaceAsync(stored with { ExpiresAt = null }, Cancel));
        Assert.Equal(1, await store.DeleteExpiredAsync(DateTimeOffset.UnixEpoch.AddDays(1), Cancel));
        Assert.True(await store.DeleteAsync(RecordKind.McpServer, "mcp-2", Cancel));
        Assert.Null(await store.GetAsync(RecordKind.McpServer, "mcp-2", Cancel));
        Assert.Equal(["https://storage.azure.com/.default"], identity.Scopes.Distinct());
        Assert.Single(identity.Scopes);
    }

    [Fact]
    public async Task A_token_that_the_service_refuses_is_a_store_that_can_not_answer()
    {
        var store = Store(new Identity("https://vault.azure.net"));
        var thrown = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.GetAsync(RecordKind.McpServer, "mcp-1", Cancel));
        Assert.Contains("403", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_without_a_token_is_a_store_that_can_not_answer()
    {
        var store = Store(new Identity(audience: null));
        var thrown = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.GetAsync(RecordKind.McpServer, "mcp-1", Cancel));
        Assert.Contains("identity", thrown.Message, StringComparison.Ordinal);
    }

    /// <summary>A managed identity whose tokens nobody has signed.</summary>
    private sealed class Identity(string? audience) : TokenCredential
    {
        public List<string> Scopes { get; } = [];

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
        {
            if (audience is null)
                throw new global::Azure.Identity.AuthenticationFailedException("There is no identity here.");
            Scopes.AddRange(requestContext.Scopes);
            return new AccessToken(UnsignedToken.For(audience), TimeProvider.System.GetUtcNow().AddHours(1));
        }
    }
}
