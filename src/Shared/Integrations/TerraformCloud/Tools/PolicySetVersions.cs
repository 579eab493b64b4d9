using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Versions of policy sets that come from a repository or from uploads.</summary>
internal static class PolicySetVersions
{
    private static readonly string[] Area = ["policy-sets"];

    private static readonly string[] Fields =
    [
        "id", "status", "source", "error", "error_message", "ingress_attributes.identifier",
        "ingress_attributes.commit_sha", "created_at", "policy_set_id",
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_policy_set_versions", "/policy-sets/{policy_set_id}/versions",
            "policy-set-versions", Area,
            "List a policy set's versions: which commit is in force, which failed.") with
        {
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_policy_set_version_by_id",
            "/policy-set-versions/{policy_set_version_id}", "policy-set-versions", Area,
            "Read a policy set version: whether ready, or why it failed.") with
        {
            DefaultFields = [.. Fields, "status_timestamps"],
        },

        Create("create_a_hashicorp_terraform_cloud_policy_set_version", "/policy-sets/{policy_set_id}/versions",
            "policy-set-versions", Effect.Destroy, Area,
            "Upload a new version of a policy set without repository. Read it until ready.") with
        {
            Arguments = [UploadFiles("files", "upload", "sentinel.hcl, policies…").Required()],
            DefaultFields = ["id", "status", "source", "created_at", "policy_set_id"],
        },
    ];
}
