using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>The explorer: one query over all workspaces of an organization, and its saved views.</summary>
internal static class Explorer
{
    private static readonly string[] Area = ["explorer"];

    private static readonly string[] Types = ["workspaces", "tf_versions", "providers", "modules", "resources"];

    private static readonly string[] ViewFields = ["id", "name", "query_type", "query", "created_at"];

    // Of each type of row the fields that it has: the answer's rows are as the query's type says.
    private static readonly string[] RowFields =
    [
        "id", "workspace_name", "external_id", "project_name", "current_run_status", "drifted", "resources_drifted",
        "checks_failed", "workspace_terraform_version",
        "name", "source", "version", "workspace_count", "workspaces",
        "address", "provider_type", "module_name",
    ];

    /// <summary>A condition of a query, as saved views and bulk actions take it.</summary>
    public static IReadOnlyList<Argument> FilterMembers { get; } =
    [
        Member("field", JsonKind.Text, "workspace_name, drifted…").Required(),
        Member("operator", JsonKind.Text, "How to compare.").Required().OneOf(
            "is", "is_not", "contains", "does_not_contain", "is_empty", "is_not_empty", "gt", "lt", "gteq", "lteq",
            "is_before", "is_after"),
        Member("value", JsonKind.TextList, "With what."),
    ];

    private static readonly Argument[] Conditions =
    [
        Query("type", "type", JsonKind.Text, "What rows stand for.").OneOf(Types).Required(),
        QueryRecords("filters", "filter[#][{field}][{operator}][0]={value}", "All must hold.",
        [
            .. FilterMembers.Take(2).Select(member => member with { WireName = member.Name }),
            Member("value", JsonKind.Text, "With what.").Required(),
        ]),
        Query("sort", "sort", JsonKind.Text, "A field; -field: descending."),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_explorer", "/organizations/{organization_name}/explorer",
            "visibility-workspace", Area,
            "Query all workspaces at once: which drifted, which failed, who uses a module, provider or Terraform version.") with
        {
            Arguments = Conditions,
            DefaultFields = RowFields,
            Availability = Availability.HcpOnly,
        },

        ReadContent("hashicorp_terraform_cloud_explorer_export_csv",
            "/organizations/{organization_name}/explorer/export/csv", "visibility-workspace",
            ResponseShape.Text, Area,
            "Export an explorer query as CSV, all rows; the list is shorter.") with
        {
            SameAs = "list_all_hashicorp_terraform_cloud_explorer",
            Arguments = [.. Conditions, Query("columns", "fields", JsonKind.TextList, "Default: all.")],
            Availability = Availability.HcpOnly,
        },

        ReadContent("hashicorp_terraform_cloud_explorer_saved_views_export_csv",
            "/organizations/{organization_name}/explorer/views/{view_id}/csv",
            "visibility-workspace", ResponseShape.Text, Area,
            "Run a saved explorer query and export it as CSV.") with
        {
            Availability = Availability.HcpOnly,
        },

        List("list_all_hashicorp_terraform_cloud_explorer_saved_views",
            "/organizations/{organization_name}/explorer/views", "explorer-saved-queries", Area,
            "List saved explorer queries.") with
        {
            DefaultFields = ViewFields,
            Availability = Availability.HcpOnly,
            IsPaged = false,
        },

        Get("get_single_hashicorp_terraform_cloud_explorer_saved_view_by_id",
            "/organizations/{organization_name}/explorer/views/{view_id}",
            "explorer-saved-queries", Area,
            "Read a saved explorer query, without running it.") with
        {
            DefaultFields = ViewFields,
            Availability = Availability.HcpOnly,
        },

        List("list_all_hashicorp_terraform_cloud_explorer_saved_view_results",
            "/organizations/{organization_name}/explorer/views/{view_id}/results",
            "visibility-workspace", Area,
            "Run a saved explorer query; list what it finds now.") with
        {
            DefaultFields = RowFields,
            Availability = Availability.HcpOnly,
        },

        Create("create_a_hashicorp_terraform_cloud_explorer_saved_view",
            "/organizations/{organization_name}/explorer/views", "explorer-saved-queries",
            Effect.Mutate, Area,
            "Save an explorer query.") with
        {
            Arguments = View(Root("name", JsonKind.Text, "Name.").Required(),
                Root("type", JsonKind.Text, "What rows stand for.").OneOf(Types).Required()),
            DefaultFields = ViewFields,
            Availability = Availability.HcpOnly,
        },

        Update("update_a_hashicorp_terraform_cloud_explorer_saved_view",
            "/organizations/{organization_name}/explorer/views/{view_id}",
            "explorer-saved-queries", Effect.Mutate, Area,
            "Change a saved explorer query or its name. Give the query whole.") with
        {
            Arguments = View(Root("name", JsonKind.Text, "New name."),
                Root("type", JsonKind.Text, "What rows stand for.").OneOf(Types)),
            DefaultFields = ViewFields,
            Availability = Availability.HcpOnly,
        },

        Delete("delete_a_hashicorp_terraform_cloud_explorer_saved_view_by_id",
            "/organizations/{organization_name}/explorer/views/{view_id}",
            "explorer-saved-queries", Area,
            "Delete a saved explorer query.") with
        {
            Availability = Availability.HcpOnly,
        },
    ];

    // The documentation puts these keys directly under data, without attributes, and in snake_case.
    private static Argument[] View(Argument name, Argument type) =>
    [
        name with { WireName = "data.name" },
        type with { WireName = "data.query_type" },
        Root("filters", JsonKind.RecordList, "All must hold.") with { WireName = "data.query.filter", Members = FilterMembers },
        Root("columns", JsonKind.TextList, "Default: all.") with { WireName = "data.query.fields" },
        Root("sort", JsonKind.TextList, "-field: descending.") with { WireName = "data.query.sort" },
    ];
}
