using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary><c>mint</c>: a new URL, shown once, with the line to paste into its client.</summary>
internal static class MintCommand
{
    /// <summary>The command.</summary>
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var name = new Argument<string?>("NAME")
        { Description = "What it is for, as people will read it", Arity = ArgumentArity.ZeroOrOne };
        var read = new Option<bool>("--read") { Description = "Reads what there is and why it is so (if nothing is said)" };
        var incident = new Option<bool>("--incident") { Description = "Reads, locks, runs, applies, sets; deletes nothing" };
        var methods = Options.Many("--method", "NAME", "read, write, custom, create… in place of the two above");
        var tags = Options.Many("--tag", "NAME", "Tools of this tag; core if not given");
        var workspaces = Options.Many("--workspace", "NAME", "Only these workspaces: names, globs or ids");
        var projects = Options.Many("--project", "NAME", "Only these projects");
        var ttl = Options.Ttl("30m, 2h, 7d; the account's default if not given");
        var client = new Option<string?>("--client") { HelpName = "NAME", Description = "claude-code, cursor, vscode, codex, gemini, claude…" };
        var copy = new Option<bool>("--copy") { Description = "To the clipboard, and shown nowhere" };
        var preview = new Option<bool>("--dry-run") { Description = "What it would be; mints nothing" };
        var accounts = Options.Many("--account", "ID", "From this account, where there are several; others of other systems: their tools too");
        var scopes = Options.Many("--scope", "ACCOUNT:MEMBER=ENTRY", "Only this at that account, of several");
        var (address, json) = (Options.Address(), Options.Json());
        var command = new Command("mint", "Mints a URL, shown this once")
        { name, read, incident, methods, tags, workspaces, projects, scopes, ttl, client, copy, preview, accounts, address, json };
        command.Validators.Add(result =>
        {
            bool[] given = [result.GetValue(read), result.GetValue(incident), result.GetValue(methods) is { Length: > 0 }];
            if (given.Count(one => one) > 1)
            {
                result.AddError("--read, --incident and --method say the same thing in three ways: give one of them.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var wish = new MintWish
            {
                Name = parsed.GetValue(name) ?? (parsed.GetValue(incident) ? "incident" : "look around"),
                Methods = parsed.GetValue(incident) ? MintWish.IncidentMethods
                    : parsed.GetValue(methods) is { Length: > 0 } given ? given : MintWish.ReadMethods,
                Tags = parsed.GetValue(tags) ?? [],
                Workspaces = parsed.GetValue(workspaces) ?? [],
                Projects = parsed.GetValue(projects) ?? [],
                Ttl = parsed.GetValue(ttl) is { } text ? Options.Duration(text) : null,
                Client = parsed.GetValue(client),
                IsPreview = parsed.GetValue(preview),
                Accounts = parsed.GetValue(accounts)?.Skip(1).ToArray() ?? [],
                Scopes = [.. (parsed.GetValue(scopes) ?? []).Select(ScopeWish.Of)],
            };
            using var api = Options.Connect(parsed, address, time);
            var of = await AccountChoice.OneAsync(api, parsed.GetValue(accounts) is [var first, ..] ? first : null, cancellationToken);
            wish = wish with { Home = of };
            if (wish.Scopes.FirstOrDefault(scope => scope.Account != of && !wish.Accounts.Contains(scope.Account)) is { } stray)
            {
                throw new CommandException(
                    ExitCodes.Usage, $"--scope names {Terminal.Clean(stray.Account)}, and the URL is of {string.Join(", ", wish.Accounts.Prepend(of))}.");
            }

            var now = wish.Ttl is null ? default : (await api.AskAsync(HttpMethod.Get, "/api-token/self", cancellationToken)).Now;
            var answer = await api.AskAsync(
                HttpMethod.Post, ApiClient.PathOf("integrated-account", of, "mcp"), cancellationToken, writer => wish.Write(writer, now));
            return await MintedUrl.TellAsync(
                terminal, answer, wish.Client, parsed.GetValue(copy) && !wish.IsPreview, parsed.GetValue(json), cancellationToken);
        });
        return command;
    }
}
