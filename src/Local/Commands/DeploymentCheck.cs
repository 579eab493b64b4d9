using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;

namespace ServerlessMcp.Local.Commands;

/// <summary>Looks at a deployment as a client finds it.</summary>
internal static class DeploymentCheck
{
    private static readonly TimeSpan MostSkew = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan SoonOver = TimeSpan.FromDays(14);

    /// <summary>Looks, one thing after the other; what the rest needs and does not work ends it.</summary>
    public static async IAsyncEnumerable<Finding> RunAsync(
        Deployment deployment, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        DateTimeOffset? certificateEnds = null;
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            certificateEnds = certificate is X509Certificate2 known ? new DateTimeOffset(known.NotAfter.ToUniversalTime()) : null;
            return errors == SslPolicyErrors.None;
        };
        using var api = new ApiClient(deployment, time, handler);
        var health = await api.SendAsync(HttpMethod.Get, "/healthz", cancellationToken);
        var address = deployment.Address.GetLeftPart(UriPartial.Authority);
        if (health.Status != 200 || health.Body.TextOf("status") != "ok")
        {
            yield return new Finding(
                "address", FindingState.Bad,
                $"{address} answers {health.Status} to /healthz, and is no deployment of ServerlessMcp.");
            yield break;
        }

        yield return new Finding("address", FindingState.Good, $"{address} answers.");
        yield return Tls(deployment.Address, certificateEnds, time);
        yield return Clock(health.Now - time.GetUtcNow());
        if (deployment.Token is null)
        {
            yield return new Finding(
                "credential", FindingState.Bad, $"No API token is known for it: `serverless-mcp login {address}`.");
            yield break;
        }

        var self = await api.SendAsync(HttpMethod.Get, "/api-token/self", cancellationToken);
        if (self.Status >= 400)
        {
            yield return new Finding(self.Status == 503 ? "store" : "credential", FindingState.Bad, self.Refusal().Message);
            yield break;
        }

        yield return Credential(self.Body, self.Now);
        var scopes = self.Body.TextsOf("scopes");
        if (!scopes.Contains("mint") && !scopes.Contains("admin"))
        {
            yield return new Finding(
                "store, vault", FindingState.Note, "This API token lacks the scope mint, so neither was asked.");
            yield break;
        }

        await foreach (var finding in AccountsAsync(api, self.Body.TextsOf("integrated_accounts"), cancellationToken))
        {
            yield return finding;
        }
    }

    private static async IAsyncEnumerable<Finding> AccountsAsync(
        ApiClient api, IReadOnlyList<string> own, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var path = own.Count > 0 ? ApiClient.PathOf("integrated-account", own[0]) : "/integrated-account?limit=100";
        var asked = await api.SendAsync(HttpMethod.Get, path, cancellationToken);
        if (asked.Status >= 400)
        {
            yield return new Finding("store", FindingState.Bad, asked.Refusal().Message);
            yield break;
        }

        var accounts = own.Count > 0 ? own : [.. asked.Body.Rows().Select(row => row.TextOf("id")!)];
        yield return new Finding(
            "store", accounts.Count > 0 ? FindingState.Good : FindingState.Note,
            accounts.Count > 0 ? $"Records are read: {accounts.Count} account{(accounts.Count == 1 ? "" : "s")}."
                : "Records are read, and no account is connected.");
        foreach (var account in accounts)
        {
            yield return await VaultAsync(api, account, cancellationToken);
        }
    }

    // The dry run of a URL takes the account's secret out of the vault and asks its system who it is.
    private static async Task<Finding> VaultAsync(ApiClient api, string account, CancellationToken cancellationToken)
    {
        var path = ApiClient.PathOf("integrated-account", account, "mcp");
        var answer = await api.SendAsync(HttpMethod.Post, path, cancellationToken, writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("name", "doctor");
            writer.WriteBoolean("dry_run", true);
            writer.WriteEndObject();
        });
        var name = $"vault, {account}";
        if (answer.Status >= 400)
        {
            return new Finding(name, FindingState.Bad, answer.Refusal().Message);
        }

        var told = answer.Body.Credentials().FirstOrDefault().Told;
        var reached = told.MemberOf("reachable").ValueKind == JsonValueKind.True;
        if (told.TextOf("problem") is { } problem)
        {
            return new Finding(name, reached ? FindingState.Note : FindingState.Bad, problem);
        }

        var missing = told.TextsOf("missing");
        return !reached ? new Finding(name, FindingState.Note, "It does not tell whether its credential works.")
            : missing.Count > 0
            ? new Finding(name, FindingState.Note, $"Its credential works, but lacks {string.Join(", ", missing.Select(Terminal.Clean))}.")
            : new Finding(name, FindingState.Good, told.Holder() is { } who
                ? $"Its credential works, as {Terminal.Clean(who)}." : "Its credential works.");
    }

    private static Finding Tls(Uri address, DateTimeOffset? ends, TimeProvider time) =>
        address.Scheme == Uri.UriSchemeHttp ? new Finding("TLS", FindingState.Note, "None: it listens on this machine alone.")
        : ends is not { } end ? new Finding("TLS", FindingState.Good, "The certificate is good.")
        : new Finding(
            "TLS", end - time.GetUtcNow() < SoonOver ? FindingState.Note : FindingState.Good,
            string.Create(CultureInfo.InvariantCulture, $"The certificate is good until {end:yyyy-MM-dd}."));

    private static Finding Clock(TimeSpan skew) => skew.Duration() <= MostSkew
        ? new Finding("clock", FindingState.Good, "This machine and the deployment agree.")
        : new Finding(
            "clock", FindingState.Bad,
            $"It is {skew.Duration().TotalSeconds:0} s {(skew > TimeSpan.Zero ? "later" : "earlier")} there than here: "
            + "ends of URLs and proofs of identity will be misjudged. Set the clock that is wrong.");

    private static Finding Credential(JsonElement self, DateTimeOffset now)
    {
        var scopes = string.Join(", ", self.TextsOf("scopes"));
        var end = self.MemberOf("expires_at") is { ValueKind: JsonValueKind.String } text ? text.GetDateTimeOffset() : (DateTimeOffset?)null;
        return new Finding(
            "credential", end is null || end - now < TimeSpan.FromMinutes(10) ? FindingState.Note : FindingState.Good,
            $"{self.TextOf("name")} may {scopes}"
            + (end is { } until ? $", until {Moment.Of(until)}." : ", and has no end."));
    }
}
