using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Connections to version control (OAuth clients), and the tokens that they hold.</summary>
internal static class OAuthClients
{
    private static readonly string[] Area = ["oauth"];

    private static readonly string[] Fields =
        ["id", "name", "service_provider", "service_provider_display_name", "organization_scoped", "created_at",
            "oauth_token_ids", "project_ids", "agent_pool_id"];

    private static readonly string[] TokenFields =
        ["id", "service_provider_user", "has_ssh_key", "created_at", "oauth_client_id"];

    private static readonly string[] Providers =
    [
        "github", "github_enterprise", "gitlab_hosted", "gitlab_community_edition", "gitlab_enterprise_edition",
        "ado_services", "ado_server", "bitbucket_hosted",
        "bitbucket_server", "bitbucket_server_legacy", "bitbucket_data_center",
    ];

    private static readonly Argument[] Credentials =
    [
        Attribute("key", JsonKind.Text, "OAuth app's key."),
        Attribute("secret", JsonKind.Text, "Its secret; Bitbucket: SSH private key.").Secret(),
        Attribute("rsa_public_key", JsonKind.Text, "Bitbucket Data Center only."),
        Attribute("oauth_token_string", JsonKind.Text, "Personal access token.").Secret(),
    ];

    private static readonly Argument[] Scope =
    [
        Attribute("organization_scoped", JsonKind.Boolean, "Default true: for all projects."),
        Relationship("project_ids", "projects", "prj-…; if not scoped to all."),
        Relationship("agent_pool_id", "agent-pools", "apool-…: private VCS."),
    ];

    private static readonly Argument[] Connection =
    [
        Attribute("service_provider", JsonKind.Text, "Which VCS.").OneOf(Providers).Required(),
        Attribute("http_url", JsonKind.Text, "https://github.com").Required(),
        Attribute("api_url", JsonKind.Text, "https://api.github.com").Required(),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_oauth_clients", "/organizations/{organization_name}/oauth-clients",
            "oauth-clients", Area,
            "List VCS connections. oauth_token_ids has the ot-… that a workspace's vcs_repo takes.") with
        {
            Arguments = [Affected()],
            DefaultFields = Fields,
            Includable = ["oauth_tokens", "projects"],
        },

        Get("get_single_hashicorp_terraform_cloud_oauth_client_by_id", "/oauth-clients/{oauth_client_id}", "oauth-clients", Area,
            "Read a VCS connection.") with
        {
            Arguments = [Affected()],
            DefaultFields = Fields,
            Includable = ["oauth_tokens", "projects"],
        },

        Create("create_a_hashicorp_terraform_cloud_organization_oauth_client",
            "/organizations/{organization_name}/oauth-clients", "oauth-clients",
            Effect.Mutate, Area,
            "Connect an organization to version control with a personal access token. Workspaces take its OAuth token's id.") with
        {
            Arguments =
            [
                Attribute("name", JsonKind.Text, "Name."),
                .. Connection,
                .. Credentials,
                Attribute("private_key", JsonKind.Text, "Azure DevOps Server: SSH key.").Secret(),
                .. Scope,
            ],
            DefaultFields = Fields,
        },

        Create("create_a_hashicorp_terraform_cloud_oauth_client", "/oauth-clients", "oauth-clients", Effect.Mutate, Area,
            "Connect an organization named in the body. Prefer organization_oauth_client.") with
        {
            SameAs = "create_a_hashicorp_terraform_cloud_organization_oauth_client",
            Arguments =
            [
                Relationship("organization_name", "organizations", "Organization name.").Required()
                    with { WireName = "organization" },
                Attribute("name", JsonKind.Text, "Name."),
                .. Connection,
                .. Credentials,
                Attribute("ado_entra_tenant_id", JsonKind.Text, "Azure DevOps."),
                .. Scope,
            ],
            DefaultFields = Fields,
        },

        Update("update_a_hashicorp_terraform_cloud_oauth_client_by_id", "/oauth-clients/{oauth_client_id}",
            "oauth-clients", Effect.Destroy, Area,
            "Change a VCS connection, or rotate its token; project_ids replace.") with
        {
            Arguments = [Attribute("name", JsonKind.Text, "New name."), .. Credentials, .. Scope],
            DefaultFields = Fields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_oauth_client_by_id", "/oauth-clients/{oauth_client_id}", "oauth-clients", Area,
            "Delete a VCS connection with its tokens. Workspaces, policy sets and modules lose their repository."),

        Action("hashicorp_terraform_cloud_oauth_clients_add_projects", HttpMethod.Post,
            "/oauth-clients/{oauth_client_id}/relationships/projects",
            "oauth-clients",
            Effect.Mutate, Area,
            "Let more projects use a VCS connection not open to all.") with
        {
            Arguments = [Identifiers("project_ids", "projects", "prj-…").Required()],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read the OAuth client's project_ids.",
        },

        Action("hashicorp_terraform_cloud_oauth_clients_remove_projects", HttpMethod.Delete,
            "/oauth-clients/{oauth_client_id}/relationships/projects",
            "oauth-clients",
            Effect.Destroy, Area,
            "Take a VCS connection from projects.") with
        {
            Arguments = [Identifiers("project_ids", "projects", "prj-…").Required()],
            Shape = ResponseShape.NoContent,
            Next = "Read the OAuth client's project_ids.",
        },

        List("list_all_hashicorp_terraform_cloud_oauth_tokens", "/oauth-clients/{oauth_client_id}/oauth-tokens",
            "oauth-tokens", Area,
            "List a VCS connection's tokens, without their text.") with
        {
            DefaultFields = TokenFields,
        },

        List("list_all_hashicorp_terraform_cloud_organization_oauth_tokens",
            "/organizations/{organization_name}/oauth-tokens", "oauth-tokens", Area,
            "List the tokens of all VCS connections.") with
        {
            Arguments = [Query("provider", "filter[provider]", JsonKind.Text, "github, gitlab_hosted…")],
            DefaultFields = TokenFields,
        },

        Get("get_single_hashicorp_terraform_cloud_oauth_token_by_id", "/oauth-tokens/{oauth_token_id}", "oauth-tokens", Area,
            "Whose VCS account a token belongs to, and whether it has an SSH key.") with
        {
            DefaultFields = TokenFields,
        },

        Update("update_a_hashicorp_terraform_cloud_oauth_token_by_id", "/oauth-tokens/{oauth_token_id}", "oauth-tokens",
            Effect.Destroy, Area,
            "Set the SSH key for fetching submodules.") with
        {
            Arguments = [Attribute("ssh_key", JsonKind.Text, "Private key, PEM.").Secret()],
            DefaultFields = TokenFields,
        },

        Delete("delete_a_hashicorp_terraform_cloud_oauth_token_by_id", "/oauth-tokens/{oauth_token_id}", "oauth-tokens", Area,
            "Revoke a VCS connection's token; what uses it loses its repository. Limited to 10 calls a minute."),

        List("list_all_hashicorp_terraform_cloud_authorized_repos", "/oauth-tokens/{oauth_token_id}/authorized-repos",
            "authorized-repos", Area,
            "List the repositories an OAuth token reaches.") with
        {
            Arguments = [Query("vcs_organization", "organization", JsonKind.Text, "For Azure DevOps.")],
            DefaultFields = ["id", "name", "display_identifier"],
        },

        List("list_all_hashicorp_terraform_cloud_vcs_organizations", "/oauth-tokens/{oauth_token_id}/vcs-organizations",
            "vcs-organization", Area,
            "List the Azure DevOps organizations an OAuth token reaches.") with
        {
            DefaultFields = ["id", "name"],
            IsPaged = false,
        },

        List("list_all_hashicorp_terraform_cloud_github_app_oauth_tokens", "/users/{user_id}/github-app-oauth-tokens",
            "github-app-oauth-tokens", Area,
            "With which GitHub accounts a user authorized the GitHub App.") with
        {
            DefaultFields = ["id", "github_username", "created_at"],
        },
    ];

    private static Argument Affected() =>
        Query("show_affected_workspaces", "show_affected_workspaces", JsonKind.Boolean, "Adds affected_workspaces.");
}
