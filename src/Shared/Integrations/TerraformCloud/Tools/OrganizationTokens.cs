using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Tokens of an organization, and how long any token of it may live.</summary>
internal static class OrganizationTokens
{
    private static readonly string[] Area = ["org-tokens"];

    private static readonly string[] PolicyFields = ["id", "token_type", "max_ttl_ms", "updated_at"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        Get("get_single_hashicorp_terraform_cloud_organization_token_by_id",
            "/organizations/{organization_name}/authentication-token", "authentication-tokens",
            Area,
            "When the organization's one token was made, last used and ends.") with
        {
            Arguments = [Query("token", "token", JsonKind.Text, "For that token instead.").OneOf("audit-trails")
                with { Editions = [TerraformEdition.Hcp] }],
            DefaultFields = ["id", "created_at", "last_used_at", "expired_at", "created_by_id"],
        },

        Create("create_a_hashicorp_terraform_cloud_organization_token",
            "/organizations/{organization_name}/authentication-token", "authentication-tokens",
            Effect.Destroy, [.. Area, "credentials"],
            "Make the organization's token; an existing one stops working. It can't start runs. Shown once.") with
        {
            Arguments = [Attribute("expired_at", JsonKind.Text, "ISO 8601; default never.").Instant()],
            DefaultFields = ["id", "token", "created_at", "expired_at"],
        },

        Delete("delete_a_hashicorp_terraform_cloud_organization_token_by_id",
            "/organizations/{organization_name}/authentication-token",
            "authentication-tokens", Area,
            "Revoke the organization's token; what uses it stops working."),

        List("list_all_hashicorp_terraform_cloud_token_ttl_policies", "/organizations/{organization_name}/token-ttl-policies",
            "organization-token-ttl-policies", Area,
            "How long tokens of each kind may live.") with
        {
            DefaultFields = PolicyFields,
            IsPaged = false,
        },

        Update("update_a_hashicorp_terraform_cloud_token_ttl_policy_by_id",
            "/organizations/{organization_name}/token-ttl-policies",
            "organization-token-ttl-policies",
            Effect.Destroy, Area,
            "Set how long tokens may live; longer ones are rejected.") with
        {
            Arguments =
            [
                Attribute("token_ttl_policies", JsonKind.RecordList, "One per kind.").Required() with
                {
                    Members =
                    [
                        Member("token_type", JsonKind.Text, "Which tokens.")
                            .OneOf("organization", "team", "user", "audit_trails", "metrics").Required(),
                        Member("max_ttl_ms", JsonKind.Integer, "Longest life.").Required(),
                    ],
                },
            ],
            Shape = ResponseShape.Collection,
            DefaultFields = PolicyFields,
        },

        List("list_all_hashicorp_terraform_cloud_metrics_tokens", "/organizations/{organization_name}/metrics-tokens",
            "metrics-tokens", Area,
            "List tokens for reading metrics, without their text.") with
        {
            DefaultFields = ["id", "token_id", "name", "created_at", "expires_at"],
            IsPaged = false,
            Availability = Availability.HcpOnly,
        },

        Create("create_a_hashicorp_terraform_cloud_metrics_token", "/organizations/{organization_name}/metrics-tokens",
            "metrics-tokens", Effect.Mutate, [.. Area, "credentials"],
            "Make a token for reading metrics. Shown once.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "Name.").Required(),
                Attribute("expires_at", JsonKind.Text, "ISO 8601.").Instant(),
            ],
            DefaultFields = ["id", "token", "token_id", "name", "expires_at"],
            Availability = Availability.HcpOnly,
        },

        Delete("delete_a_hashicorp_terraform_cloud_metrics_token_by_id",
            "/organizations/{organization_name}/metrics-tokens/{metrics_token_id}",
            "metrics-tokens", Area,
            "Revoke a metrics token.") with
        {
            Availability = Availability.HcpOnly,
        },
    ];
}
