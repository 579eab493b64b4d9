using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>The filters of lists that are more than a value to hold against an attribute.</summary>
internal static class RowConditions
{
    /// <summary>Whether a run is of this kind
    /// (<see href="https://developer.hashicorp.com/terraform/cloud-docs/run/modes-and-options"/>); null where the row
    /// does not show it.</summary>
    public static bool? IsOperation(string operation, JsonElement row, FilteredRows rows)
    {
        string? Shown(string attribute) => rows.Texts(row, attribute) is [var only] ? only : null;
        string? Flag(string attribute, bool isWanted) =>
            Shown(attribute) is { } text ? (text == "true") == isWanted ? "yes" : "no" : null;
        var fits = operation switch
        {
            "plan_only" => Flag("plan-only", true),
            "plan_and_apply" => Flag("plan-only", false),
            "save_plan" => Flag("save-plan", true),
            "refresh_only" => Flag("refresh-only", true),
            "destroy" => Flag("is-destroy", true),
            "empty_apply" => Flag("allow-empty-apply", true),
            _ => null,
        };
        return fits is null ? null : fits == "yes";
    }

    /// <summary><c>userName eq "ann@example.com"</c>: of RFC 7644's filters the one that identity providers send; others are
    /// not judged.</summary>
    public static bool FitsScim(string filter, JsonElement row)
    {
        var parts = filter.Trim().Split(' ', 3, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return parts is not [var name, var operation, ['"', .. var value, '"']]
            || !operation.Equals("eq", StringComparison.OrdinalIgnoreCase)
            || value.Contains('"', StringComparison.Ordinal)
            || !SameValue.TryGet(row, name, out var shown) || shown.ValueKind != JsonValueKind.String
            || string.Equals(shown.GetString(), value, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a row fits a condition of the explorer.</summary>
    public static bool FitsCondition(JsonElement condition, JsonElement row, FilteredRows rows)
    {
        if (rows.Texts(row, condition.GetProperty("field").GetString()!) is not [var shown]
            || !condition.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.String)
        {
            return true;
        }

        var asked = value.GetString()!;
        return condition.GetProperty("operator").GetString() switch
        {
            "is" => string.Equals(shown, asked, StringComparison.OrdinalIgnoreCase),
            "is_not" => !string.Equals(shown, asked, StringComparison.OrdinalIgnoreCase),
            "contains" => shown.Contains(asked, StringComparison.OrdinalIgnoreCase),
            "does_not_contain" => !shown.Contains(asked, StringComparison.OrdinalIgnoreCase),
            "gt" => Compare(shown, asked) is not <= 0,
            "lt" => Compare(shown, asked) is not >= 0,
            "gteq" => Compare(shown, asked) is not < 0,
            "lteq" => Compare(shown, asked) is not > 0,
            _ => true,
        };
    }

    // Null where one of them is no number.
    private static int? Compare(string shown, string asked) =>
        decimal.TryParse(shown, NumberStyles.Number, CultureInfo.InvariantCulture, out var one)
        && decimal.TryParse(asked, NumberStyles.Number, CultureInfo.InvariantCulture, out var two) ? one.CompareTo(two) : null;
}
