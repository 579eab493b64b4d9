using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>SSH keys that runs fetch modules from Git with.</summary>
internal static class SshKeys
{
    private static readonly string[] Area = ["ssh-keys"];

    private static readonly string[] Fields = ["id", "name"];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_ssh_keys", "/organizations/{organization_name}/ssh-keys", "ssh-keys", Area,
            "List SSH keys by name; the keys are never shown.") with
        {
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_ssh_key_by_id", "/ssh-keys/{ssh_key_id}", "ssh-keys", Area,
            "Read an SSH key's name.") with
        {
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_ssh_key", "/organizations/{organization_name}/ssh-keys", "ssh-keys",
            Effect.Mutate, Area,
            "Store a private key for fetching modules. Assign it to workspaces next.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "Name.").Required(),
                Attribute("value", JsonKind.Text, "Private key, PEM.").Required().Secret(),
            ],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_ssh_key_by_id", "/ssh-keys/{ssh_key_id}", "ssh-keys", Effect.Destroy, Area,
            "Rename an SSH key; a new key is a new resource.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "New name."),
                Attribute("value", JsonKind.Text, "New key, where the API takes it.").Secret(),
            ],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_ssh_key_by_id", "/ssh-keys/{ssh_key_id}", "ssh-keys", Area,
            "Delete an SSH key. Its workspaces can't fetch modules any more."),
    ];
}
