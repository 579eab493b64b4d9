using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Prompts;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>All rows, in the order they are listed: by resource, as the files of this folder stand below, and within a
/// file as it is written.</summary>
public static class TerraformCatalog
{
    /// <summary>The catalogue of HCP Terraform and Terraform Enterprise. Building it takes a few milliseconds, so a
    /// process does it once.</summary>
    public static ToolCatalog Build() => new(
        IntegratedAccount.HcpTerraform, Rows().Select(CompleteRow.Of), PromptCatalog.All, TerraformEdition.At,
        TerraformEdition.NameOf, Vocabulary(), TerraformForm.Form, Answers());

    // What tools of other integrations ask is answered by the tools that an agent would ask.
    private static Dictionary<string, string> Answers() => new(StringComparer.Ordinal)
    {
        [JointQuestions.WorkspaceState] = "hashicorp_terraform_cloud_workspaces_find_resources",
        [JointQuestions.ProjectState] = "hashicorp_terraform_cloud_organizations_find_resources",
        [JointQuestions.PrivateModules] = "list_all_hashicorp_terraform_cloud_registry_modules",
        [JointQuestions.PrivateProviders] = "list_all_hashicorp_terraform_cloud_registry_providers",
    };

    private static ToolVocabulary Vocabulary() => new()
    {
        Meanings = ToolVocabulary.Read(
            typeof(TerraformCatalog).Assembly.GetManifestResourceStream("terraform-search-words.csv")!),
        Examples = () => ToolVocabulary.ReadExamples(
            typeof(TerraformCatalog).Assembly.GetManifestResourceStream("terraform-search-examples.csv")!, "tfc_"),
        Implied = ["workspace", "current", "organization", "authentication"],
    };

    private static TerraformTool[] Rows() =>
    [
        .. Workspaces.Tools,
        .. Runs.Tools,
        .. RunEvents.Tools,
        .. Comments.Tools,
        .. Plans.Tools,
        .. Applies.Tools,
        .. CostEstimates.Tools,
        .. PolicyChecks.Tools,
        .. TaskStages.Tools,
        .. PolicyEvaluations.Tools,
        .. Variables.Tools,
        .. StateVersions.Tools,
        .. StateVersionOutputs.Tools,
        .. Organizations.Tools,
        .. Projects.Tools,
        .. Policies.Tools,
        .. OrganizationMemberships.Tools,
        .. Teams.Tools,
        .. TeamAccess.Tools,
        .. TeamTokens.Tools,
        .. OrganizationTokens.Tools,
        .. Users.Tools,
        .. AuditTrails.Tools,
        .. AgentPools.Tools,
        .. SshKeys.Tools,
        .. ReservedTagKeys.Tools,
        .. OAuthClients.Tools,
        .. GitHubApps.Tools,
        .. VcsConnections.Tools,
        .. RecoverableItems.Tools,
        .. IpAllowlists.Tools,
        .. Hyok.Tools,
        .. OidcConfigurations.Tools,
        .. Billing.Tools,
        .. Scim.Tools,
        .. ScimUsers.Tools,
        .. ScimGroups.Tools,
        .. DataRetention.Tools,
        .. AdminOrganizations.Tools,
        .. AdminRuns.Tools,
        .. AdminUsers.Tools,
        .. AdminSettings.Tools,
        .. AdminToolVersions.Tools,
        .. AdminBanners.Tools,
        .. AdminScim.Tools,
        .. SystemStatus.Tools,
        .. PolicySets.Tools,
        .. PolicySetParameters.Tools,
        .. PolicySetVersions.Tools,
        .. TfPolicyEvaluations.Tools,
        .. OotbPolicies.Tools,
        .. RunTasks.Tools,
        .. TaskConfigs.Tools,
        .. TaskResults.Tools,
        .. RunTriggers.Tools,
        .. Notifications.Tools,
        .. EmailRecipients.Tools,
        .. ChangeRequests.Tools,
        .. Explorer.Tools,
        .. QueryRuns.Tools,
        .. TerraformActions.Tools,
        .. WorkspaceTransfers.Tools,
        .. ProviderSets.Tools,
        .. NoCodeModules.Tools,
        .. RegistryModules.Tools,
        .. RegistryModuleVersions.Tools,
        .. RegistryTests.Tools,
        .. RegistryProviders.Tools,
        .. RegistryProviderVersions.Tools,
        .. GpgKeys.Tools,
        .. RegistryComponents.Tools,
        .. RegistryTags.Tools,
        .. RegistryVisibility.Tools,
        .. Stacks.Tools,
        .. StackConfigurations.Tools,
        .. StackDeployments.Tools,
        .. WorkspaceSettings.Tools,
        .. RemoteStateConsumers.Tools,
        .. VariableSets.Tools,
        .. VariableSetVariables.Tools,
        .. WorkspaceTags.Tools,
        .. TagBindings.Tools,
        .. ConfigurationVersions.Tools,
        .. Assessments.Tools,
        .. PlanExports.Tools,
        .. BackingData.Tools,
    ];
}
