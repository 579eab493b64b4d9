using ServerlessMcp.Catalog;
using ServerlessMcp.Mcp;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>What an argument says of its form and its default, so that a model need not guess either.</summary>
public sealed class ArgumentDescriptionTests
{
    // The defaults of booleans that are not false, from the tables of the API's documentation (August 2026); those of the tool versions, of SCIM and of the workspace's own from its prose.
    private static readonly HashSet<string> Defaults =
    [
        "POST /admin/opa-versions enabled: Default true", "POST /admin/sentinel-versions enabled: Default true", "POST /admin/terraform-versions enabled: Default true",
        "POST /scim/v2/{}/Users active: Default true", "PUT /scim/v2/{}/Users/{} active: Default true", "POST /scim/v2/Users active: Default true", "PUT /scim/v2/Users/{} active: Default true",
        "POST /organizations/{}/agent-pools organization-scoped: Default true", "PATCH /agent-pools/{} organization-scoped: Default true",
        "POST /organizations/{}/oauth-clients organization-scoped: Default true", "POST /oauth-clients organization-scoped: Default true",
        "PATCH /oauth-clients/{} organization-scoped: Default true",
        "POST /organizations aggregated-commit-status-enabled: Default true", "POST /organizations speculative-plan-management-enabled: Default true",
        "POST /organizations/{}/projects setting-overwrites.default-execution-mode: Default true", "POST /organizations/{}/projects setting-overwrites.default-agent-pool: Default true",
        "POST /organizations/{}/tasks enabled: Default true", "PATCH /tasks/{} enabled: Default true",
        "POST /organizations/{}/workspaces allow-destroy-plan: Default true", "POST /organizations/{}/workspaces file-triggers-enabled: Default true",
        "POST /organizations/{}/workspaces setting-overwrites.agent-pool: Default true", "POST /organizations/{}/workspaces setting-overwrites.execution-mode: Default true",
        "POST /organizations/{}/workspaces speculative-enabled: Default true",
        "POST /workspaces/{}/configuration-versions auto-queue-runs: Default true",
        "POST /runs auto-apply: Default: the workspace's", "POST /runs plan-only: Default: the configuration version's", "POST /runs refresh: Default true",
    ];

    // Names of what has an id without a prefix, or one that the documentation, the OpenAPI document and go-tfe show in no sample: stack deployment groups have two.
    private static readonly HashSet<string> WithoutPrefix =
    [
        "assessment_id", "banner_id", "bulk_action_id", "cidr_range_id", "cidr_range_list_id", "cleanup_id", "hyok_configuration_id", "hyok_customer_key_version_id",
        "hyok_encrypted_data_key_id", "metrics_token_id", "oidc_configuration_id", "aws_oidc_configuration_id", "azure_oidc_configuration_id", "gcp_oidc_configuration_id",
        "vault_oidc_configuration_id", "opa_version_id", "sentinel_version_id", "terraform_version_id", "project_tag_id", "provider_set_id", "provider_set_ids", "query_id",
        "recoverable_item_id", "scim_configuration_id", "scim_token_id", "stack_approval_id", "stack_deployment_group_id", "stack_diagnostic_id", "stack_state_id",
        "start_invoice_id", "task_result_outcome_id", "tf_policy_evaluation_id", "tf_policy_set_outcome_id", "workspace_transfer_id",
    ];

    // Ids that others give: clouds, identity providers, GitHub, GPG; and organizations, whose id is their name.
    private static readonly HashSet<string> OfOthers =
    [
        "ado_entra_tenant_id", "aws_access_key_id", "azure_client_id", "azure_subscription_id", "azure_tenant_id", "client_id", "subscription_id", "tenant_id", "external_id",
        "installation_id", "kek_id", "key_id", "key_ring_id", "owners_team_saml_role_id", "sso_team_id", "site_admin_group_scim_id", "scim_group_id", "scim_user_id",
        "hcp_organization_id", "destination_organization_id", "owner_id",
    ];

    [Fact]
    public void A_documented_default_that_is_not_false_is_said_and_no_other()
    {
        var said = All().Where(each => each.Argument is { Kind: JsonKind.Boolean, IsRequired: false, Place: not ArgumentPlace.Query })
            .SelectMany(each => each.Argument.Description.Split(". ").Where(sentence => sentence.StartsWith("Default", StringComparison.Ordinal))
                .Select(sentence => $"{EndpointCoverageTests.Request(each.Tool)} {each.Argument.WireName}: {sentence.TrimEnd('.').Split(": for")[0]}"));
        Assert.Equal(string.Join('\n', Defaults.Order(StringComparer.Ordinal)), string.Join('\n', said.Distinct().Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void That_booleans_are_false_otherwise_is_said_once()
    {
        Assert.Contains("Optional booleans are false unless they say otherwise", McpEndpoint.SharedArguments, StringComparison.Ordinal);
        Assert.DoesNotContain(All(), each => each.Argument.Description.Contains("Default false", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void An_id_shows_its_form_where_one_is_documented()
    {
        var ids = All().Select(each => each.Argument).Where(argument => argument.Name is "id" || argument.Name.EndsWith("_id", StringComparison.Ordinal) || argument.Name.EndsWith("_ids", StringComparison.Ordinal));
        var formless = ids.Where(argument => !argument.Description.Contains("-…", StringComparison.Ordinal)).Select(argument => argument.Name).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(WithoutPrefix.Concat(OfOthers).Order(StringComparer.Ordinal), formless);
    }

    private static IEnumerable<(ToolDefinition Tool, Argument Argument)> All() =>
        ToolCatalog.Default.All.SelectMany(tool => tool.Arguments.SelectMany(argument => argument.Members.Prepend(argument).Select(each => (tool, each))));
}
