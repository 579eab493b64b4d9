using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Integrations.Tharsis.Model;

namespace ServerlessMcp.Integrations.Tharsis.Scope;

/// <summary>
/// What a scope means here: paths of whole segments. <c>a/pay</c> reaches <c>a/pay</c> and what lies below it, and not
/// <c>a/payroll</c>. A workspace is in scope if its group matches, where groups are named, and it itself, where
/// workspaces are.
/// </summary>
internal static class TharsisScope
{
    /// <summary>Whether a workspace of this path is in all of the scopes; true where there are none.</summary>
    public static bool HasWorkspace(IReadOnlyList<AccessScope> scopes, string? path) =>
        scopes.Count == 0 || (path is { Length: > 0 } && scopes.All(scope => HasWorkspace(scope, path)));

    /// <summary>Whether a group of this path is in all of the scopes. One that names workspaces reaches no group.</summary>
    public static bool HasGroup(IReadOnlyList<AccessScope> scopes, string? path) =>
        scopes.Count == 0 || (path is { Length: > 0 } && scopes.All(scope =>
            scope["groups"].Count > 0 && scope["workspaces"].Count == 0 && IsBelowOne(scope["groups"], path)));

    /// <summary>The one answer to all that is not proven. It depends on the scope, and on nothing that was answered, so
    /// that nobody learns from it what exists.</summary>
    public static TharsisTroubleException Refusal(IReadOnlyList<AccessScope> scopes) => new(
        CallOutcome.OutOfScope, 404, "out of scope",
        "The id names nothing that this URL reaches, or nothing at all. It reaches " +
        $"{string.Join(", and of that ", scopes.Select(scope => scope.Words(TharsisForm.Form)))}; whether something else " +
        "exists is not said.",
        "[get_workspaces] shows what is in reach; [list_runs] shows the runs of a workspace.");

    private static bool HasWorkspace(AccessScope scope, string path) =>
        (scope["groups"].Count > 0 || scope["workspaces"].Count > 0)
        && (scope["groups"].Count == 0 || IsBelowOne(scope["groups"], TharsisId.ParentOf(path)))
        && (scope["workspaces"].Count == 0 || IsBelowOne(scope["workspaces"], path));

    private static bool IsBelowOne(IReadOnlyList<string> entries, string path) =>
        entries.Any(entry => PathPrefix.Covers(entry, path));
}
