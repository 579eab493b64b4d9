using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary><c>revoke</c>: ends URLs, from the next call on.</summary>
internal static class RevokeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var urls = new Argument<string[]>("URL")
        { Description = "Ids, marks or URLs; - reads one from a pipe or asks for it", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "Every URL of the account, which --account names" };
        var (account, address) = (Options.Account(), Options.Address());
        var command = new Command("revoke", "Ends URLs: refused from the next call on") { urls, all, account, address };
        command.Validators.Add(result =>
        {
            var named = result.GetValue(urls) is { Length: > 0 };
            if (result.GetValue(all) ? named || result.GetValue(account) is null : !named)
            {
                result.AddError("Name what to revoke: URLs, or --all together with --account.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var api = Options.Connect(parsed, address, time);
            if (parsed.GetValue(all))
            {
                Tell(terminal, await api.AskAsync(
                    HttpMethod.Delete, ApiClient.PathOf("integrated-account", parsed.GetValue(account)!, "mcp"), cancellationToken));
                return ExitCodes.Done;
            }

            foreach (var text in parsed.GetValue(urls)!)
            {
                var named = text == "-" ? terminal.ReadSecret("URL or token (not shown): ") : text;
                var found = await UrlReference.FindAsync(api, named, parsed.GetValue(account), orEnded: false, cancellationToken);
                await api.AskAsync(HttpMethod.Delete, found.Path, cancellationToken);
                Tell(terminal, found);
            }

            return ExitCodes.Done;
        });
        return command;
    }

    private static void Tell(Terminal terminal, ApiAnswer answer)
    {
        if (!terminal.IsForPeople)
        {
            terminal.WriteJson(answer.Body);
            return;
        }

        var note = answer.Body.TextOf("note") ?? answer.Body.TextOf("hint");
        terminal.Out.WriteLine($"Revoked {answer.Body.MemberOf("revoked")}.{(note is null ? "" : " " + Terminal.Clean(note))}");
    }

    private static void Tell(Terminal terminal, UrlReference url)
    {
        if (terminal.IsForPeople)
        {
            terminal.Out.WriteLine($"Revoked {Terminal.Clean(url.Record.TextOf("name"))} ({url.Id}).");
            return;
        }

        terminal.WriteJson(writer =>
        {
            writer.WriteStartObject();
            writer.WriteNumber("revoked", 1);
            writer.WriteString("id", url.Id);
            writer.WriteString("name", url.Record.TextOf("name"));
            writer.WriteEndObject();
        });
    }
}
