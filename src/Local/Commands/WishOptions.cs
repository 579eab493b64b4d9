using System.CommandLine;

namespace ServerlessMcp.Local.Commands;

/// <summary>The options that say what a URL is to be, whether it is minted or asked for.</summary>
internal sealed class WishOptions
{
    private readonly Argument<string?> name = new("NAME")
    { Description = "What it is for, as people will read it", Arity = ArgumentArity.ZeroOrOne };

    private readonly Option<bool> read = new("--read") { Description = "Reads what there is (if nothing is said)" };
    private readonly Option<bool> incident = new("--incident") { Description = "Reads, locks, runs, applies, sets; deletes nothing" };
    private readonly Option<string[]> methods = Options.Many("--method", "NAME", "read, write, custom… in place of these two");
    private readonly Option<string[]> tags = Options.Many("--tag", "NAME", "Tools of this tag; core if not given");
    private readonly Option<string[]> workspaces = Options.Many("--workspace", "NAME", "Only these: names, globs or ids");
    private readonly Option<string[]> projects = Options.Many("--project", "NAME", "Only these projects");
    private readonly Option<string[]> scopes = Options.Many("--scope", "ACCOUNT:MEMBER=ENTRY", "Only this at that account, of several");
    private readonly Option<string?> ttl = Options.Ttl("30m, 2h, 7d; the account's default if not given");
    private readonly Option<string?> client = new("--client") { HelpName = "NAME", Description = "claude-code, cursor, vscode, codex, gemini…" };
    private readonly Option<string?> reason = new("--reason") { HelpName = "TEXT", Description = "Why it is wanted" };
    private readonly Option<string?> ticket = new("--ticket") { HelpName = "ID", Description = "The ticket that it is for" };

    /// <summary>Whether the URL goes to the clipboard.</summary>
    public Option<bool> Copy { get; } = new("--copy") { Description = "To the clipboard, and shown nowhere" };

    /// <summary>The accounts: where it is minted, and those whose tools it has too.</summary>
    public Option<string[]> Accounts { get; } = Options.Many(
        "--account", "ID", "From this account, where there are several; others of other systems: their tools too");

    /// <summary>Adds them, but for the accounts, which stand beside the address.</summary>
    public void AddTo(Command command)
    {
        command.Add(name);
        foreach (var option in (Option[])[read, incident, methods, tags, workspaces, projects, scopes, ttl, client, reason, ticket, Copy])
        {
            command.Add(option);
        }

        command.Validators.Add(result =>
        {
            bool[] given = [result.GetValue(read), result.GetValue(incident), result.GetValue(methods) is { Length: > 0 }];
            if (given.Count(one => one) > 1)
            {
                result.AddError("--read, --incident and --method say the same thing in three ways: give one of them.");
            }
        });
    }

    /// <summary>What is wished.</summary>
    public MintWish Read(ParseResult parsed, bool isPreview = false) => new()
    {
        Name = parsed.GetValue(name) ?? (parsed.GetValue(incident) ? "incident" : "look around"),
        Methods = parsed.GetValue(incident) ? MintWish.IncidentMethods
            : parsed.GetValue(methods) is { Length: > 0 } given ? given : MintWish.ReadMethods,
        Tags = parsed.GetValue(tags) ?? [],
        Workspaces = parsed.GetValue(workspaces) ?? [],
        Projects = parsed.GetValue(projects) ?? [],
        Ttl = parsed.GetValue(ttl) is { } text ? Options.Duration(text) : null,
        Client = parsed.GetValue(client),
        Reason = parsed.GetValue(reason),
        Ticket = parsed.GetValue(ticket),
        IsPreview = isPreview,
        Accounts = parsed.GetValue(Accounts)?.Skip(1).ToArray() ?? [],
        Scopes = [.. (parsed.GetValue(scopes) ?? []).Select(ScopeWish.Of)],
    };

    /// <summary>The wish with the account that it is minted under: the first that is named, or the only one.</summary>
    /// <exception cref="CommandException">A scope is of an account that the URL is not of.</exception>
    public async Task<MintWish> AtHomeAsync(MintWish wish, ParseResult parsed, ApiClient api, CancellationToken cancellationToken)
    {
        var home = await AccountChoice.OneAsync(api, parsed.GetValue(Accounts) is [var first, ..] ? first : null, cancellationToken);
        return wish.Scopes.FirstOrDefault(scope => scope.Account != home && !wish.Accounts.Contains(scope.Account)) is not { } stray
            ? wish with { Home = home }
            : throw new CommandException(
                ExitCodes.Usage,
                $"--scope names {Terminal.Clean(stray.Account)}, and the URL is of {string.Join(", ", wish.Accounts.Prepend(home))}.");
    }

    /// <summary>Sends a wish.</summary>
    public static async Task<ApiAnswer> SendAsync(ApiClient api, string path, MintWish wish, CancellationToken cancellationToken)
    {
        var now = wish.Ttl is null ? default : (await api.AskAsync(HttpMethod.Get, "/api-token/self", cancellationToken)).Now;
        return await api.AskAsync(HttpMethod.Post, path, cancellationToken, writer => wish.Write(writer, now));
    }
}
