using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Query runs: <c>terraform query</c>, which lists what exists and is not yet managed.</summary>
internal static class QueryRuns
{
    private static readonly string[] Area = ["queries"];

    private static readonly string[] Fields =
    [
        "id", "status", "source", "terraform_version", "created_at", "created_by_id", "workspace_id", "configuration_version_id",
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_query_runs", "/workspaces/{workspace_id}/queries", "queries", Area,
            "List a workspace's query runs (terraform query), which find resources that exist but are not managed.") with
        {
            DefaultFields = Fields,
            Includable = ["configuration_version", "created_by"],
        },

        Get("get_single_hashicorp_terraform_cloud_query_run_by_id", "/queries/{query_id}", "queries", Area,
            "Read a query run, until finished, errored or canceled.") with
        {
            DefaultFields = [.. Fields, "status_timestamps", "generate_config_out"],
            Includable = ["configuration_version", "created_by"],
        },

        Create("create_a_hashicorp_terraform_cloud_query_run", "/queries", "queries", Effect.Mutate, Area,
            "Start a query run of a configuration's list blocks. Changes nothing; read it until finished.") with
        {
            Arguments =
            [
                Relationship("workspace_id", "workspaces", "ws-…").Required(),
                Relationship("configuration_version_id", "configuration-versions", "cv-…; default the latest."),
                Attribute("generate_config_out", JsonKind.Boolean, "Write configuration for what it finds."),
                Attribute("terraform_version", JsonKind.Text, "Default: the workspace's."),
                Attribute("variables", JsonKind.RecordList, "For this run only.").Secret() with
                {
                    Members =
                    [
                        Member("key", JsonKind.Text, "Name.").Required(),
                        Member("value", JsonKind.Text, "HCL literal; strings in quotes.").Required(),
                    ],
                },
            ],
            Constants = [Constant(ArgumentPlace.Attribute, "source", "\"tfe-api\"")],
            DefaultFields = Fields,
        },

        Action("hashicorp_terraform_cloud_query_runs_cancel", HttpMethod.Post, "/queries/{query_id}/actions/cancel",
            "queries", Effect.Destroy, Area,
            "Cancel a query run that has not finished.") with
        {
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read the query run until its status is canceled.",
        },

        ReadLink("hashicorp_terraform_cloud_query_runs_logs", "/queries/{query_id}", "log-read-url", "queries",
            ResponseShape.Log, Area,
            "Read what a query run found, or why it failed: its log, which grows."),
    ];
}
