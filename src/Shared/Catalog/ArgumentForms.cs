using System.Collections.Frozen;

namespace ServerlessMcp.Catalog;

/// <summary>The one table of forms: what a placeholder or a relationship takes. A kind that stands here is checked by
/// its prefix and told apart from the others.</summary>
internal static class ArgumentForms
{
    private static readonly (string Name, string ResourceType, string Prefix, string Noun)[] Ids =
    [
        ("action_id", "actions", "action-", "action"),
        ("agent_id", "agents", "agent-", "agent"),
        ("agent_pool_id", "agent-pools", "apool-", "agent pool"),
        ("apply_id", "applies", "apply-", "apply"),
        ("assessment_result_id", "assessment-results", "asmtres-", "assessment result"),
        ("authentication_token_id", "authentication-tokens", "at-", "authentication token"),
        ("change_request_id", "workspace-change-requests", "wscr-", "change request"),
        ("comment_id", "comments", "wsc-", "comment"),
        ("configuration_version_id", "configuration-versions", "cv-", "configuration version"),
        ("cost_estimate_id", "cost-estimates", "ce-", "cost estimate"),
        ("github_app_installation_id", "github-app-installations", "ghain-", "GitHub App installation"),
        ("module_version_id", "registry-module-versions", "modver-", "module version"),
        ("no_code_module_id", "no-code-modules", "nocode-", "no-code module"),
        ("notification_configuration_id", "notification-configurations", "nc-", "notification configuration"),
        ("oauth_client_id", "oauth-clients", "oc-", "OAuth client"),
        ("oauth_token_id", "oauth-tokens", "ot-", "OAuth token"),
        ("ootb_policy_id", "ootb-policies", "ootbpol-", "pre-written policy"),
        ("organization_membership_id", "organization-memberships", "ou-", "organization membership"),
        ("plan_export_id", "plan-exports", "pe-", "plan export"),
        ("plan_id", "plans", "plan-", "plan"),
        ("policy_check_id", "policy-checks", "polchk-", "policy check"),
        ("policy_evaluation_id", "policy-evaluations", "poleval-", "policy evaluation"),
        ("policy_id", "policies", "pol-", "policy"),
        ("policy_set_id", "policy-sets", "polset-", "policy set"),
        ("policy_set_outcome_id", "policy-set-outcomes", "psout-", "policy set outcome"),
        ("policy_set_version_id", "policy-set-versions", "polsetver-", "policy set version"),
        ("project_id", "projects", "prj-", "project"),
        ("registry_component_id", "registry-components", "comp-", "component"),
        ("registry_component_version_id", "registry-component-versions", "compver-", "component version"),
        ("registry_module_id", "registry-modules", "mod-", "registry module"),
        ("registry_provider_id", "registry-providers", "prov-", "registry provider"),
        ("registry_provider_version_id", "registry-provider-versions", "provver-", "provider version"),
        ("reserved_tag_key_id", "reserved-tag-keys", "rtk-", "reserved tag key"),
        ("run_event_id", "run-events", "re-", "run event"),
        ("run_id", "runs", "run-", "run"),
        ("run_trigger_id", "run-triggers", "rt-", "run trigger"),
        ("ssh_key_id", "ssh-keys", "sshkey-", "SSH key"),
        ("stack_configuration_id", "stack-configurations", "stc-", "stack configuration"),
        ("stack_deployment_run_id", "stack-deployment-runs", "sdr-", "deployment run"),
        ("stack_deployment_step_id", "stack-deployment-steps", "sds-", "deployment step"),
        ("stack_id", "stacks", "st-", "stack"),
        ("state_version_id", "state-versions", "sv-", "state version"),
        ("state_version_output_id", "state-version-outputs", "wsout-", "state version output"),
        ("subscription_id", "subscriptions", "sub-", "subscription"),
        ("tag_id", "tags", "tag-", "tag"),
        ("task_config_id", "task-configs", "taskcfg-", "task configuration"),
        ("task_id", "tasks", "task-", "run task"),
        ("task_result_id", "task-results", "taskrs-", "task result"),
        ("task_stage_id", "task-stages", "ts-", "task stage"),
        ("team_id", "teams", "team-", "team"),
        ("team_project_id", "team-projects", "tprj-", "project access"),
        ("team_workspace_id", "team-workspaces", "tws-", "workspace access"),
        ("test_run_id", "test-runs", "trun-", "test run"),
        ("user_id", "users", "user-", "user"),
        ("variable_id", "vars", "var-", "variable"),
        ("varset_id", "varsets", "varset-", "variable set"),
        ("view_id", "explorer-saved-queries", "sq-", "saved view"),
        ("workspace_id", "workspaces", "ws-", "workspace"),
        ("workspace_task_id", "workspace-tasks", "wstask-", "workspace run task"),
    ];

    private static readonly FrozenDictionary<string, ArgumentForm> ByName = Ids
        .Select(id => KeyValuePair.Create(id.Name, ArgumentForm.Id(id.Prefix, id.Noun)))
        // An upgrade of a no-code workspace is a run of it.
        .Append(KeyValuePair.Create("upgrade_id", ArgumentForm.Id("run-", "run")))
        .Append(KeyValuePair.Create("organization_name", ArgumentForm.Name("organization")))
        .Append(KeyValuePair.Create("workspace_name", ArgumentForm.Name("workspace")))
        .Append(KeyValuePair.Create("registry_name", ArgumentForm.Segment("registry: private or public", "private or public.")))
        .Append(KeyValuePair.Create("os", ArgumentForm.Segment("operating system")))
        .ToFrozenDictionary();

    private static readonly FrozenDictionary<string, ArgumentForm> ByResourceType =
        Ids.ToFrozenDictionary(id => id.ResourceType, id => ByName[id.Name]);

    private static readonly FrozenDictionary<string, string> TypeByName =
        Ids.ToFrozenDictionary(id => id.Name, id => id.ResourceType);

    private static readonly FrozenDictionary<string, string> NounByPrefix =
        Ids.ToFrozenDictionary(id => id.Prefix, id => id.Noun);

    private static readonly ArgumentForm OtherId = ArgumentForm.AnyId("resource");

    private static readonly ArgumentForm OtherSegment = ArgumentForm.Segment("name");

    /// <summary>The form of an argument's value (of each, for a list); null where any text will do.</summary>
    public static ArgumentForm? Of(Argument argument)
    {
        if (argument.Kind is not (JsonKind.Text or JsonKind.TextList))
        {
            return null;
        }

        return argument.NameOf is not { } type ? OfPlace(argument)
            : ArgumentForm.OrName(
                OfPlace(argument) is { Prefix: not null } form ? form : ByResourceType[type],
                type == "runs" ? "a workspace's name or id, whose current run is meant" : "its name");
    }

    private static ArgumentForm? OfPlace(Argument argument)
    {
        return argument.Place switch
        {
            ArgumentPlace.Path when argument.OrId is { } other => ArgumentForm.Either(ByName[argument.Name], ByName[other]),
            ArgumentPlace.Path => ByName.GetValueOrDefault(argument.Name) ?? (IsId(argument.Name) ? OtherId : OtherSegment),
            // Organizations and users are called by name, although the API calls that their id.
            ArgumentPlace.Identifiers when argument.Name.EndsWith("names", StringComparison.Ordinal) => OtherSegment,
            ArgumentPlace.Relationship or ArgumentPlace.Identifiers =>
                argument.ResourceType is { } type ? ByResourceType.GetValueOrDefault(type, OtherId) : OtherId,
            ArgumentPlace.Query => ByName.GetValueOrDefault(argument.Name),
            ArgumentPlace.Answer when argument.IsProof => ByName[argument.Name],
            // In another organization, in which no name can be looked up.
            ArgumentPlace.Attribute when argument.Name == "destination_project_id" => ByName["project_id"],
            _ => null,
        };
    }

    /// <summary>The JSON:API type of what an argument of this name (<c>run_id</c>) is the id of; null if it is no known
    /// one.</summary>
    public static string? ResourceTypeOf(string name) => TypeByName.GetValueOrDefault(name);

    /// <summary>Whether <paramref name="value"/> has the form of the ids that an argument of this name takes.</summary>
    public static bool IsIdOf(string name, string value) => ByName.GetValueOrDefault(name)?.Fits(value) == true;

    /// <summary>Whether <paramref name="value"/> is the id of a resource that stands in the collection of this name
    /// (<c>workspaces</c>); false for a collection that is not known.</summary>
    public static bool IsIdIn(string collection, string value) =>
        (collection == "organizations" ? ByName["organization_name"]
            : ByResourceType.GetValueOrDefault(collection))?.Fits(value) == true;

    /// <summary>What the schema says of a placeholder; <paramref name="other"/> is the one whose ids it takes as well.</summary>
    public static string Describe(string placeholder, string? other = null)
    {
        if (other is not null)
        {
            return $"{Describe(placeholder)} or {Describe(other)}";
        }

        if (ByName.TryGetValue(placeholder, out var form))
        {
            return form.Description;
        }

        return IsId(placeholder) ? OtherId.Description : ArgumentForm.Segment(placeholder.Replace('_', ' ')).Description;
    }

    /// <summary>Whose id <paramref name="value"/> is, by its prefix: <c>workspace</c>; null if it is no known one.</summary>
    public static string? KindOf(string value) =>
        NounByPrefix.GetValueOrDefault(value[..(value.IndexOf('-', StringComparison.Ordinal) + 1)]);

    /// <summary>Whether <paramref name="value"/> has the form of the system's own ids, of a known kind but a
    /// workspace: nobody names anything like that.</summary>
    public static bool IsIdOfAny(ReadOnlySpan<char> value)
    {
        foreach (var (_, type, prefix, _) in Ids)
        {
            if (value.Length == prefix.Length + 16 && value.StartsWith(prefix) && type != "workspaces"
                && ByResourceType[type].FitsId(value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The form of a kind's id; <paramref name="noun"/> is what <see cref="KindOf"/> answers.</summary>
    public static ArgumentForm OfKind(string noun) => ByName[Ids.First(id => id.Noun == noun).Name];

    private static bool IsId(string name) => name.EndsWith("_id", StringComparison.Ordinal);
}
