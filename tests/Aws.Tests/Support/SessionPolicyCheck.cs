using System.Text.Json;

namespace ServerlessMcp.Aws.Tests.Support;

/// <summary>What a session policy allows, by IAM's rules: an explicit denial wins, and what nothing allows is denied.</summary>
internal static class SessionPolicyCheck
{
    public static bool Allows(JsonElement policy, string action, string resource)
    {
        var isAllowed = false;
        foreach (var statement in policy.GetProperty("Statement").EnumerateArray())
        {
            if (!statement.GetProperty("Action").EnumerateArray().Any(one => one.GetString() == action))
            {
                continue;
            }

            var isMeant = statement.TryGetProperty("Resource", out var resources) ? HasOne(resources, resource) : !HasOne(statement.GetProperty("NotResource"), resource);
            if (isMeant && statement.GetProperty("Effect").GetString() == "Deny")
            {
                return false;
            }

            isAllowed |= isMeant;
        }

        return isAllowed;
    }

    private static bool HasOne(JsonElement patterns, string resource) =>
        patterns.EnumerateArray().Any(one => System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(one.GetString()!, resource, ignoreCase: false));
}
