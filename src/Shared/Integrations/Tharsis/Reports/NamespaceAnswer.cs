using ServerlessMcp.Integrations.Tharsis.Client;
using ServerlessMcp.Integrations.Tharsis.Requests;
using ServerlessMcp.Integrations.Tharsis.Scope;
using static ServerlessMcp.Integrations.Tharsis.Client.JsonMembers;

namespace ServerlessMcp.Integrations.Tharsis.Reports;

/// <summary>Answers of workspaces, groups and what groups have.</summary>
internal static class NamespaceAnswer
{
    private static readonly string[] Workspaces = ["Workspace"];
    private static readonly string[] Groups = ["Group"];
    private static readonly string[] ManagedIdentities = ["ManagedIdentity"];
    private static readonly string[] ServiceAccounts = ["ServiceAccount"];

    /// <summary>get_workspace.</summary>
    public static async Task<ReadOnlyMemory<byte>> WorkspaceAsync(string id, TharsisSession session, CancellationToken cancellationToken)
    {
        id = TharsisId.OrPath(id, "workspace");
        var data = await Found.AskAsync(session, Queries.OneWorkspace, id, "workspace", "resolve", Workspaces, cancellationToken);
        return AnswerWriter.One("workspace", writer => WriteWorkspace(writer, At(data, "node")));
    }

    /// <summary>get_group.</summary>
    public static async Task<ReadOnlyMemory<byte>> GroupAsync(string id, TharsisSession session, CancellationToken cancellationToken)
    {
        id = TharsisId.OrPath(id, "group");
        var group = At(await Found.AskAsync(session, Queries.Group, id, "group", "resolve", Groups, cancellationToken), "node");
        return AnswerWriter.One("group", writer =>
        {
            writer.Said("group_id", Text(group, "id"));
            writer.Said("trn", Text(group, "metadata", "trn"));
            writer.Said("name", Text(group, "name"));
            writer.Said("full_path", Text(group, "fullPath"));
            writer.Said("description", Described(group));
            writer.Said("parent_id", Text(group, "parent", "id"));
            writer.Said("created_by", Text(group, "createdBy"));
            WriteOwnTags(writer, group);
        });
    }

    /// <summary>get_managed_identity.</summary>
    public static async Task<ReadOnlyMemory<byte>> ManagedIdentityAsync(string id, TharsisSession session, CancellationToken cancellationToken)
    {
        var identity = At(await Found.AskAsync(
            session, Queries.ManagedIdentity, id, "managed identity", "resolve", ManagedIdentities, cancellationToken), "node");
        return AnswerWriter.One("managed_identity", writer =>
        {
            writer.Said("managed_identity_id", Text(identity, "id"));
            writer.Said("trn", Text(identity, "metadata", "trn"));
            writer.Said("name", Text(identity, "name"));
            writer.Said("description", Described(identity));
            writer.Said("type", Text(identity, "type"));
            writer.Said("group_id", Text(identity, "group", "id"));
            writer.Said("created_by", Text(identity, "createdBy"));
            writer.WriteBoolean("is_alias", IsTrue(identity, "isAlias"));
        });
    }

    /// <summary>get_service_account.</summary>
    public static async Task<ReadOnlyMemory<byte>> ServiceAccountAsync(string id, TharsisSession session, CancellationToken cancellationToken)
    {
        var account = At(await Found.AskAsync(
            session, Queries.ServiceAccount, id, "service account", "resolve", ServiceAccounts, cancellationToken), "node");
        return AnswerWriter.One("service_account", writer =>
        {
            writer.Said("service_account_id", Text(account, "id"));
            writer.Said("trn", Text(account, "metadata", "trn"));
            writer.Said("name", Text(account, "name"));
            writer.Said("description", Described(account));
            writer.Said("group_id", Text(account, "group", "id"));
            writer.Said("created_by", Text(account, "createdBy"));
            writer.WriteBoolean("client_credentials_enabled", IsTrue(account, "clientCredentialsEnabled"));
            WritePolicies(writer, [.. Each(account, "oidcTrustPolicies")]);
        });
    }

    /// <summary>The members of a workspace.</summary>
    public static void WriteWorkspace(Utf8JsonWriter writer, JsonElement workspace)
    {
        writer.Said("workspace_id", Text(workspace, "id"));
        writer.Said("trn", Text(workspace, "metadata", "trn"));
        writer.Said("name", Text(workspace, "name"));
        writer.Said("full_path", Text(workspace, "fullPath"));
        writer.Said("description", Described(workspace));
        writer.Said("group_id", Text(workspace, "group", "id"));
        writer.Said("terraform_version", Text(workspace, "terraformVersion"));
        if (Integer(workspace, "maxJobDuration") is { } minutes)
        {
            writer.WriteNumber("max_job_duration", minutes);
        }

        writer.Said("current_state_version_id", Text(workspace, "currentStateVersion", "id"));
        writer.Said("created_by", Text(workspace, "createdBy"));
        writer.WriteBoolean("dirty_state", IsTrue(workspace, "dirtyState"));
        writer.WriteBoolean("locked", IsTrue(workspace, "locked"));
        writer.WriteBoolean("prevent_destroy_plan", IsTrue(workspace, "preventDestroyPlan"));
        if (At(workspace, "driftDetectionEnabled", "inherited").ValueKind == JsonValueKind.False)
        {
            writer.WriteBoolean("enable_drift_detection", IsTrue(workspace, "driftDetectionEnabled", "value"));
        }

        WriteOwnTags(writer, workspace);
        WriteLabels(writer, [.. Each(workspace, "labels")]);
    }

    // What is inherited is not its own, and Tharsis leaves it out.
    private static void WriteOwnTags(Utf8JsonWriter writer, JsonElement owner)
    {
        if (At(owner, "runnerTags", "inherited").ValueKind == JsonValueKind.False)
        {
            writer.IfAny("runner_tags", Each(owner, "runnerTags", "value"));
        }
    }

    private static void WriteLabels(Utf8JsonWriter writer, IReadOnlyList<JsonElement> labels)
    {
        if (labels.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("labels");
        foreach (var (key, value) in labels.Select(label => (Text(label, "key") ?? "", Text(label, "value") ?? "")).DistinctBy(label => label.Item1))
        {
            writer.WriteString(key, AnswerWriter.Clean(value));
        }

        writer.WriteEndObject();
    }

    private static void WritePolicies(Utf8JsonWriter writer, IReadOnlyList<JsonElement> policies)
    {
        if (policies.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("oidc_trust_policies");
        foreach (var policy in policies)
        {
            writer.WriteStartObject();
            writer.Said("issuer", Text(policy, "issuer"));
            writer.Said("bound_claims_type", Text(policy, "boundClaimsType"));
            writer.WriteStartObject("bound_claims");
            foreach (var claim in Each(policy, "boundClaims").DistinctBy(claim => Text(claim, "name")))
            {
                writer.WriteString(Text(claim, "name") ?? "", Text(claim, "value"));
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static string? Described(JsonElement owner) =>
        Text(owner, "description") is { } text ? AnswerWriter.Clean(text) : null;
}
