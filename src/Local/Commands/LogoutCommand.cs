using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary><c>logout</c>: removes the token that login kept, and ends that of a sign-in; another where that is asked
/// for.</summary>
internal static class LogoutCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var end = new Option<bool>("--end") { Description = "Ends the API token as well (needs the scope admin)" };
        var command = new Command("logout", "Ends a sign-in, or removes the API token that login kept") { end };
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

        var login = Read(time, end);

        // Whatever becomes of it there, it is not kept here any longer.
        LoginFile.Remove();
        if (login is null || !(end || login.IsSignIn))
        {
            terminal.Error.WriteLine(
                login is null ? "Logged out." : "Logged out. The API token itself lives on: logout --end ends it, or an admin.");
            return ExitCodes.Done;
        }

        // What is revoked says itself who may (RFC 7009); a header beside it would be a second way.
        using var api = new ApiClient(new Deployment(Deployment.Origin(login.Address), login.IsSignIn ? null : login.Token), time);
        if (login.IsSignIn)
        {
            (await api.SendFormAsync("/oauth/revoke", [new("token", login.Token)], cancellationToken)).Demand();
        }
        else
        {
            await api.AskAsync(HttpMethod.Delete, ApiClient.PathOf("api-token", login.Id), cancellationToken);
        }

        terminal.Error.WriteLine(login.IsSignIn ? "Logged out, and the sign-in is over." : "Logged out, and the API token is over.");
        return ExitCodes.Done;
    }

    // What can't be read, or has ended, is removed all the same, but where it was to be ended there.
    private static LoginFile? Read(TimeProvider time, bool end)
    {
        try
        {
            return LoginFile.Read(time);
        }
        catch (CommandException) when (!end)
        {
            return null;
        }
    }
}
