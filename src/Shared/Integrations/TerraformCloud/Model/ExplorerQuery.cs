using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>
/// What the explorer can be asked
/// (<see href="https://developer.hashicorp.com/terraform/cloud-docs/api-docs/explorer"/>). A field that a type of row
/// does not have and an operator that a field does not know find everything or nothing, and look like an answer.
/// </summary>
internal static class ExplorerQuery
{
    private static readonly string[] Flags = ["is", "is_empty", "is_not_empty"];

    private static readonly Dictionary<string, string[]> Operators = new()
    {
        ["text"] = [.. Flags, "is_not", "contains", "does_not_contain"],
        ["number"] = [.. Flags, "is_not", "gt", "lt", "gteq", "lteq"],
        ["boolean"] = Flags,
        ["date-time"] = ["is_before", "is_after"],
    };

    private static readonly Dictionary<string, string> Used = new()
    {
        ["name"] = "text",
        ["source"] = "text",
        ["version"] = "text",
        ["registry_type"] = "text",
        ["curated"] = "boolean",
        ["workspace_count"] = "number",
        ["workspaces"] = "text",
    };

    private static readonly Dictionary<string, Dictionary<string, string>> Fields = new()
    {
        ["workspaces"] = new()
        {
            ["all_checks_succeeded"] = "boolean",
            ["checks_errored"] = "number",
            ["checks_failed"] = "number",
            ["checks_passed"] = "number",
            ["checks_unknown"] = "number",
            ["current_rum_count"] = "number",
            ["current_run_applied_at"] = "date-time",
            ["current_run_external_id"] = "text",
            ["current_run_status"] = "text",
            ["drifted"] = "boolean",
            ["external_id"] = "text",
            ["module_count"] = "number",
            ["modules"] = "text",
            ["organization_name"] = "text",
            ["project_external_id"] = "text",
            ["project_name"] = "text",
            ["provider_count"] = "number",
            ["providers"] = "text",
            ["resource_count"] = "number",
            ["resources_drifted"] = "number",
            ["resources_undrifted"] = "number",
            ["source_module_id"] = "text",
            ["state_version_terraform_version"] = "text",
            ["tags"] = "text",
            ["vcs_repo_identifier"] = "text",
            ["workspace_created_at"] = "date-time",
            ["workspace_name"] = "text",
            ["workspace_terraform_version"] = "text",
            ["workspace_updated_at"] = "date-time",
        },
        ["tf_versions"] = new()
        {
            ["unique_identifier"] = "text",
            ["version"] = "text",
            ["workspace_count"] = "number",
            ["workspaces"] = "text",
        },
        ["providers"] = Used,
        ["modules"] = Used,

        // In beta, says the documentation.
        ["resources"] = new()
        {
            ["name"] = "text",
            ["address"] = "text",
            ["provider_type"] = "text",
            ["provider_name"] = "text",
            ["module_name"] = "text",
            ["terraform_version"] = "text",
            ["billable_rum"] = "boolean",
            ["source_type"] = "text",
            ["source_id"] = "text",
            ["source_updated_at"] = "date-time",
            ["workspace_name"] = "text",
            ["workspace_external_id"] = "text",
            ["project_name"] = "text",
            ["project_external_id"] = "text",
            ["organization_external_id"] = "text",
        },
    };

    /// <summary>What of a query can't be meant; null if nothing is.</summary>
    public static ArgumentError? Find(TerraformTool tool, Dictionary<string, JsonElement> values)
    {
        if (!tool.Arguments.Any(IsQuery))
        {
            return null;
        }

        var fields = Text(values, "type") is { } type && Fields.TryGetValue(type, out var its) ? its
            : tool.Arguments.Any(argument => argument.Name == "type") ? Fields.Values.SelectMany(each => each).DistinctBy(each => each.Key)
                .ToDictionary(each => each.Key, each => each.Value) : Fields["workspaces"];
        foreach (var argument in tool.Arguments.Where(argument => values.ContainsKey(argument.Name)))
        {
            var given = values[argument.Name];
            var error = argument switch
            {
                _ when IsQuery(argument) => given.EnumerateArray()
                    .Select((condition, number) => Condition($"{argument.Name}[{number}]", condition, fields)).FirstOrDefault(each => each is not null),
                { Name: "columns" or "sort" } => Texts(given).Where(name => !fields.ContainsKey(argument.Name == "sort" ? name.TrimStart('-') : name))
                    .Select(name => Unknown(argument.Name, name, fields)).FirstOrDefault(),
                _ => null,
            };
            if (error is not null)
            {
                return error;
            }
        }

        return null;
    }

    private static ArgumentError? Condition(string place, JsonElement condition, Dictionary<string, string> fields)
    {
        var (field, comparison) = (condition.GetProperty("field").GetString()!, condition.GetProperty("operator").GetString()!);
        if (!fields.TryGetValue(field, out var kind))
        {
            return Unknown(place + ".field", field, fields);
        }

        if (!Operators[kind].Contains(comparison))
        {
            return new(place + ".operator", $"'{ArgumentWords.Excerpt(comparison)}', which {field} does not have",
                $"for {field}, a {kind}: {string.Join(", ", Operators[kind])}");
        }

        return comparison is "is_empty" or "is_not_empty" || !condition.TryGetProperty("value", out var value)
            ? null : Texts(value).Where(text => !Fits(kind, text))
                .Select(text => new ArgumentError(place + ".value", $"'{ArgumentWords.Excerpt(text)}'", kind switch
                {
                    "boolean" => "true or false",
                    "number" => "a number",
                    _ => "a date or a date-time (2026-01-31T12:00:00Z)",
                })).FirstOrDefault();
    }

    private static bool Fits(string kind, string text) => kind switch
    {
        "boolean" => text is "true" or "false",
        "number" => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _),
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _),
        _ => true,
    };

    private static ArgumentError Unknown(string place, string name, Dictionary<string, string> fields) =>
        new(place, $"'{ArgumentWords.Excerpt(name)}'"
            + (NearestName.Find(name, fields.Keys) is { } near ? $" (did you mean {near}?)" : ""),
            $"one of {string.Join(", ", fields.Keys)}");

    private static bool IsQuery(Argument argument) => argument.Kind == JsonKind.RecordList
        && argument.Members.Any(member => member.Name == "operator") && argument.Members.Any(member => member.Name == "field");

    private static IEnumerable<string> Texts(JsonElement value) => value.ValueKind == JsonValueKind.Array
        ? value.EnumerateArray().Select(one => one.GetString()!) : [value.GetString()!];

    private static string? Text(Dictionary<string, JsonElement> values, string name) =>
        values.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
