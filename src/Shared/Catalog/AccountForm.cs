namespace ServerlessMcp.Catalog;

/// <summary>What accounts of an integration, and scopes of their URLs, have beside what all have. The API, its errors
/// and the console's forms are made of it; what the members mean is the integration's.</summary>
public sealed record AccountForm
{
    /// <summary>What people call the system: <c>Terraform</c>.</summary>
    public string System { get; init; } = "the upstream";

    /// <summary>The address where none is given; null if it has to be.</summary>
    public Uri? DefaultAddress { get; init; }

    /// <summary>Whether an account may name no secret: the host's own identity then opens the system.</summary>
    public bool MayHaveNoSecret { get; init; }

    /// <summary>What is wrong with what a URL would reach, or null: a limit of the system that scope and tools pass
    /// together. Given are the account's members, the scopes that hold, and the tools.</summary>
    public Func<IDictionary<string, System.Text.Json.JsonElement>, IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<string>>>,
        IReadOnlyList<ToolDefinition>, string?> ReachComplaint
    { get; init; } = (_, _, _) => null;

    /// <summary>Members of an account, in the order in which they are written.</summary>
    public IReadOnlyList<AccountMember> Members { get; init; } = [];

    /// <summary>Members of a scope, in the order in which they are written; none where there are no scopes.</summary>
    public IReadOnlyList<ScopeMember> Scope { get; init; } = [];

    /// <summary>The argument that an account can have a default for: <c>organization_name</c>.</summary>
    public string? DefaultedArgument { get; init; }

    /// <summary>The member of an account that holds the default, without which a scope's names say nothing:
    /// <c>organization</c>.</summary>
    public string? DefaultedBy { get; init; }

    /// <summary>What a model has to know of the tools that no schema says.</summary>
    public string Guidance { get; init; } = "";

    /// <summary>What a model has to know besides where its URL has a scope.</summary>
    public string ScopeGuidance { get; init; } = "";

    /// <summary>Whether a scope with these entries says anything of what is reached. One that does not is never minted,
    /// and reaches nothing.</summary>
    public bool Narrows(IReadOnlyDictionary<string, IReadOnlyList<string>> scope) =>
        Scope.Any(member => member.Role != ScopeRole.Tools && scope.ContainsKey(member.Name));

    /// <summary>Whether a scope with these entries reaches groups as a whole: it names groups and nothing narrower.</summary>
    public bool HasWholeGroups(IReadOnlyDictionary<string, IReadOnlyList<string>> scope) =>
        Scope.Any(member => member.Role == ScopeRole.Groups && scope.ContainsKey(member.Name))
        && !Scope.Any(member => member.Role == ScopeRole.Items && scope.ContainsKey(member.Name));

    /// <summary>The names and globs of tools that a scope with these entries lets through although they act beyond it.</summary>
    public IEnumerable<string> ToolsBeyond(IReadOnlyDictionary<string, IReadOnlyList<string>> scope) =>
        Scope.Where(member => member.Role == ScopeRole.Tools)
            .SelectMany(member => scope.TryGetValue(member.Name, out var globs) ? globs : []);
}
