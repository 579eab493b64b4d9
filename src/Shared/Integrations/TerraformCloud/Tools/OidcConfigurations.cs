using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Cloud identities by which HCP Terraform reaches the key management of an organization (<see cref="Hyok"/>).</summary>
internal static class OidcConfigurations
{
    /// <summary>The four clouds; each setting below belongs to one of them.</summary>
    internal static readonly string[] Types = [
        "aws-oidc-configurations", "azure-oidc-configurations", "gcp-oidc-configurations", "vault-oidc-configurations"];

    internal static readonly Argument[] Settings =
    [
        Attribute("role_arn", JsonKind.Text, "AWS."),
        Attribute("client_id", JsonKind.Text, "Azure."),
        Attribute("subscription_id", JsonKind.Text, "Azure."),
        Attribute("tenant_id", JsonKind.Text, "Azure."),
        Attribute("service_account_email", JsonKind.Text, "GCP."),
        Attribute("project_number", JsonKind.Text, "GCP."),
        Attribute("workload_provider_name", JsonKind.Text, "GCP."),
        Attribute("address", JsonKind.Text, "Vault: URL."),
        Attribute("role", JsonKind.Text, "Vault."),
        Attribute("namespace", JsonKind.Text, "Vault."),
        Attribute("auth_path", JsonKind.Text, "Vault; default jwt."),
        Attribute("encoded_cacert", JsonKind.Text, "Vault: CA, base64."),
    ];

    private static readonly string[] Area = ["hyok"];

    public static IReadOnlyList<TerraformTool> Tools => HcpOnly(
    [
        Get("get_single_hashicorp_terraform_cloud_oidc_configuration_by_id",
            "/oidc-configurations/{oidc_configuration_id}", "oidc-configurations", Area,
            "Read a HYOK configuration's cloud identity.") with
        {
            DefaultFields = ["id", "organization_id", .. Settings.Select(setting => setting.Name)],
        },

        Create("create_a_hashicorp_terraform_cloud_oidc_configuration",
            "/organizations/{organization_name}/oidc-configurations", "oidc-configurations",
            Effect.Mutate, Area,
            "Add a cloud identity for own keys, with its cloud's settings. Create a HYOK configuration next.") with
        {
            Arguments = [Type("type", "Which cloud.", Types), .. Settings],
            DefaultFields = ["id", "organization_id", .. Settings.Select(setting => setting.Name)],
        },

        Update("update_a_hashicorp_terraform_cloud_oidc_configuration_by_id",
            "/oidc-configurations/{oidc_configuration_id}", "oidc-configurations",
            Effect.Mutate, Area,
            "Change a cloud identity for own keys. A mistake makes data unreadable until put right.") with
        {
            Arguments = [Type("type", "Its cloud, as it is.", Types), .. Settings],
            DefaultFields = ["id", "organization_id", .. Settings.Select(setting => setting.Name)],
        },

        Delete("delete_a_hashicorp_terraform_cloud_oidc_configuration_by_id",
            "/oidc-configurations/{oidc_configuration_id}", "oidc-configurations", Area,
            "Delete a cloud identity that no HYOK configuration uses."),
    ]);
}
