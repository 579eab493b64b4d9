using Azure.Core;
using Azure.Core.Pipeline;
using Microsoft.Extensions.Logging.Abstractions;
using ServerlessMcp.Accounts;
using ServerlessMcp.Functions.Vault;

namespace ServerlessMcp.Stores.Tests.Azure;

public sealed class KeyVaultCredentialSourceTests : IAsyncLifetime
{
    private readonly ManualTimeProvider time = new();
    private KeyVaultFake fake = null!;
    private KeyVaultCredentialSource source = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        fake = await KeyVaultFake.StartAsync();
        source = new KeyVaultCredentialSource(fake.Address, new Identity(), reserved: "admin-token", new HttpClientTransport(fake.Redirect));
    }

    public ValueTask DisposeAsync() => fake.DisposeAsync();

    private ValueTask<string?> TokenAsync(string name = "tfe-token", bool refresh = false) => source.GetTokenAsync(name, refresh, Cancel);

    [Fact]
    public async Task A_secret_is_read_after_the_challenge_and_the_next_without_one()
    {
        fake.Secrets["tfe-token"] = " abc\n";
        Assert.Equal("abc", await TokenAsync());
        Assert.Equal("abc", await TokenAsync());
        Assert.Equal(
            ["GET /secrets/tfe-token anonymous", "GET /secrets/tfe-token Bearer token-for-https://vault.azure.net/.default", "GET /secrets/tfe-token Bearer token-for-https://vault.azure.net/.default"],
            fake.Requests);
    }

    [Fact]
    public async Task A_missing_or_empty_secret_is_none()
    {
        fake.Secrets["empty"] = " ";
        Assert.Null(await TokenAsync());
        Assert.Null(await TokenAsync("empty"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("env:TFE_TOKEN")]
    [InlineData("../keys/x")]
    [InlineData("a/b")]
    [InlineData("a?api-version=1")]
    [InlineData("Admin-Token")]
    public async Task A_name_that_no_secret_has_or_that_is_the_hosts_own_is_none_and_is_not_asked_for(string name)
    {
        fake.Secrets["admin-token"] = "secret-content";
        Assert.Null(await TokenAsync(name));
        Assert.Empty(fake.Requests);
    }

    [Theory]
    [InlineData(403, true)]
    [InlineData(401, true)]
    [InlineData(400, false)]
    [InlineData(500, false)]
    [InlineData(503, false)]
    [InlineData(429, false)]
    public async Task An_error_is_a_vault_that_can_not_answer_and_names_nothing_secret(int status, bool isRefusal)
    {
        fake.Status = status;
        var thrown = await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync().AsTask());
        Assert.Equal(isRefusal, thrown.InnerException is UnauthorizedAccessException);
        Assert.Contains($"{status}", thrown.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("tfe-token", thrown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("token-for", thrown.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<html>Sign in to the proxy</html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("\"secret-content\"")]
    [InlineData("{\"value\":{\"text\":\"secret-content\"},\"id\":\"https://elsewhere.example/secrets/tfe-token/1\"}")]
    [InlineData("{\"value\":\"secret-content\",\"id\":\"nowhere\"}")]
    public async Task A_success_that_is_no_secret_is_a_vault_that_can_not_answer_and_quotes_nothing(string body)
    {
        fake.Body = body;
        var thrown = await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync().AsTask());
        Assert.DoesNotContain("secret-content", thrown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("tfe-token", thrown.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("html", thrown.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_vault_that_is_not_there_can_not_answer()
    {
        await fake.DisposeAsync();
        Assert.Contains("reached", (await Assert.ThrowsAsync<CredentialUnavailableException>(() => TokenAsync().AsTask())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_identity_without_a_token_is_a_vault_that_can_not_answer()
    {
        var vault = new KeyVaultCredentialSource(fake.Address, new Identity { IsMissing = true }, transport: new HttpClientTransport(fake.Redirect));
        var thrown = await Assert.ThrowsAsync<CredentialUnavailableException>(() => vault.GetTokenAsync("tfe-token", false, Cancel).AsTask());
        Assert.Contains("identity", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_the_cache_a_rotated_secret_is_seen_at_once_by_a_refresh_and_in_five_minutes_without_one()
    {
        var credentials = Cached();
        fake.Secrets["tfe-token"] = "one";
        Assert.Equal("one", await credentials.GetTokenAsync("tfe-token", false, Cancel));
        fake.Secrets["tfe-token"] = "two";
        Assert.Equal("one", await credentials.GetTokenAsync("tfe-token", false, Cancel));
        Assert.Equal("two", await credentials.GetTokenAsync("tfe-token", true, Cancel));
        fake.Secrets["tfe-token"] = "three";
        time.Advance(CachedCredentials.Fresh);
        Assert.Equal("three", await credentials.GetTokenAsync("tfe-token", false, Cancel));
    }

    [Fact]
    public async Task Behind_the_cache_an_outage_is_bridged_and_a_refusal_is_not()
    {
        var credentials = Cached();
        fake.Secrets["tfe-token"] = "one";
        await credentials.GetTokenAsync("tfe-token", false, Cancel);
        time.Advance(CachedCredentials.Fresh);
        fake.Status = 500;
        Assert.Equal("one", await credentials.GetTokenAsync("tfe-token", false, Cancel));
        time.Advance(CachedCredentials.Pause);
        fake.Status = 403;
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => credentials.GetTokenAsync("tfe-token", false, Cancel).AsTask());
        fake.Status = 500;
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => credentials.GetTokenAsync("tfe-token", false, Cancel).AsTask());
    }

    [Fact]
    public async Task Behind_the_cache_a_silent_vault_is_left_after_four_seconds()
    {
        fake.IsSilent = true;
        var waiting = Cached().GetTokenAsync("tfe-token", false, Cancel).AsTask();
        await time.AdvanceUntilAsync(waiting, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(10));
        await Assert.ThrowsAsync<CredentialUnavailableException>(() => waiting);
    }

    private CachedCredentials Cached() => new(source, time, NullLogger<CachedCredentials>.Instance);

    private sealed class Identity : TokenCredential
    {
        public bool IsMissing { get; init; }

        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) => IsMissing
            ? throw new global::Azure.Identity.AuthenticationFailedException("There is no identity here; tfe-token.")
            : new AccessToken($"token-for-{requestContext.Scopes.Single()}", TimeProvider.System.GetUtcNow().AddHours(1));

        public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
