using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary><c>show</c>: one URL.</summary>
internal static class ShowCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var url = UrlArgument();
        var (account, address, json) = (Options.Account(), Options.Address(), Options.Json());
        var command = new Command("show", "Shows one URL") { url, account, address, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = Options.Connect(parsed, address, time);
            var found = await UrlReference.FindAsync(
                api, parsed.GetValue(url)!, parsed.GetValue(account), orEnded: false, cancellationToken);
            Tell(terminal, await api.AskAsync(HttpMethod.Get, found.Path, cancellationToken), parsed.GetValue(json));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The argument that names a URL.</summary>
    public static Argument<string> UrlArgument() => new("URL") { Description = "Its id, its mark (mcp-0f3c9a1b), or the URL itself" };

    /// <summary>Tells a URL's record.</summary>
    public static void Tell(Terminal terminal, ApiAnswer answer, bool json)
    {
        if (json || !terminal.IsForPeople)
        {
            terminal.WriteJson(answer.Body);
        }
        else
        {
            UrlCard.Write(terminal, answer.Body, answer.Now);
        }
    }
}
