using System.Net;
using Microsoft.Extensions.Logging;
using ServerlessMcp.Accounts;
using ServerlessMcp.Records;

namespace ServerlessMcp.Integrations.Tharsis.Client;

/// <summary>
/// The tokens that calls are made with: traded for the account's secret, kept for as long as they are good, and renewed
/// before they end. Callers of one account share one question. Where a token is given is found out once: servers have
/// had one address, and their documentation names another.
/// </summary>
internal sealed partial class TokenSource(
    TharsisClient client, ICredentialSource credentials, TimeProvider time, ILoggerFactory loggers)
{
    /// <summary>How long before its end a token is renewed: a call may take as long.</summary>
    public static readonly TimeSpan Early = TimeSpan.FromSeconds(60);

    /// <summary>How long before its end a secret is spoken of.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(7);

    private const int MaxKept = 1000;

    private static readonly string[] Paths = ["/v1/serviceaccounts/token", "/v1/serviceaccounts/oauth/token"];

    private readonly BoundedCache<string, KnownToken> tokens = new(MaxKept, StringComparer.Ordinal);
    private readonly ILogger log = loggers.CreateLogger("ServerlessMcp.Tharsis");

    /// <summary>The account's token.</summary>
    /// <param name="account">Whose.</param>
    /// <param name="refused">The token that was refused just now; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TharsisTroubleException">There is none.</exception>
    public async Task<string> GetAsync(IntegratedAccount account, string? refused, CancellationToken cancellationToken)
    {
        if (account.Login == TharsisAccount.Token)
        {
            return await SecretAsync(account, refused is not null, cancellationToken);
        }

        var known = Known(account);
        if (Good(known, refused) is { } token)
        {
            return token;
        }

        await known.Turn.WaitAsync(cancellationToken);
        try
        {
            return Good(known, refused) ?? await AskAsync(account, known, refused is not null, cancellationToken);
        }
        finally
        {
            known.Turn.Release();
        }
    }

    /// <summary>Whether Tharsis is to be asked when the account's secret expires: once for each token.</summary>
    public bool IsExpiryDue(IntegratedAccount account) =>
        account.Login == TharsisAccount.ClientCredentials && !Known(account).IsExpiryAsked;

    /// <summary>When the account's secret expires, as far as it was told; null where it was not.</summary>
    public DateTimeOffset? ExpiryOf(IntegratedAccount account) => Known(account).SecretExpires;

    /// <summary>Notes when the account's secret expires, and says so once a day when that is soon.</summary>
    public void NoteExpiry(IntegratedAccount account, DateTimeOffset? expires)
    {
        var (known, now) = (Known(account), time.GetUtcNow());
        (known.IsExpiryAsked, known.SecretExpires) = (true, expires);
        if (expires is { } end && end - now <= Notice && !(now - known.ToldAt < TimeSpan.FromDays(1)))
        {
            known.ToldAt = now;
            SecretExpires(account.Id, Math.Max(0, (int)(end - now).TotalDays), end.ToSecond());
        }
    }

    /// <summary>What there is to say of a secret's end; null while it is far.</summary>
    public static string? NoticeOf(DateTimeOffset end, DateTimeOffset now) => end - now > Notice ? null
        : end <= now ? $"The client secret expired on {end.ToSecond()}. Make a new one in Tharsis and put it into the vault."
        : $"The client secret expires on {end.ToSecond()}, in {(end - now).Days} days. Make a new one in Tharsis and put it into the vault.";

    private string? Good(KnownToken known, string? refused) =>
        known.Token is { } token && token.Value != refused && time.GetUtcNow() < token.RenewAt ? token.Value : null;

    private async Task<string> AskAsync(
        IntegratedAccount account, KnownToken known, bool refresh, CancellationToken cancellationToken)
    {
        var secret = await SecretAsync(account, refresh, cancellationToken);
        var (token, seconds) = account.Login == TharsisAccount.Oidc
            ? await TokenTrade.AskAsync(client, account, secret, cancellationToken)
            : await ExchangeAsync(account, known, secret, cancellationToken);
        var lifetime = TimeSpan.FromSeconds(Math.Clamp(seconds, 1, 24 * 60 * 60));
        var early = lifetime > 2 * Early ? Early : lifetime / 2;
        (known.Token, known.IsExpiryAsked) = ((token, time.GetUtcNow() + lifetime - early), false);
        return token;
    }

    private async Task<(string Token, int Seconds)> ExchangeAsync(
        IntegratedAccount account, KnownToken known, string secret, CancellationToken cancellationToken)
    {
        Uri[] addresses = account.TokenUrl is { } own ? [own] : known.Endpoint is { } found ? [found]
            : [.. Paths.Select(path => new Uri(account.Address, path))];
        foreach (var address in addresses)
        {
            var answer = await client.PostFormAsync(address,
            [
                new("grant_type", "client_credentials"), new("client_id", account.ServiceAccount ?? ""),
                new("client_secret", secret),
            ], cancellationToken);
            if (answer.Status is (int)HttpStatusCode.NotFound or (int)HttpStatusCode.MethodNotAllowed)
            {
                continue;
            }

            known.Endpoint = address;
            return Read(account, known, address, answer);
        }

        known.Endpoint = null;
        throw Trouble.NoTokenEndpoint(account, addresses.Select(address => address.AbsolutePath));
    }

    private (string Token, int Seconds) Read(IntegratedAccount account, KnownToken known, Uri address, TharsisAnswer answer)
    {
        if (answer.Status is 429)
        {
            throw Trouble.TooMany(address.Host, answer.RateLimit.ResetSeconds);
        }

        if (answer.Status is 401 or 403)
        {
            throw Trouble.SecretRefused(account, known.SecretExpires, time.GetUtcNow());
        }

        if (answer.Status is 400)
        {
            throw Trouble.TradeRefused(account, answer.Detail ?? "it answered 400.");
        }

        if (answer.Status >= 500)
        {
            throw Trouble.TokenEndpointDown(address.Host, answer.Status);
        }

        if (!answer.IsSuccess || answer.Json is not { } body || JsonMembers.Text(body, "access_token") is not { Length: > 0 } token
            || !IsToken(token))
        {
            throw Trouble.NotTharsis(address.Host, answer.Status, answer.ContentType);
        }

        return (token, JsonMembers.Integer(body, "expires_in") ?? (int)(2 * Early).TotalSeconds);
    }

    // A secret pasted into a vault often ends in a line feed.
    private async Task<string> SecretAsync(IntegratedAccount account, bool refresh, CancellationToken cancellationToken)
    {
        string? secret;
        try
        {
            secret = await credentials.GetTokenAsync(account.SecretName, refresh, cancellationToken);
        }
        catch (CredentialUnavailableException)
        {
            throw Trouble.NoSecret(account.Id, "its vault does not answer");
        }

        return secret?.Trim() is { Length: > 0 } good && IsToken(good) ? good
            : throw Trouble.NoSecret(account.Id, secret is null ? "its vault has no such secret" : "what its vault has is empty or malformed");
    }

    /// <summary>Whether a text can stand in a header.</summary>
    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    // By all that it is traded for, so that a changed account starts anew.
    private KnownToken Known(IntegratedAccount account) => tokens.GetOrAdd(
        string.Join('\n', account.Address, account.Login, account.ServiceAccount, account.SecretName, account.TokenUrl),
        static _ => new KnownToken());

    [LoggerMessage(60, LogLevel.Warning,
        "The client secret of account {Account} expires in {Days} days, on {End}. Make a new one in Tharsis and put it into the vault.")]
    private partial void SecretExpires(string account, int days, string end);
}
