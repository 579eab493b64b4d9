using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Installations of HashiCorp's GitHub App: a way to repositories without an OAuth client.</summary>
internal static class GitHubApps
{
    private static readonly string[] Area = ["github-app"];

    private static readonly string[] Fields = ["id", "name", "installation_id", "installation_type"];

    private static readonly string[] RepositoryFields = ["id", "name", "identifier", "private"];

    private static readonly Argument[] Filters =
    [
        Query("name", "filter[name]", JsonKind.Text, "GitHub organization or login."),
        Query("installation_id", "filter[installation_id]", JsonKind.Text, "GitHub's number."),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_user_github_app_installations", "/github-app/installations",
            "github-app-installations", Area,
            "GitHub App installations your GitHub account reaches. The id is a workspace's vcs_repo GitHub App id.") with
        {
            Arguments = Filters,
            DefaultFields = Fields,
        },

        List("list_all_hashicorp_terraform_cloud_github_app_installations", "/github-app-installations",
            "github-app-installations", Area,
            "The same by a newer path; with team and organization tokens try the organization's.") with
        {
            Arguments = Filters,
            DefaultFields = Fields,
        },

        List("list_all_hashicorp_terraform_cloud_org_github_app_installations",
            "/organizations/{organization_name}/github-app-installations",
            "github-app-installations", Area,
            "GitHub App installations linked to an organization.") with
        {
            DefaultFields = Fields,
        },

        Get("get_single_hashicorp_terraform_cloud_github_app_installation",
            "/github-app/installation/{github_app_installation_id}", "github-app-installations",
            Area,
            "Which GitHub organization or user an installation belongs to.") with
        {
            DefaultFields = Fields,
        },

        List("list_all_hashicorp_terraform_cloud_github_app_installation_repos",
            "/github-app-installations/{github_app_installation_id}/repos",
            "github-app-repos", Area,
            "List the repositories an installation reaches.") with
        {
            DefaultFields = RepositoryFields,
        },

        List("list_all_hashicorp_terraform_cloud_organization_github_app_repos",
            "/organizations/{organization_name}/github-app-installations/{github_app_installation_id}/repos",
            "github-app-repos", Area,
            "List the repositories an organization's installation reaches.") with
        {
            DefaultFields = RepositoryFields,
        },

        Action("hashicorp_terraform_cloud_github_app_installations_link_account", HttpMethod.Post,
            "/organizations/{organization_name}/github-app-installations/{github_app_installation_id}/link-account",
            "github-app-installations", Effect.Mutate, Area,
            "Link an installation you reach to an organization, for all its members.") with
        {
            ShortName = "tfc_github_apps_link_account",
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "List the organization's installations.",
        },
    ];
}
