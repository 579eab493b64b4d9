using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Whether the API and, of a Terraform Enterprise installation, its parts are well. The system API has its own
/// port (8443) and its own token.</summary>
internal static class SystemStatus
{
    private static readonly string[] Meta = ["meta"];

    private static readonly string[] Area = ["tfe-system"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Read("hashicorp_terraform_cloud_meta_ping", "/ping", "ping", Meta,
            "Check that the API is up.") with
        {
            Shape = ResponseShape.NoContent,
            Next = "The API answers. Read the account to check the token.",
        },

        ReadContent("hashicorp_terraform_cloud_meta_service_discovery", "/.well-known/terraform.json",
            "service-discovery", ResponseShape.Document, Meta,
            "Which services (registry, state, login) the host offers the Terraform CLI, and where."),

        .. EnterpriseOnly(
        [
            ReadContent("hashicorp_terraform_cloud_tfe_readiness", "/api/v1/health/readiness", "readiness",
                ResponseShape.Document, Area,
                "Whether a node takes requests: database, Redis, Vault, storage. For when everything fails.") with
            {
                Arguments = [Timeout(30, "Seconds; default 1.")],
            },

            ReadContent("hashicorp_terraform_cloud_tfe_nodes_readiness", "/api/v1/nodes/readiness", "readiness",
                ResponseShape.Document, Area,
                "Whether each active node takes requests. System API: port 8443 and its own token. " +
                    "For one node read its readiness.") with
            {
                Arguments = [Timeout(30, "Seconds.")],
            },

            ReadContent("hashicorp_terraform_cloud_tfe_diagnostics", "/api/v1/diagnostics", "diagnostics",
                ResponseShape.Document, Area,
                "Check all subsystems thoroughly. System API: port 8443 and its own token. One at a time.") with
            {
                Arguments =
                [
                    Timeout(300, "Seconds; default 30."),
                    Query("check", "check", JsonKind.Text, "Comma-separated: redis,database.valid_config."),
                ],
            },

            ReadContent("hashicorp_terraform_cloud_tfe_ping", "/api/v1/ping", "ping", ResponseShape.Text, Area,
                "Check that the system API (port 8443, its own token) is up: pong."),

            ReadContent("hashicorp_terraform_cloud_tfe_usage_bundle_download", "/api/v1/usage/bundle", "usage-bundle",
                ResponseShape.Document, Area,
                "Usage counts as reported to HashiCorp. System API: port 8443 and its own token."),
        ]),
    ];

    private static Argument Timeout(int maximum, string description) =>
        Query("timeout", "timeout", JsonKind.Integer, description) with { Minimum = 1, Maximum = maximum };
}
