using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Who did what in an organization: the audit trail, its token, and where it is sent.</summary>
internal static class AuditTrails
{
    private static readonly string[] Area = ["audit-trails"];

    private static readonly string[] ConfigurationFields =
        ["id", "audit_trails", "hcp_audit_log_streaming", "timestamps", "updated_at"];

    public static IReadOnlyList<TerraformTool> Tools => HcpOnly(
    [
        List("list_all_hashicorp_terraform_cloud_audit_trails", "/organization/audit-trail", "audit-trails", Area,
            "The audit log: who did what in the last 14 days, newest first. Needs an organization or audit-trails " +
                "token.") with
        {
            Arguments = [Query("since", "since", JsonKind.Text, "ISO 8601 with milliseconds.").Instant()],
            DefaultFields = ["id", "timestamp", "type", "auth", "resource"],
        },

        Create("create_a_hashicorp_terraform_cloud_audit_trails_token",
            "/organizations/{organization_name}/authentication-token?token=audit-trails",
            "authentication-token",
            Effect.Destroy, [.. Area, "credentials"],
            "Make the token that reads the audit trail alone; an existing one stops working. Shown once.") with
        {
            Arguments = [Attribute("expired_at", JsonKind.Text, "ISO 8601; default never.").Instant()],
            DefaultFields = ["id", "token", "created_at", "expired_at"],
            NeedsHcpItself = true,
        },

        Delete("delete_a_hashicorp_terraform_cloud_audit_trails_token_by_id",
            "/organizations/{organization_name}/authentication-token?token=audit-trails",
            "authentication-token", Area,
            "Revoke the audit-trails token.") with
        {
            NeedsHcpItself = true,
        },

        Get("get_single_hashicorp_terraform_cloud_audit_configuration_by_id",
            "/organizations/{organization_name}/audit-configuration", "audit-configurations",
            Area,
            "Where audit events go: the API's trail or HCP log streaming, and whether that last worked.") with
        {
            DefaultFields = ConfigurationFields,
        },

        Update("update_a_hashicorp_terraform_cloud_audit_configuration_by_id",
            "/organizations/{organization_name}/audit-configuration", "audit-configurations",
            Effect.Destroy, Area,
            "Choose where audit events go. Send a test event afterwards.") with
        {
            Arguments =
            [
                Attribute("audit_trails_enabled", "audit-trails.enabled", JsonKind.Boolean, "The API's trail."),
                Attribute("hcp_audit_log_streaming_enabled", "hcp-audit-log-streaming.enabled", JsonKind.Boolean,
                    "HCP log streaming."),
                Attribute("hcp_organization_id", "hcp-audit-log-streaming.organization-id", JsonKind.Text, "Streams there."),
                Attribute("use_default_hcp_organization", "hcp-audit-log-streaming.use-default-organization",
                    JsonKind.Boolean, "Instead of an id."),
            ],
            DefaultFields = ConfigurationFields,
        },

        Action("hashicorp_terraform_cloud_audit_configuration_test", HttpMethod.Post,
            "/organizations/{organization_name}/audit-configuration/test",
            "audit-configurations",
            Effect.Mutate, Area,
            "Send a test audit event; look for its request_id.") with
        {
            DefaultFields = ["request_id"],
            WholeBy = "request_id",
        },
    ]);
}
