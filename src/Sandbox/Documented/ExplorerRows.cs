using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Resources;

namespace ServerlessMcp.Sandbox.Documented;

/// <summary>Rows about the real workspaces, with underscores.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/explorer</summary>
internal static class ExplorerRows
{
    /// <summary>The rows that fit all conditions of the query, of saved views without any.</summary>
    public static Answer Answer(SandboxRequest x)
    {
        var rows = x.Query["type"].FirstOrDefault() switch
        {
            null or "workspaces" => x.Caller.Organization.Workspaces.Select(Row),
            "tf_versions" => [Versions(x)],
            "resources" => x.Caller.Organization.Workspaces.SelectMany(
                workspace => (workspace.CurrentState?.Resources ?? []).Select(resource => Row(workspace, resource))),
            var other => throw ApiError.NotImplemented("type=" + other),
        };
        var conditions = Conditions(x).ToArray();
        var found = rows.Where(row => conditions.All(each => Fits(row["attributes"]!.AsObject(), each))).ToArray();
        if (x.QueryValue("sort") is { } sort)
        {
            var field = sort.TrimStart('-');
            string Key(JsonObject row) => row["attributes"]![field]?.ToString() ?? "";
            found = [.. sort[0] == '-' ? found.OrderByDescending(Key, StringComparer.Ordinal) : found.OrderBy(Key, StringComparer.Ordinal)];
        }

        return Paging.Of(x, found.Length).Answer(page => page.Of(found));
    }

    // filter[0][drifted][is][0]=true, or what a saved view has.
    private static IEnumerable<(string Field, string Operator, string Asked)> Conditions(SandboxRequest x)
    {
        foreach (var parameter in x.Query.Keys.Where(key => key.StartsWith("filter[", StringComparison.Ordinal)))
        {
            var asked = x.QueryValue(parameter) ?? "";
            yield return parameter["filter[".Length..^1].Split("][") is [_, var field, var comparison, _]
                ? (field, comparison, asked) : throw ApiError.BadRequest("Unknown filter", parameter);
        }

        var saved = x.Values.Values.Select(x.World.Documented.Find).FirstOrDefault(record => record is not null);
        foreach (var condition in SandboxRequest.Child(saved?.Attributes["query"], "filter") as JsonArray ?? [])
        {
            yield return (SandboxRequest.Text(condition!["field"])!, SandboxRequest.Text(condition["operator"])!,
                SandboxRequest.Text((condition["value"] as JsonArray)?.FirstOrDefault()) ?? "");
        }
    }

    private static bool Fits(JsonObject row, (string Field, string Operator, string Asked) condition)
    {
        var asked = condition.Asked;
        if (!row.ContainsKey(condition.Field)) throw ApiError.NotImplemented(condition.Field);
        var shown = row[condition.Field]?.ToString() ?? "";
        var order = decimal.TryParse(shown, CultureInfo.InvariantCulture, out var one)
            && decimal.TryParse(asked, CultureInfo.InvariantCulture, out var two)
            ? one.CompareTo(two) : string.CompareOrdinal(shown, asked);
        return condition.Operator switch
        {
            "is" => shown.Equals(asked, StringComparison.OrdinalIgnoreCase),
            "is_not" => !shown.Equals(asked, StringComparison.OrdinalIgnoreCase),
            "contains" => shown.Contains(asked, StringComparison.OrdinalIgnoreCase),
            "does_not_contain" => !shown.Contains(asked, StringComparison.OrdinalIgnoreCase),
            "is_empty" => shown.Length == 0,
            "is_not_empty" => shown.Length > 0,
            "gt" or "is_after" => order > 0,
            "lt" or "is_before" => order < 0,
            "gteq" => order >= 0,
            "lteq" => order <= 0,
            var other => throw ApiError.BadRequest($"Unknown operator \"{other}\""),
        };
    }

    private static JsonObject Versions(SandboxRequest x) => new()
    {
        ["id"] = "1.11.4",
        ["type"] = "visibility-tf-version",
        ["attributes"] = new JsonObject
        {
            ["version"] = "1.11.4",
            ["workspace_count"] = x.Caller.Organization.Workspaces.Count,
            ["workspaces"] = string.Join(", ", x.Caller.Organization.Workspaces.Select(w => w.Name)),
        },
    };

    private static JsonObject Row(Workspace w, StateResource resource) => new()
    {
        ["id"] = IdGenerator.Named("res", w.Id + "/" + resource.Address),
        ["type"] = "visibility-resource",
        ["attributes"] = new JsonObject
        {
            ["name"] = resource.Name,
            ["address"] = resource.Address,
            ["provider_type"] = resource.Kind,
            ["provider_name"] = resource.IsBuiltIn ? resource.Provider
                : resource.Provider["registry.terraform.io/".Length..],
            ["module_name"] = "root",
            ["terraform_version"] = "1.11.4",
            ["billable_rum"] = !resource.IsBuiltIn,
            ["source_type"] = "run",
            ["source_id"] = w.CurrentState!.Run?.Id,
            ["source_updated_at"] = ResourceObject.Instant(w.CurrentState.CreatedAt),
            ["workspace_name"] = w.Name,
            ["workspace_external_id"] = w.Id,
            ["project_name"] = w.Project.Name,
            ["project_external_id"] = w.Project.Id,
            ["organization_external_id"] = w.Organization.Id,
        },
    };

    private static JsonObject Row(Workspace w) => new()
    {
        ["id"] = w.Id,
        ["type"] = "visibility-workspace",
        ["attributes"] = new JsonObject
        {
            ["workspace_name"] = w.Name,
            ["organization_name"] = w.Organization.Name,
            ["project_name"] = w.Project.Name,
            ["external_id"] = w.Id,
            ["current_run_status"] = w.CurrentRun?.Status,
            ["current_run_external_id"] = w.CurrentRun?.Id,
            ["drifted"] = w.Assessment?.ResourcesDrifted > 0,
            ["resources_drifted"] = w.Assessment?.ResourcesDrifted ?? 0,
            ["checks_failed"] = w.Assessment?.FailedChecks.Count ?? 0,
            ["project_external_id"] = w.Project.Id,
            ["workspace_terraform_version"] = "1.11.4",
            ["workspace_created_at"] = ResourceObject.Instant(w.CreatedAt),
            ["workspace_updated_at"] = ResourceObject.Instant(w.UpdatedAt),
        },
    };
}
