using System.Collections.Frozen;
using ServerlessMcp.Access;
using ServerlessMcp.Catalog.Tools;

namespace ServerlessMcp.Catalog;

/// <summary>All tools, in the order they are listed: by resource, as the files of <c>Tools/</c> stand below, and within a file as it is written.</summary>
public sealed class ToolCatalog
{
    private IReadOnlyList<ToolDefinition>? ofHcpItself;

    private static readonly Lazy<ToolCatalog> LazyDefault = new(() => new(
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
    ]));

    private readonly FrozenDictionary<string, ToolDefinition> byCanonicalName;
    private readonly FrozenDictionary<string, ToolDefinition> byShortName;

    /// <summary>A catalogue of these rows.</summary>
    /// <param name="rows">Rows as <c>Tools/</c> has them, without the derived arguments.</param>
    /// <exception cref="ArgumentException">Two rows have the same name.</exception>
    internal ToolCatalog(IEnumerable<ToolDefinition> rows)
    {
        All = rows.Select(DerivedArguments.Complete).ToArray();
        Tags = All.SelectMany(tool => tool.Tags).Distinct().ToArray();
        byCanonicalName = ByName(ToolNames.Canonical);
        byShortName = ByName(ToolNames.Short);
    }

    /// <summary>The tools that do, or take an argument that does, something else on another server with this API than on HCP Terraform itself. Looked for once, when it is first asked.</summary>
    public IReadOnlyList<ToolDefinition> OfHcpItself => ofHcpItself ??= [.. All.Where(tool => tool.NeedsHcpItself || tool.Arguments.Any(argument => argument.NeedsHcpItself))];

    /// <summary>The product's catalogue, built on first need.</summary>
    public static ToolCatalog Default => LazyDefault.Value;

    /// <summary>Every tool.</summary>
    public IReadOnlyList<ToolDefinition> All { get; }

    /// <summary>Every tag that a tool has: what <c>config.tags</c> takes.</summary>
    public IReadOnlyList<string> Tags { get; }

    /// <summary>The tool of this name; null if there is none. Whether a URL may use it is for <see cref="ToolFilter"/> to say.</summary>
    public ToolDefinition? Find(string name, ToolNames names) =>
        (names == ToolNames.Short ? byShortName : byCanonicalName).GetValueOrDefault(name);

    /// <summary>The tool of this name, canonical or short; null if there is none. No name is one tool's canonical and another's short one.</summary>
    public ToolDefinition? Find(string name) => Find(name, ToolNames.Canonical) ?? Find(name, ToolNames.Short);

    /// <summary>What the tool of a canonical name goes by where a URL's config says <paramref name="names"/>.</summary>
    public string NameOf(string canonicalName, ToolNames names) =>
        Find(canonicalName, ToolNames.Canonical)?.NameIn(names) ?? throw new InvalidOperationException($"There is no tool {canonicalName}.");

    // ToFrozenDictionary would keep the last of two rows with one name; ToDictionary refuses them.
    private FrozenDictionary<string, ToolDefinition> ByName(ToolNames names) => All.ToDictionary(tool => tool.NameIn(names)).ToFrozenDictionary();
}
