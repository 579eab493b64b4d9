using System.Collections.Frozen;

namespace ServerlessMcp.Catalog;

/// <summary>The one table of forms: what a placeholder or a relationship takes. A kind that stands here is checked by its prefix and told apart from the others.</summary>
internal static class ArgumentForms
{
    private static readonly (string Name, string ResourceType, string Prefix, string Noun)[] Ids =
    [
        ("agent_pool_id", "agent-pools", "apool-", "agent pool"),
        ("apply_id", "applies", "apply-", "apply"),
        ("assessment_result_id", "assessment-results", "asmtres-", "assessment result"),
        ("comment_id", "comments", "wsc-", "comment"),
        ("configuration_version_id", "configuration-versions", "cv-", "configuration version"),
        ("cost_estimate_id", "cost-estimates", "ce-", "cost estimate"),
        ("notification_configuration_id", "notification-configurations", "nc-", "notification configuration"),
        ("oauth_client_id", "oauth-clients", "oc-", "OAuth client"),
        ("oauth_token_id", "oauth-tokens", "ot-", "OAuth token"),
        ("plan_id", "plans", "plan-", "plan"),
        ("plan_export_id", "plan-exports", "pe-", "plan export"),
        ("policy_check_id", "policy-checks", "polchk-", "policy check"),
        ("policy_evaluation_id", "policy-evaluations", "poleval-", "policy evaluation"),
        ("policy_id", "policies", "pol-", "policy"),
        ("policy_set_id", "policy-sets", "polset-", "policy set"),
        ("policy_set_outcome_id", "policy-set-outcomes", "psout-", "policy set outcome"),
        ("project_id", "projects", "prj-", "project"),
        ("run_event_id", "run-events", "re-", "run event"),
        ("run_id", "runs", "run-", "run"),
        ("ssh_key_id", "ssh-keys", "sshkey-", "SSH key"),
        ("state_version_id", "state-versions", "sv-", "state version"),
        ("state_version_output_id", "state-version-outputs", "wsout-", "state version output"),
        ("tag_id", "tags", "tag-", "tag"),
        ("task_result_id", "task-results", "taskrs-", "task result"),
        ("task_stage_id", "task-stages", "ts-", "task stage"),
        ("team_id", "teams", "team-", "team"),
        ("user_id", "users", "user-", "user"),
        ("variable_id", "vars", "var-", "variable"),
        ("varset_id", "varsets", "varset-", "variable set"),
        ("workspace_id", "workspaces", "ws-", "workspace"),
    ];

    private static readonly FrozenDictionary<string, ArgumentForm> ByName = Ids
        .Select(id => KeyValuePair.Create(id.Name, ArgumentForm.Id(id.Prefix, id.Noun)))
        .Append(KeyValuePair.Create("organization_name", ArgumentForm.Name("organization")))
        .Append(KeyValuePair.Create("workspace_name", ArgumentForm.Name("workspace")))
        .ToFrozenDictionary();

    private static readonly FrozenDictionary<string, ArgumentForm> ByResourceType =
        Ids.ToFrozenDictionary(id => id.ResourceType, id => ByName[id.Name]);

    private static readonly FrozenDictionary<string, string> NounByPrefix = Ids.ToFrozenDictionary(id => id.Prefix, id => id.Noun);

    private static readonly ArgumentForm OtherId = ArgumentForm.AnyId("resource");

    private static readonly ArgumentForm OtherSegment = ArgumentForm.Segment("name");

    /// <summary>The form of an argument's value (of each, for a list); null where any text will do.</summary>
    public static ArgumentForm? Of(Argument argument)
    {
        if (argument.Kind is not (JsonKind.Text or JsonKind.TextList))
        {
            return null;
        }

        return argument.Place switch
        {
            ArgumentPlace.Path => ByName.GetValueOrDefault(argument.Name) ?? (IsId(argument.Name) ? OtherId : OtherSegment),
            ArgumentPlace.Relationship or ArgumentPlace.Identifiers =>
                argument.ResourceType is { } type ? ByResourceType.GetValueOrDefault(type, OtherId) : OtherId,
            ArgumentPlace.Query => ByName.GetValueOrDefault(argument.Name),
            _ => null,
        };
    }

    /// <summary>What the schema says of a placeholder.</summary>
    public static string Describe(string placeholder)
    {
        if (ByName.TryGetValue(placeholder, out var form))
        {
            return form.Description;
        }

        var noun = placeholder.Replace('_', ' ');
        return IsId(placeholder) ? ArgumentForm.AnyId(noun[..^" id".Length]).Description : ArgumentForm.Segment(noun).Description;
    }

    /// <summary>Whose id <paramref name="value"/> is, by its prefix: <c>workspace</c>; null if it is no known one.</summary>
    public static string? KindOf(string value) => NounByPrefix.GetValueOrDefault(value[..(value.IndexOf('-', StringComparison.Ordinal) + 1)]);

    /// <summary>The form of a kind's id; <paramref name="noun"/> is what <see cref="KindOf"/> answers.</summary>
    public static ArgumentForm OfKind(string noun) => ByName[Ids.First(id => id.Noun == noun).Name];

    private static bool IsId(string name) => name.EndsWith("_id", StringComparison.Ordinal);
}
