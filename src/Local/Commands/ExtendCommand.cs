using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary><c>extend</c>: another end for a URL, whose client needs no new one.</summary>
internal static class ExtendCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var (url, ttl) = (ShowCommand.UrlArgument(), Options.Ttl("From now on: 30m, 2h, 7d; beyond max_ttl needs admin"));
        ttl.Required = true;
        var (account, address, json) = (Options.Account(), Options.Address(), Options.Json());
        var command = new Command("extend", "Gives a URL another end") { url, ttl, account, address, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var length = Options.Duration(parsed.GetValue(ttl)!);
            using var api = Options.Connect(parsed, address, time);
            var found = await UrlReference.FindAsync(
                api, parsed.GetValue(url)!, parsed.GetValue(account), orEnded: false, cancellationToken);
            var answer = await api.AskAsync(HttpMethod.Patch, found.Path, cancellationToken, writer =>
            {
                writer.WriteStartObject();
                MintWish.WriteEnd(writer, found.Now + length);
                writer.WriteEndObject();
            });
            ShowCommand.Tell(terminal, answer, parsed.GetValue(json));
            return ExitCodes.Done;
        });
        return command;
    }
}
