using System.Globalization;
using System.Text.Json;
using ServerlessMcp.JsonApi;

namespace ServerlessMcp.Reports.Organizations;

/// <summary>How the answers of reports on an organization end.</summary>
internal static class OrganizationAnswer
{
    /// <summary>Writes <c>next_cursor</c>, <c>total_count</c>, and what the report did not look at.</summary>
    public static void WriteEnd(Utf8JsonWriter writer, ReportCall call, int total, OrganizationWorkspaces read)
    {
        if ((long)call.Page * Catalog.ToolAnswer.PageSize(call.Arguments) < total && Cursor.Encode(call.Arguments, call.Page + 1) is { } cursor)
        {
            writer.WriteString("next_cursor", cursor);
        }

        writer.WriteNumber("total_count", total);
        if (read.IsCut)
        {
            writer.WriteString("not_covered", string.Create(CultureInfo.InvariantCulture,
                $"{(read.NotCovered is { } others ? $"{others} workspaces" : "Workspaces")} beyond the first {OrganizationWorkspaces.MaxPages * 100}. Narrow it by {OrganizationWorkspaces.Search} or {OrganizationWorkspaces.ProjectId}."));
        }
    }
}
