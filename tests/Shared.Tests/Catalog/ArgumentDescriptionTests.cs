using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Mcp;
using ServerlessMcp.Tests.Support;

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

    // The defaults of texts, from the same tables: those that are a value, not that of something else.
    private static readonly string[] TextDefaults =
    [
        "POST /organizations collaborator-auth-policy: password", "POST /organizations default-execution-mode: remote",
        "POST /organizations/{}/policies kind: sentinel", "POST /organizations/{}/policy-sets kind: sentinel",
        "POST /organizations/{}/registry-modules/vcs initial-version: 0.0.0",
        "POST /organizations/{}/teams visibility: secret",
        "POST /organizations/{}/workspaces project: the default project", "POST /organizations/{}/workspaces terraform-version: the latest",
        "POST /team-projects project-access.settings: read", "POST /team-projects project-access.teams: none",
        "POST /team-projects workspace-access.runs: read", "POST /team-projects workspace-access.sentinel-mocks: none",
        "POST /team-projects workspace-access.state-versions: none", "POST /team-projects workspace-access.variables: none",
        "POST /team-workspaces runs: read", "POST /team-workspaces sentinel-mocks: none", "POST /team-workspaces state-versions: none", "POST /team-workspaces variables: none",
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
    public void A_documented_default_of_a_text_is_said()
    {
        var said = All().ToLookup(each => $"{EndpointCoverageTests.Request(each.Tool)} {each.Argument.WireName}", each => each.Argument.Description);
        Assert.Empty(TextDefaults.Select(line => line.Split(": ")).Where(each => !said[each[0]].Any(text => text.Contains($"efault {each[1]}", StringComparison.Ordinal))).Select(each => each[0]));
    }

    // What is documented to hold at one place only is not offered at another.
    [Theory]
    [InlineData("create_a_hashicorp_terraform_cloud_variable_set_variable", "category", "terraform env")]
    [InlineData("create_a_hashicorp_terraform_cloud_registry_test_variable", "category", "env")]
    [InlineData("create_a_hashicorp_terraform_cloud_team_notification", "triggers", "change_request:created")]
    [InlineData(
        "create_a_hashicorp_terraform_cloud_workspace_notification", "triggers",
        "run:created run:planning run:needs_attention run:applying run:completed run:errored assessment:drifted assessment:failed assessment:check_failure workspace:auto_destroy_reminder workspace:auto_destroy_run_results")]
    public void An_argument_takes_the_values_that_its_endpoint_takes(string tool, string argument, string values) =>
        Assert.Equal(values.Split(' '), AllTools.Find(tool).Arguments.Single(each => each.Name == argument).AllowedValues);

    [Fact]
    public void That_booleans_are_false_otherwise_is_said_once()
    {
        Assert.Contains("Optional booleans are false unless they say otherwise", McpInstructions.SharedArguments, StringComparison.Ordinal);
        Assert.DoesNotContain(All(), each => each.Argument.Description.Contains("Default false", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void An_id_shows_its_form_where_one_is_documented()
    {
        var ids = All().Select(each => each.Argument).Where(argument => argument.Name is "id" || argument.Name.EndsWith("_id", StringComparison.Ordinal) || argument.Name.EndsWith("_ids", StringComparison.Ordinal));
        var formless = ids.Where(argument => !argument.Description.Contains("-…", StringComparison.Ordinal)).Select(argument => argument.Name).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(WithoutPrefix.Concat(OfOthers).Order(StringComparer.Ordinal), formless);
    }

    private static IEnumerable<(TerraformTool Tool, Argument Argument)> All() =>
        TerraformTools.All.SelectMany(tool => tool.Arguments.SelectMany(argument => argument.Members.Prepend(argument).Select(each => (tool, each))));
}
