using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary><c>logout</c>: removes the token that login kept, and ends it where that is asked for.</summary>
internal static class LogoutCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var end = new Option<bool>("--end") { Description = "Ends the API token as well (needs the scope admin)" };
        var command = new Command("logout", "Removes the API token that login kept") { end };
        command.SetAction((parsed, cancellationToken) => RunAsync(terminal, time, parsed.GetValue(end), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(Terminal terminal, TimeProvider time, bool end, CancellationToken cancellationToken)
    {
        if (!File.Exists(LoginFile.Path))
        {
            terminal.Error.WriteLine("Nobody is logged in.");
            return ExitCodes.Done;
        }

        var login = end ? LoginFile.Read(time) : null;

        // Whatever becomes of it there, it is not kept here any longer.
        LoginFile.Remove();
        if (login is not null)
        {
            using var api = new ApiClient(new Deployment(Deployment.Origin(login.Address), login.Token), time);
            await api.AskAsync(HttpMethod.Delete, ApiClient.PathOf("api-token", login.Id), cancellationToken);
        }

        terminal.Error.WriteLine(
            login is null ? "Logged out. The API token itself lives on: logout --end ends it, or an admin." : "Logged out, and the API token is over.");
        return ExitCodes.Done;
    }
}
