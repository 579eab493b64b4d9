using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.Tharsis.Client;

/// <summary>The troubles that there are, each with what a person can do about it.</summary>
internal static class Trouble
{
    private const string Tell = "Tell the team that runs this MCP server; don't retry.";

    /// <summary>No connection, or none that is trusted.</summary>
    public static TharsisTroubleException Unreachable(string host, string what) => new(
        CallOutcome.Unreachable, null, "unreachable", $"{host} {what}", "Try again in a minute; if it stays so, tell " +
        "the team that runs this MCP server.", isRetryable: true);

    /// <summary>The account's address is http and not on loopback.</summary>
    public static TharsisTroubleException NotHttps(string host) => new(
        CallOutcome.Unreachable, null, "not https", $"The address at {host} is not https. Nothing was sent, because the " +
        "credential would be readable on the way.", Tell);

    /// <summary>Something else answered: a proxy's page, half a document.</summary>
    public static TharsisTroubleException NotTharsis(string host, int status, string? type) => new(
        CallOutcome.Unreadable, status, "not Tharsis", $"{host} answered {status} with something that is not the JSON of " +
        $"Tharsis{(type is null ? "" : $" ({ShownLine.Of(type)})")}. A proxy may stand before it.", Tell);

    /// <summary>The answer is longer than is read.</summary>
    public static TharsisTroubleException TooLarge(string host) => new(
        CallOutcome.Unreadable, null, "too large", $"The answer of {host} is too large.", "Ask for less of it.");

    /// <summary>The vault has no secret under the account's name, or does not answer.</summary>
    public static TharsisTroubleException NoSecret(string account, string why) => new(
        CallOutcome.NoCredential, 503, "no credential",
        $"The credential of account {account} can't be had: {why}. Nothing was sent.", Tell);

    /// <summary>The token endpoint refuses: Tharsis says one and the same for all that may be wrong.</summary>
    public static TharsisTroubleException SecretRefused(IntegratedAccount account, DateTimeOffset? expires, DateTimeOffset now) => new(
        CallOutcome.NoCredential, 401, "secret refused",
        $"{account.Address.Host} refused the client secret of service account {account.ServiceAccount}" +
        (expires is { } end && end <= now ? $": it expired on {end.UtcDateTime:yyyy-MM-dd}."
            : ". It is wrong or has expired (secrets of Tharsis live 90 days at most), client credentials are not " +
            "enabled for it, or there is no such service account any more."),
        "Somebody with the role deployer or owner has to make a new client secret in Tharsis and put it into the vault. " + Tell);

    /// <summary>The issuer's token is not traded.</summary>
    public static TharsisTroubleException TradeRefused(IntegratedAccount account, string why) => new(
        CallOutcome.NoCredential, 401, "token refused",
        $"{account.Address.Host} did not trade the identity's token for one of service account {account.ServiceAccount}: {why}",
        "Its OIDC trust policies have to name the token's issuer and claims. " + Tell);

    /// <summary>Neither address gives tokens.</summary>
    public static TharsisTroubleException NoTokenEndpoint(IntegratedAccount account, IEnumerable<string> tried) => new(
        CallOutcome.NoCredential, 404, "no token endpoint",
        $"{account.Address.Host} gives no tokens at {string.Join(" or ", tried)}.",
        "Client credentials came with Tharsis v0.81.1; an older server takes a token (login: token). If another address " +
        "gives them, the account's token_url names it. " + Tell);

    /// <summary>The token endpoint fails.</summary>
    public static TharsisTroubleException TokenEndpointDown(string host, int status) => new(
        CallOutcome.Unreachable, status, "token endpoint down",
        $"The token endpoint of {host} answered {status}, so nothing could be asked.",
        "Try again in a minute; if it stays so, tell the team that runs Tharsis.", isRetryable: true);

    /// <summary>A token that was good a moment ago is refused, and so is a new one.</summary>
    public static TharsisTroubleException Refused(IntegratedAccount account) => new(
        CallOutcome.UpstreamError, 401, "unauthorized",
        account.Login == TharsisAccount.Token
            ? $"{account.Address.Host} refused the account's token: it is wrong, expired or revoked."
            : $"{account.Address.Host} refused the token of service account {account.ServiceAccount}, which it had just " +
            "given: the service account was deleted or disabled.",
        "No call works until the platform team gives the account another credential. " + Tell);

    /// <summary>The window of requests is used up.</summary>
    public static TharsisTroubleException TooMany(string host, int? seconds) => new(
        CallOutcome.UpstreamError, 429, "too many requests",
        $"{host} takes no more requests of this service account in this second.",
        $"Wait {seconds ?? 1} s and call again; ask for less at once.", isRetryable: true)
    { RetryAfter = seconds ?? 1 };

    /// <summary>It can't serve: maintenance, or a fault of its own.</summary>
    public static TharsisTroubleException Unavailable(string host, int status, string? said) => new(
        CallOutcome.UpstreamError, status, status == 503 ? "unavailable" : "server error",
        status == 503 ? $"{host} is in maintenance mode or overloaded{Said(said)}." : $"{host} failed ({status}){Said(said)}.",
        status == 503 ? "Reading usually works in maintenance mode too. Try again in a few minutes; the team that runs " +
            "Tharsis knows how long it takes." : "Try again once; if it stays so, tell the team that runs Tharsis.",
        isRetryable: true);

    /// <summary>It refuses what was asked, in its own words.</summary>
    public static TharsisTroubleException BadRequest(string message, string? hint = null) => new(
        CallOutcome.UpstreamError, 400, "bad request", message, hint ?? "Check the id: take it from an answer, whole.");

    /// <summary>There is none, or it may not be seen; Tharsis does not say which, and neither is it told here.</summary>
    public static TharsisTroubleException NotFound(string message) => new(
        CallOutcome.UpstreamError, 404, "not found", message, "Either it does not exist or the service account of this " +
        "account may not see it. Find it with [get_workspaces] and [list_runs].");

    /// <summary>It is not there yet.</summary>
    public static TharsisTroubleException NotReady(string message, string hint) => new(
        CallOutcome.NotReady, 404, "not ready", message, hint, isRetryable: true);

    private static string Said(string? text) => text is null ? "" : $": {text.TrimEnd('.')}";
}
