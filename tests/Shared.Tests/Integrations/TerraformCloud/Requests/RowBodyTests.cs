using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Requests;

/// <summary>What the rows with the oddest bodies send, whole.</summary>
public sealed class RowBodyTests
{
    [Theory]
    [InlineData(
        "create_a_hashicorp_terraform_cloud_oidc_configuration",
        """{"organization_name":"acme","type":"aws-oidc-configurations","role_arn":"arn:aws:iam::1:role/k"}""",
        """{"data":{"type":"aws-oidc-configurations","attributes":{"role-arn":"arn:aws:iam::1:role/k"}}}""")]
    [InlineData(
        "update_a_hashicorp_terraform_cloud_organization_data_retention",
        """{"organization_name":"acme","type":"data-retention-policy-dont-deletes"}""",
        """{"data":{"type":"data-retention-policy-dont-deletes"}}""")]
    [InlineData(
        "create_a_hashicorp_terraform_cloud_hyok_configuration",
        """{"organization_name":"acme","name":"k","kek_id":"key-1","key_region":"eu-central-1","agent_pool_id":"apool-1","aws_oidc_configuration_id":"oidc-1"}""",
        """{"data":{"type":"hyok-configurations","attributes":{"name":"k","kek-id":"key-1","kms-options":{"key-region":"eu-central-1"}},"relationships":{"agent-pool":{"data":{"type":"agent-pools","id":"apool-1"}},"oidc-configuration":{"data":{"type":"aws-oidc-configurations","id":"oidc-1"}}}}}""")]
    [InlineData(
        "hashicorp_terraform_cloud_hyok_configurations_test_unpersisted",
        """{"organization_name":"acme","kek_id":"key-1","agent_pool_id":"apool-1","type":"gcp-oidc-configurations","project_number":"42"}""",
        """{"hyok-configuration":{"data":{"type":"hyok-configurations","relationships":{"agent-pool":{"data":{"type":"agent-pools","id":"apool-1"}}},"attributes":{"kek-id":"key-1"}}},"oidc-configuration":{"data":{"type":"gcp-oidc-configurations","attributes":{"project-number":"42"}}}}""")]
    [InlineData(
        "create_a_hashicorp_terraform_cloud_scim_group",
        """{"scim_configuration_id":"scim-1","display_name":"ops","members":[{"value":"u-1"}]}""",
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"ops","members":[{"value":"u-1"}]}""")]
    [InlineData(
        "update_a_hashicorp_terraform_cloud_tfe_scim_user_by_id",
        """{"scim_user_id":"u-1","operations":[{"op":"replace","path":"active","active":false}]}""",
        """{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"active","value":false}]}""")]
    [InlineData(
        "create_a_hashicorp_terraform_cloud_scim_user",
        """{"scim_configuration_id":"scim-1","user_name":"ann","emails":[{"value":"ann@example.com","primary":true}],"given_name":"Ann"}""",
        """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"ann","emails":[{"value":"ann@example.com","primary":true}],"name":{"givenName":"Ann"}}""")]
    [InlineData(
        "update_a_hashicorp_terraform_cloud_audit_configuration_by_id",
        """{"organization_name":"acme","audit_trails_enabled":true,"hcp_audit_log_streaming_enabled":false}""",
        """{"data":{"type":"audit-configurations","attributes":{"audit-trails":{"enabled":true},"hcp-audit-log-streaming":{"enabled":false}}}}""")]
    [InlineData(
        "update_a_hashicorp_terraform_cloud_token_ttl_policy_by_id",
        """{"organization_name":"acme","token_ttl_policies":[{"token_type":"team","max_ttl_ms":86400000}]}""",
        """{"data":{"type":"organization-token-ttl-policies","attributes":{"token-ttl-policies":[{"token-type":"team","max-ttl-ms":86400000}]}}}""")]
    [InlineData(
        "create_a_hashicorp_terraform_cloud_team",
        """{"organization_name":"acme","name":"ops","manage_workspaces":true,"read_projects":true}""",
        """{"data":{"type":"teams","attributes":{"name":"ops","organization-access":{"manage-workspaces":true,"read-projects":true}}}}""")]
    [InlineData(
        "hashicorp_terraform_cloud_teams_add_users",
        """{"team_id":"team-1","usernames":["ann","bob.b"]}""",
        """{"data":[{"type":"users","id":"ann"},{"type":"users","id":"bob.b"}]}""")]
    [InlineData(
        "hashicorp_terraform_cloud_admin_module_consumers_set",
        """{"organization_name":"acme","organization_names":["beta-1"]}""",
        """{"data":[{"type":"organizations","id":"beta-1"}]}""")]
    [InlineData(
        "create_a_hashicorp_terraform_cloud_oauth_client",
        """{"organization_name":"acme","service_provider":"github","http_url":"https://github.com","api_url":"https://api.github.com"}""",
        """{"data":{"type":"oauth-clients","attributes":{"service-provider":"github","http-url":"https://github.com","api-url":"https://api.github.com"},"relationships":{"organization":{"data":{"type":"organizations","id":"acme"}}}}}""")]
    [InlineData(
        "hashicorp_terraform_cloud_account_change_password",
        """{"current_password":"a","password":"b","password_confirmation":"b"}""",
        """{"data":{"type":"users","attributes":{"current_password":"a","password":"b","password_confirmation":"b"}}}""")]
    [InlineData("hashicorp_terraform_cloud_hyok_configurations_revoke", """{"hyok_configuration_id":"hyokc-1"}""", null)]
    public void A_row_sends_what_the_API_takes(string name, string given, string? body) => Assert.Equal(body, AllTools.Find(name).With(given).Body());

    // Rotating a secret is what these tools are for; the audit log and errors must not have it.
    [Theory]
    [InlineData("update_a_hashicorp_terraform_cloud_admin_saml_setting_by_id", "private_key")]
    [InlineData("update_a_hashicorp_terraform_cloud_admin_smtp_setting_by_id", "password")]
    [InlineData("update_a_hashicorp_terraform_cloud_admin_twilio_setting_by_id", "auth_token")]
    [InlineData("update_a_hashicorp_terraform_cloud_admin_cost_estimation", "aws_secret_key")]
    [InlineData("update_a_hashicorp_terraform_cloud_admin_cost_estimation", "gcp_credentials")]
    [InlineData("update_a_hashicorp_terraform_cloud_oauth_client_by_id", "secret")]
    [InlineData("update_a_hashicorp_terraform_cloud_oauth_client_by_id", "oauth_token_string")]
    [InlineData("update_a_hashicorp_terraform_cloud_oauth_token_by_id", "ssh_key")]
    [InlineData("create_a_hashicorp_terraform_cloud_ssh_key", "value")]
    [InlineData("hashicorp_terraform_cloud_account_change_password", "password")]
    public void A_secret_is_marked(string name, string argument) => Assert.True(AllTools.Find(name).Arguments.Single(each => each.Name == argument).IsSecret);

    [Fact]
    public void A_token_is_answered_only_where_it_is_made() =>
        Assert.All(
            TerraformTools.All.Where(tool => tool.DefaultFields.Contains("token")),
            tool => Assert.Contains("hown once", tool.Description, StringComparison.Ordinal));
}
