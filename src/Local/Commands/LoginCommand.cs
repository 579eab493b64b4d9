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
        var command = new Command(
            "login", "Keeps an API token, asked for or piped in, for you alone")
        { address, file };
        command.SetAction((parsed, cancellationToken) =>
            RunAsync(terminal, time, Deployment.Origin(parsed.GetValue(address)!), parsed.GetValue(file), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, TimeProvider time, Uri address, string? file, CancellationToken cancellationToken)
    {
        var token = file is null ? terminal.ReadSecret("API token (not shown): ") : ReadFile(file);
        if (token.Length == 0 || token.Any(character => character is <= ' ' or > '~'))
        {
            throw new CommandException(ExitCodes.Usage, "No API token came: one line of it is needed, smcpapi_… as it was shown.");
        }

        using var api = new ApiClient(new Deployment(address, token), time);
        var self = (await api.AskAsync(HttpMethod.Get, "/api-token/self", cancellationToken)).Body;
        var login = new LoginFile(
            address.GetLeftPart(UriPartial.Authority), token, self.TextOf("id") ?? "", self.TextOf("name") ?? "",
            self.MemberOf("expires_at") is { ValueKind: JsonValueKind.String } end ? end.GetDateTimeOffset() : null);
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
