using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>What went wrong or right between an organization and its version control, and a look at repositories.</summary>
internal static class VcsConnections
{
    private static readonly string[] Area = ["vcs"];

    private static readonly Argument OAuthToken = Query("oauth_token_id", "oauth_token_id", JsonKind.Text, "ot-…").Required();

    private static readonly Argument Repository = Query("identifier", "identifier", JsonKind.Text, "owner/repo").Required();

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_vcs_events", "/organizations/{organization_name}/vcs-events", "vcs-events", Area,
            "Errors and notices of VCS connections, with suggested action: why a push started no run.") with
        {
            Arguments =
            [
                Query("from", "filter[from]", JsonKind.Text, "RFC 3339; default 10 days ago.").Instant(),
                Query("to", "filter[to]", JsonKind.Text, "Default now.").Instant(),
                Query("levels", "filter[levels]", JsonKind.Text, "Default both.").OneOf("info", "error"),
                Query("oauth_client_ids", "filter[oauth_client_external_ids]", JsonKind.Text, "Comma-separated: oc-…"),
            ],
            DefaultFields = ["id", "created_at", "level", "message", "suggested_action", "oauth_client_id"],
            Includable = ["oauth_client"],
        },

        Get("get_single_hashicorp_terraform_cloud_vcs_repo_by_id", "/organizations/{organization_name}/vcs/repo",
            "vcs-repo-check", Area,
            "Whether a repository exists and an OAuth token reaches it.") with
        {
            Arguments = [OAuthToken, Repository],
            DefaultFields = ["exists", "identifier"],
        },

        List("list_all_hashicorp_terraform_cloud_vcs_tree", "/organizations/{organization_name}/vcs/tree", "vcs-tree", Area,
            "A repository's directories (no files), to choose a working directory.") with
        {
            Arguments =
            [
                OAuthToken,
                Repository,
                Query("branch", "branch", JsonKind.Text, "Or tag, or commit."),
                Query("github_app_installation_id", "githubAppInstallationId", JsonKind.Text, "ghain-…"),
            ],
            DefaultFields = ["id"],
            IsPaged = false,
        },
    ];
}
