using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Hold your own key: encryption of state and plans with a key that the organization keeps in its own key
/// management.</summary>
internal static class Hyok
{
    private static readonly string[] Area = ["hyok"];

    private static readonly string[] Fields =
        ["id", "name", "primary", "status", "error", "kek_id", "kms_options", "agent_pool_id", "oidc_configuration_id",
            "hyok_customer_key_version_ids"];

    private static readonly string[] VersionFields =
        ["id", "key_version", "status", "error", "workspaces_secured", "created_at", "hyok_configuration_id"];

    private static readonly Argument[] KmsOptions =
    [
        Attribute("key_region", "kms-options.key-region", JsonKind.Text, "AWS."),
        Attribute("multi_region", "kms-options.multi-region", JsonKind.Boolean, "AWS."),
        Attribute("key_location", "kms-options.key-location", JsonKind.Text, "GCP."),
        Attribute("key_ring_id", "kms-options.key-ring-id", JsonKind.Text, "GCP."),
    ];

    public static IReadOnlyList<TerraformTool> Tools => HcpOnly(
    [
        List("list_all_hashicorp_terraform_cloud_hyok_configurations",
            "/organizations/{organization_name}/hyok-configurations", "hyok-configurations", Area,
            "List own encryption keys and whether they work: why runs fail to encrypt or decrypt.") with
        {
            Arguments = [Query("search", "q", JsonKind.Text, "Part of the name.")],
            DefaultFields = Fields,
            Includable = ["hyok_customer_key_versions", "oidc_configuration"],
        },

        Get("get_single_hashicorp_terraform_cloud_hyok_configuration_by_id",
            "/hyok-configurations/{hyok_configuration_id}", "hyok-configurations", Area,
            "Read an own key: status, last error, agents and cloud identity.") with
        {
            DefaultFields = Fields,
            Includable = ["hyok_customer_key_versions", "oidc_configuration"],
        },

        Create("create_a_hashicorp_terraform_cloud_hyok_configuration",
            "/organizations/{organization_name}/hyok-configurations", "hyok-configurations",
            Effect.Mutate, Area,
            "Add an own key, with one of the four OIDC configurations. Test it next.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "Name.").Required(),
                Attribute("kek_id", JsonKind.Text, "Its id in the KMS.").Required(),
                .. KmsOptions,
                Relationship("agent_pool_id", "agent-pools", "apool-…").Required(),
                Oidc("aws_oidc_configuration_id", "aws-oidc-configurations"),
                Oidc("azure_oidc_configuration_id", "azure-oidc-configurations"),
                Oidc("gcp_oidc_configuration_id", "gcp-oidc-configurations"),
                Oidc("vault_oidc_configuration_id", "vault-oidc-configurations"),
            ],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_hyok_configuration_by_id",
            "/hyok-configurations/{hyok_configuration_id}", "hyok-configurations",
            Effect.Mutate, Area,
            "Change an own key's settings, or make it primary for new data.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "New name."),
                Attribute("primary", JsonKind.Boolean, "true makes it so."),
                Attribute("kek_id", JsonKind.Text, "Its id in the KMS."),
                .. KmsOptions,
                Relationship("agent_pool_id", "agent-pools", "apool-…"),
            ],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_hyok_configuration_by_id",
            "/hyok-configurations/{hyok_configuration_id}", "hyok-configurations", Area,
            "Delete a revoked own key's configuration. What it still encrypts is lost."),

        Action("hashicorp_terraform_cloud_hyok_configurations_test", HttpMethod.Post,
            "/hyok-configurations/{hyok_configuration_id}/actions/test",
            "hyok-configurations",
            Effect.Mutate, Area,
            "Test whether agents reach the key.") with
        {
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read the configuration until its status is available or test_failed.",
        },

        Action("hashicorp_terraform_cloud_hyok_configurations_test_unpersisted", HttpMethod.Post,
            "/organizations/{organization_name}/hyok-configurations/test",
            "hyok-configurations", Effect.Mutate, Area,
            "Test a key and cloud identity before saving.") with
        {
            Arguments =
            [
                Key("kek_id", "attributes.kek-id", JsonKind.Text, "The key's id in its KMS.").Required(),
                Key("key_region", "attributes.kms-options.key-region", JsonKind.Text, "AWS."),
                Key("multi_region", "attributes.kms-options.multi-region", JsonKind.Boolean, "AWS."),
                Key("key_location", "attributes.kms-options.key-location", JsonKind.Text, "GCP."),
                Key("key_ring_id", "attributes.kms-options.key-ring-id", JsonKind.Text, "GCP."),
                Key("agent_pool_id", "relationships.agent-pool.data.id", JsonKind.Text, "apool-…").Required(),
                Root("type", JsonKind.Text, "Which cloud.").OneOf(OidcConfigurations.Types).Required()
                    with { WireName = "oidc-configuration.data.type" },
                .. OidcConfigurations.Settings.Select(setting => setting with
                {
                    Place = ArgumentPlace.Root,
                    WireName = "oidc-configuration.data.attributes." + setting.WireName,
                }),
            ],
            Constants =
            [
                Constant(ArgumentPlace.Root, "hyok-configuration.data.type", "\"hyok-configurations\""),
                Constant(ArgumentPlace.Root, "hyok-configuration.data.relationships.agent-pool.data.type", "\"agent-pools\""),
            ],
            Shape = ResponseShape.NoContent,
            Next = "Create the OIDC configuration, then the HYOK configuration.",
        },

        Action("hashicorp_terraform_cloud_hyok_configurations_revoke", HttpMethod.Post,
            "/hyok-configurations/{hyok_configuration_id}/actions/revoke",
            "hyok-configurations",
            Effect.Destroy, Area,
            "Move off an own key: data is encrypted anew with the primary one; then delete this.") with
        {
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read the configuration until its status is revoked.",
        },

        List("list_all_hashicorp_terraform_cloud_hyok_customer_key_versions",
            "/hyok-configurations/{hyok_configuration_id}/hyok-customer-key-versions",
            "hyok-customer-key-versions", Area,
            "List an own key's versions and how many workspaces each protects.") with
        {
            Arguments = [Query("refresh", "refresh", JsonKind.Boolean, "Ask the KMS first.")],
            DefaultFields = VersionFields,
        },

        Get("get_single_hashicorp_terraform_cloud_hyok_customer_key_version",
            "/hyok-customer-key-versions/{hyok_customer_key_version_id}",
            "hyok-customer-key-versions", Area,
            "Read one version of an own key.") with
        {
            DefaultFields = VersionFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_hyok_customer_key_version",
            "/hyok-customer-key-versions/{hyok_customer_key_version_id}",
            "hyok-customer-key-versions", Area,
            "Delete a revoked version of an own key."),

        Action("hashicorp_terraform_cloud_hyok_customer_key_versions_revoke", HttpMethod.Post,
            "/hyok-customer-key-versions/{hyok_customer_key_version_id}/actions/revoke",
            "hyok-customer-key-versions", Effect.Destroy, Area,
            "Move off one version of an own key.") with
        {
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read the version until its status is revoked.",
        },

        Get("get_single_hashicorp_terraform_cloud_hyok_encrypted_data_key",
            "/hyok-encrypted-data-keys/{hyok_encrypted_data_key_id}",
            "hyok-encrypted-data-keys", Area,
            "Read which key encrypted a piece of data.") with
        {
            DefaultFields = ["id", "customer_key_name", "created_at", "hyok_customer_key_version_id"],
        },
    ]);

    private static Argument Oidc(string name, string resourceType) =>
        Relationship(name, resourceType, "One of four.") with { WireName = "oidc-configuration" };

    private static Argument Key(string name, string wireName, JsonKind kind, string description) =>
        Root(name, kind, description) with { WireName = "hyok-configuration.data." + wireName };
}
