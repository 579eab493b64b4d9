using ServerlessMcp.Http;

namespace ServerlessMcp.Local.Commands;

/// <summary>What somebody wants minted. What is right is for the API to say.</summary>
internal sealed record MintWish
{
    /// <summary>Of <c>--read</c>, as the console's "look around".</summary>
    public static readonly string[] ReadMethods = ["read"];

    /// <summary>Of <c>--incident</c>, as the console's "work an incident".</summary>
    public static readonly string[] IncidentMethods = ["read", "create", "update", "custom"];

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>config.methods.</summary>
    public required IReadOnlyList<string> Methods { get; init; }

    /// <summary>config.tags; none for the default.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>config.scope.workspaces.</summary>
    public IReadOnlyList<string> Workspaces { get; init; } = [];

    /// <summary>config.scope.projects.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    /// <summary>The account it is minted under.</summary>
    public string Home { get; init; } = "";

    /// <summary>config.accounts.</summary>
    public IReadOnlyList<string> Accounts { get; init; } = [];

    /// <summary>What it is limited to at accounts that are named.</summary>
    public IReadOnlyList<ScopeWish> Scopes { get; init; } = [];

    /// <summary>How long it lives; null for the account's default.</summary>
    public TimeSpan? Ttl { get; init; }

    /// <summary>config.client.</summary>
    public string? Client { get; init; }

    /// <summary>Why it is wanted; null for nothing said.</summary>
    public string? Reason { get; init; }

    /// <summary>The ticket that it is for; null for none.</summary>
    public string? Ticket { get; init; }

    /// <summary>Whether nothing is to be minted.</summary>
    public bool IsPreview { get; init; }

    /// <summary>Writes the body.</summary>
    /// <param name="writer">Where.</param>
    /// <param name="now">The time of the deployment, where <see cref="Ttl"/> counts from.</param>
    public void Write(Utf8JsonWriter writer, DateTimeOffset now)
    {
        writer.WriteStartObject();
        writer.WriteString("name", Name);
        if (Reason is not null)
        {
            writer.WriteString("reason", Reason);
        }

        if (Ticket is not null)
        {
            writer.WriteString("ticket", Ticket);
        }

        writer.WriteStartObject("config");
        writer.WriteTexts("methods", Methods);
        WriteIfAny("tags", Tags);
        if (Client is not null)
        {
            writer.WriteString("client", Client);
        }

        WriteIfAny("accounts", Accounts);
        if (Accounts.Count > 0)
        {
            // Who names accounts and no scope means all of each; what a scope leaves out by mistake the API refuses.
            writer.WriteStartObject("scope");
            foreach (var account in Accounts.Prepend(Home))
            {
                WriteScope(account, account);
            }

            writer.WriteEndObject();
        }
        else if (At(Home).Count > 0)
        {
            WriteScope("scope", Home);
        }

        writer.WriteEndObject();
        if (Ttl is { } ttl)
        {
            WriteEnd(writer, now + ttl);
        }

        if (IsPreview)
        {
            writer.WriteBoolean("dry_run", true);
        }

        writer.WriteEndObject();

        // --workspace and --project are of the account that it is minted under.
        IReadOnlyList<IGrouping<string, string>> At(string account) =>
        [
            .. Scopes.Where(scope => scope.Account == account).Select(scope => (scope.Member, scope.Entry))
                .Concat(account != Home ? [] : Workspaces.Select(name => ("workspaces", name)).Concat(Projects.Select(name => ("projects", name))))
                .GroupBy(one => one.Item1, one => one.Item2),
        ];

        void WriteScope(string name, string account)
        {
            if (At(account) is not { Count: > 0 } members)
            {
                writer.WriteString(name, "all");
                return;
            }

            writer.WriteStartObject(name);
            foreach (var member in members)
            {
                writer.WriteTexts(member.Key, member);
            }

            writer.WriteEndObject();
        }

        void WriteIfAny(string member, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
            {
                writer.WriteTexts(member, values);
            }
        }
    }

    /// <summary>Writes <c>expires_at</c>.</summary>
    public static void WriteEnd(Utf8JsonWriter writer, DateTimeOffset end) =>
        writer.WriteString("expires_at", Moment.Of(end));
}
