using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary><c>login</c>: keeps an API token for a deployment.</summary>
internal static class LoginCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var address = new Argument<string>("ADDRESS") { Description = "https://mcp.example.com, or http on loopback" };
        var file = new Option<string?>("--token-file") { HelpName = "FILE", Description = "A file with the API token" };
        var provider = new Option<string?>("--provider") { HelpName = "NAME", Description = "Signs in with this company account, where there are several" };
        var stays = new Option<bool>("--no-open") { Description = "Signs in, and opens no browser: it shows the address" };
        var asks = new Option<bool>("--token") { Description = "Asks for an API token, also where people sign in" };
        var command = new Command("login", "Signs in with your company account, or by a token")
        { address, provider, stays, asks, file };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(provider) is not null || result.GetValue(stays)) && (result.GetValue(asks) || result.GetValue(file) is not null))
            {
                result.AddError("--provider and --no-open are for signing in, --token and --token-file for an API token: give one of them.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var origin = Deployment.Origin(parsed.GetValue(address)!);
            var (named, isQuiet) = (parsed.GetValue(provider), parsed.GetValue(stays));
            var mayAsk = parsed.GetValue(asks) || (Console.IsInputRedirected && named is null && !isQuiet);
            var token = parsed.GetValue(file) is { } path ? ReadFile(path)
                : (mayAsk ? null : await SignInAsync(terminal, origin, named, isQuiet, time, cancellationToken))
                    ?? terminal.ReadSecret("API token (not shown): ");
            return await KeepAsync(terminal, time, origin, token, cancellationToken);
        });
        return command;
    }

    // Null where nobody signs in there, and nobody said that they want to.
    private static async Task<string?> SignInAsync(
        Terminal terminal, Uri address, string? named, bool isQuiet, TimeProvider time, CancellationToken cancellationToken)
    {
        using var api = new ApiClient(new Deployment(address, null), time);
        return await BrowserSignIn.FindProviderAsync(api, named, cancellationToken) is { } provider
            ? await BrowserSignIn.RunAsync(terminal, api, provider, opens: !isQuiet, time, cancellationToken)
            : !isQuiet ? null
            : throw new CommandException(ExitCodes.Usage, "Nobody signs in there with a company account: log in with an API token.");
    }

    private static async Task<int> KeepAsync(
        Terminal terminal, TimeProvider time, Uri address, string token, CancellationToken cancellationToken)
    {
        if (token.Length == 0 || token.Any(character => character is <= ' ' or > '~'))
        {
            throw new CommandException(ExitCodes.Usage, "No API token came: one line of it is needed, smcpapi_… as it was shown.");
        }

        using var api = new ApiClient(new Deployment(address, token), time);
        var self = (await api.AskAsync(HttpMethod.Get, "/api-token/self", cancellationToken)).Body;
        var login = new LoginFile(
            address.GetLeftPart(UriPartial.Authority), token, self.TextOf("id") ?? "", self.TextOf("name") ?? "",
            self.MemberOf("expires_at") is { ValueKind: JsonValueKind.String } end ? end.GetDateTimeOffset() : null,
            self.MemberOf("identity").ValueKind == JsonValueKind.Object);
        login.Write();
        if (!terminal.IsForPeople)
        {
            terminal.WriteJson(self);
            return ExitCodes.Done;
        }

        terminal.Out.WriteLine(
            $"Logged in at {login.Address} as {Terminal.Clean(login.Name)}, "
            + $"which may {Terminal.Clean(string.Join(", ", self.TextsOf("scopes")))}"
            + (self.TextsOf("integrated_accounts") is { Count: > 0 } accounts
                ? $" in {Terminal.Clean(string.Join(", ", accounts))}" : "")
            + (login.ExpiresAt is { } until ? $", until {Moment.Of(until)}." : ". It has no end: log out when you are done."));
        return ExitCodes.Done;
    }

    private static string ReadFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new CommandException(ExitCodes.Usage, $"There is no file {Terminal.Clean(path)}.");
        }

        using var reader = new StreamReader(path);
        return Terminal.ReadLine(reader);
    }
}
