using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>How the answers of reports on an organization end.</summary>
internal static class OrganizationAnswer
{
    /// <summary>Writes <c>next_cursor</c>, <c>total_count</c>, and what the report did not look at.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="call">What was asked.</param>
    /// <param name="total">How many items there are.</param>
    /// <param name="notCovered">How many workspaces were not read; null for an unknown number.</param>
    /// <param name="more">What else is not known, as a sentence; null for nothing.</param>
    public static void WriteEnd(Utf8JsonWriter writer, TerraformCall call, int total, int? notCovered, string? more = null)
    {
        if ((long)call.Page * ToolAnswer.PageSize(call.Arguments) < total
            && Cursor.Encode(call.Arguments, call.Page + 1) is { } cursor)
        {
            writer.WriteString("next_cursor", cursor);
        }

        writer.WriteNumber("total_count", total);
        var beyond = notCovered != 0
            ? string.Create(CultureInfo.InvariantCulture,
                $"{(notCovered is { } count ? $"{count} workspaces" : "The organization's workspaces")} beyond the " +
                    $"first {OrganizationWorkspaces.MaxWorkspaces}. Narrow it by {OrganizationWorkspaces.Search} or " +
                    $"{OrganizationWorkspaces.ProjectId}.")
            : null;
        if (beyond is not null || more is not null)
        {
            writer.WriteString("not_covered", string.Join(' ', new[] { beyond, more }.OfType<string>()));
        }
    }
}
