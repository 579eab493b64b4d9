using System.Text.Json.Serialization;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Accounts;

/// <summary>
/// The part of an account's system that a URL reaches, in the words of its integration
/// (<see cref="AccountForm.Scope"/>). Each member that is given narrows. Who it was minted for wrote these
/// names, so they may stand in errors.
/// </summary>
/// <param name="Members">The entries by member, none of them empty: <c>workspaces</c>, with names and globs.</param>
[JsonConverter(typeof(AccessScopeConverter))]
public sealed record AccessScope(IReadOnlyDictionary<string, IReadOnlyList<string>> Members)
{
    /// <summary>The entries of a member; none if it is not given.</summary>
    public IReadOnlyList<string> this[string member] => Members.GetValueOrDefault(member) ?? [];

    /// <summary>In words, for errors and instructions: <c>projects payments; workspaces eu-*, us-*</c>.</summary>
    public string Words(AccountForm form) =>
        string.Join("; ", form.Scope.Where(member => member.Role != ScopeRole.Tools && this[member.Name].Count > 0)
            .Select(member => $"{member.Name} {string.Join(", ", this[member.Name])}"));

    /// <summary>The scopes that hold for a URL: its own, and its account's upper bound. Empty for a URL that reaches
    /// all that its token does.</summary>
    public static IReadOnlyList<AccessScope> Of(McpServerConfig config, IntegratedAccount account) =>
        (account.Policy.Scope, config.Scope) switch
        {
            (null, null) => [],
            ({ } bound, null) => [bound],
            (null, { } own) => [own],
            ({ } bound, { } own) => [bound, own],
        };
}
