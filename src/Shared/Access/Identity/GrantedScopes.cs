using ServerlessMcp.Accounts;

namespace ServerlessMcp.Access.Identity;

/// <summary>Scopes of grants as OAuth writes them: words between spaces.</summary>
internal static class GrantedScopes
{
    /// <summary>The word for a scope.</summary>
    public static string Name(ApiTokenScope scope) => Enum.GetName(scope)!.ToLowerInvariant();

    /// <summary>The grants, each with the scopes that are asked for; those that have none of them are out.</summary>
    /// <param name="grants">What the rules give.</param>
    /// <param name="asked">What is asked for; null for all.</param>
    public static IReadOnlyList<AccessGrant> Narrow(IReadOnlyList<AccessGrant> grants, string? asked)
    {
        var words = asked?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is null ? grants
            : words.Except(Enum.GetValues<ApiTokenScope>().Select(Name)).Any() ? []
            : [.. grants.Select(grant => grant with { Scopes = [.. grant.Scopes.Where(scope => words.Contains(Name(scope)))] })
                .Where(grant => grant.Scopes.Count > 0)];
    }
}
