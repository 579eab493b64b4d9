using System.Buffers.Text;

namespace ServerlessMcp.Local.Commands;

/// <summary>Signing in with a company account: in the browser, by authorization code with PKCE, which the deployment
/// relays (docs/sign-in.md, "The relay, for programs").</summary>
internal static class BrowserSignIn
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The provider that people sign in with at a deployment: the named one, or the only one; null where nobody
    /// does and none was named.</summary>
    public static async Task<string?> FindProviderAsync(ApiClient api, string? named, CancellationToken cancellationToken)
    {
        var answer = await api.SendAsync(HttpMethod.Get, "/signin/providers", cancellationToken);
        var rows = answer.Status == 404 ? [] : answer.Demand().Body.Rows();
        var found = rows.Where(row => named is null || row.TextOf("id") == named
            || string.Equals(row.TextOf("name"), named, StringComparison.OrdinalIgnoreCase)).ToArray();
        var names = string.Join(", ", rows.Select(row => Terminal.Clean(row.TextOf("name"))));
        return (found, named) switch
        {
            ([var one], _) => one.TextOf("id"),
            ([], null) => null,
            ([], _) => throw new CommandException(
                ExitCodes.Usage, rows.Count == 0 ? "Nobody signs in there with a company account: log in with an API token."
                    : $"'{Terminal.Clean(named)}' is no provider there: {names}."),
            _ => throw new CommandException(ExitCodes.Usage, $"People sign in there in several ways, {names}: name one with --provider."),
        };
    }

    /// <summary>Signs in, and answers the API token.</summary>
    public static async Task<string> RunAsync(
        Terminal terminal, ApiClient api, string provider, bool opens, TimeProvider time, CancellationToken cancellationToken)
    {
        var verifier = Random(32);
        await using var callback = await SignInCallback.ListenAsync(Random(16), provider, time, cancellationToken);
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
        var page = new Uri(
            api.Deployment.Address, $"/signin?provider={Uri.EscapeDataString(provider)}&state={callback.State}&code_challenge={challenge}"
                + $"&return_to={Uri.EscapeDataString(callback.Address.AbsoluteUri)}");
        terminal.Error.WriteLine($"Sign in with your browser at\n{page}");
        if (opens)
        {
            WebBrowser.Open(page);
        }

        try
        {
            var code = await callback.Code.WaitAsync(Patience, time, cancellationToken);
            var token = await ExchangeAsync(api, provider, code, verifier, cancellationToken);
            callback.Tell(isDone: true);
            return token;
        }
        catch (TimeoutException)
        {
            throw new CommandException(ExitCodes.Credential, $"Nobody signed in within {Patience.TotalMinutes} minutes.");
        }
        finally
        {
            callback.Tell(isDone: false);
        }
    }

    private static async Task<string> ExchangeAsync(
        ApiClient api, string provider, string code, string verifier, CancellationToken cancellationToken)
    {
        var answer = await api.SendFormAsync(
            "/oauth/token",
            [new("grant_type", "authorization_code"), new("client_id", provider), new("code", code), new("code_verifier", verifier)],
            cancellationToken);
        return answer.Demand().Body.TextOf("access_token")
            ?? throw new CommandException(ExitCodes.No, "The sign-in came through, and the answer has no token.");
    }

    private static string Random(int bytes) => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(bytes));
}
