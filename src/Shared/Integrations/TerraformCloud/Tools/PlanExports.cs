using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Plan exports: a plan as mock data, to write and test Sentinel policies with.</summary>
internal static class PlanExports
{
    private static readonly string[] Area = ["plan-exports"];

    private static readonly string[] Fields = [
        "id", "status", "data_type", "error_message", "status_timestamps.finished_at", "status_timestamps.expired_at",
        "plan_id"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Get("get_single_hashicorp_terraform_cloud_plan_export_by_id", "/plan-exports/{plan_export_id}", "plan-exports", Area,
            "Read a plan export. When finished it can be downloaded, for an hour.") with
        {
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_plan_export", "/plan-exports", "plan-exports", Effect.Mutate, Area,
            "Export a finished plan as Sentinel mock data. Read the export until finished, then download.") with
        {
            Arguments = [Relationship("plan_id", "plans", "plan-…").Required()],
            Constants = [Constant(ArgumentPlace.Attribute, "data-type", "\"sentinel-mock-bundle-v0\"")],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_plan_export_by_id", "/plan-exports/{plan_export_id}", "plan-exports", Area,
            "Delete a plan export early; it may hold secrets."),

        ReadContent("hashicorp_terraform_cloud_plan_exports_download", "/plan-exports/{plan_export_id}/download",
            "plan-exports", ResponseShape.Archive, Area,
            "List a finished plan export's mock files, or read one. They hold values unmasked, secrets too."),
    ];
}
