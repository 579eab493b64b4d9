using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Public keys that sign private providers.</summary>
internal static class GpgKeys
{
    private static readonly string[] Area = ["registry-providers"];

    private static readonly string[] Fields = ["id", "key_id", "namespace", "created_at", "updated_at"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_gpg_keys", "/api/registry/{registry_name}/v2/gpg-keys", "gpg-keys", Area,
            "List GPG keys that sign private providers.") with
        {
            Arguments = [Query("namespaces", "filter[namespace]", JsonKind.Text, "Comma-separated.").Required()],
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_gpg_key_by_id",
            "/api/registry/{registry_name}/v2/gpg-keys/{namespace}/{key_id}", "gpg-keys", Area,
            "Read a GPG key's public part.") with
        {
            DefaultFields = [.. Fields, "ascii_armor"],
        },

        Create("create_a_hashicorp_terraform_cloud_gpg_key", "/api/registry/{registry_name}/v2/gpg-keys", "gpg-keys",
            Effect.Mutate, Area,
            "Add the public GPG key that private providers are signed with. Versions name its key_id.") with
        {
            Arguments =
            [
                Attribute("namespace", JsonKind.Text, "Organization name.").Required(),
                Attribute("ascii_armor", JsonKind.Text, "The public key, ASCII-armored.").Required(),
            ],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_gpg_key_by_id",
            "/api/registry/{registry_name}/v2/gpg-keys/{namespace}/{key_id}", "gpg-keys", Effect.Mutate, Area,
            "Move a GPG key to another organization.") with
        {
            Arguments = [Attribute("new_namespace", "namespace", JsonKind.Text, "Organization name.").Required()],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_gpg_key_by_id",
            "/api/registry/{registry_name}/v2/gpg-keys/{namespace}/{key_id}", "gpg-keys", Area,
            "Delete a GPG key. Provider versions it signed can't be verified any more."),
    ];
}
