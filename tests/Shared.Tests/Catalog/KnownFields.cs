using System.Text.Json;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>What known-fields.json says of a JSON:API type: its attributes, as HashiCorp's OpenAPI document of August 2026 has them, in snake_case paths.</summary>
internal static class KnownFields
{
    // In the API's documentation, its client or real traffic, but not in the OpenAPI document.
    private static readonly Dictionary<string, string[]> Documented = new()
    {
        ["data-retention-policy-delete-olders"] = ["delete_older_than_n_days"],
        ["entitlement-sets"] =
        [
            "agents", "audit_logging", "cost_estimation", "global_run_tasks", "operations", "policy_enforcement", "private_module_registry", "run_tasks", "sentinel", "sso",
            "state_storage", "teams", "user_limit", "vcs_integrations",
        ],
        ["organizations"] = ["notification_email", "is_disabled", "sso_enabled", "access_beta_tools", "workspace_limit", "plan_timeout", "apply_timeout"],
        ["state-version-outputs"] = ["value"],
        ["users"] = ["is_suspended"],
    };

    private static readonly JsonDocument Types = JsonDocument.Parse(File.ReadAllText(SourceTree.PathOf("src", "Shared", "Integrations", "TerraformCloud", "Requests", "known-fields.json")));

    /// <summary>What is wrong with a field of a type; null if nothing is, or if the type is not known.</summary>
    public static string? Problem(string resourceType, string path, IReadOnlyList<string> include)
    {
        if (path == "id" || !Types.RootElement.TryGetProperty(resourceType, out var type) || Has(type, path) || Documented.GetValueOrDefault(resourceType, []).Contains(path))
        {
            return null;
        }

        var relationships = type.GetProperty("relationships");
        if (!path.Contains('.', StringComparison.Ordinal))
        {
            return relationships.EnumerateObject().Any(relationship => IdsOf(relationship) == path) ? null : $"{resourceType} has no {path}";
        }

        var (name, rest) = (path[..path.IndexOf('.', StringComparison.Ordinal)], path[(path.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        if (!relationships.TryGetProperty(name, out var target))
        {
            return $"{resourceType} has no {path}";
        }

        if (!include.Contains(name))
        {
            return $"{path} is read from an included {name}, which the row does not include";
        }

        var problems = target.GetProperty("types").EnumerateArray().Select(each => Problem(each.GetString()!, rest, [])).ToArray();
        return problems.Contains(null) ? null : problems[0];
    }

    /// <summary>Whether the digest describes the attribute or relationship that the field begins with.</summary>
    public static bool IsInDigest(string resourceType, string path)
    {
        var first = path.Split('.')[0];
        return Types.RootElement.TryGetProperty(resourceType, out var type)
            && (Has(type, path) || Has(type, first) || type.GetProperty("relationships").EnumerateObject().Any(relationship => relationship.Name == first || IdsOf(relationship) == path));
    }

    private static string IdsOf(JsonProperty relationship) => relationship.Value.GetProperty("many").GetBoolean()
        ? (relationship.Name.EndsWith("ies", StringComparison.Ordinal) ? relationship.Name[..^3] + "y" : relationship.Name.TrimEnd('s')) + "_ids"
        : relationship.Name + "_id";

    // A path may also name the whole of what it leads to (actions), or go on below an object without known keys (result.sentinel.data).
    private static bool Has(JsonElement type, string path) => type.GetProperty("fields").EnumerateArray().Select(field => field.GetString()!)
        .Any(field => field == path || (field.EndsWith(".*", StringComparison.Ordinal) && path.StartsWith(field[..^1], StringComparison.Ordinal)));
}
