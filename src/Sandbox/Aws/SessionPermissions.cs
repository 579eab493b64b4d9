using System.IO.Enumeration;

namespace ServerlessMcp.Sandbox.Aws;

/// <summary>What a session may do: what its role may, and of that what its session policy allows
/// (<see href="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session"/>).</summary>
internal static class SessionPermissions
{
    /// <summary>Whether the role lets an action through.</summary>
    public static bool RoleAllows(IReadOnlyList<string> roleActions, string action) => roleActions.Any(pattern => IsLike(pattern, action, ignoreCase: true));

    /// <summary>Whether the session policy lets an action on a resource through: an explicit denial wins, and what no
    /// statement allows is denied.</summary>
    public static bool PolicyAllows(JsonElement policy, string action, string resource)
    {
        var allowed = false;
        foreach (var statement in policy.GetProperty("Statement").EnumerateArray())
        {
            var isMeant = Texts(statement.GetProperty("Action")).Any(pattern => IsLike(pattern, action, ignoreCase: true))
                && (statement.TryGetProperty("Resource", out var resources)
                    ? Texts(resources).Any(pattern => IsLike(pattern, resource, ignoreCase: false))
                    : !Texts(statement.GetProperty("NotResource")).Any(pattern => IsLike(pattern, resource, ignoreCase: false)));
            if (isMeant && statement.GetProperty("Effect").GetString() == "Deny")
            {
                return false;
            }

            allowed |= isMeant;
        }

        return allowed;
    }

    private static IEnumerable<string> Texts(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Select(one => one.GetString()!) : [value.GetString()!];

    private static bool IsLike(string pattern, string text, bool ignoreCase) => FileSystemName.MatchesSimpleExpression(pattern, text, ignoreCase);
}
