using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// What a 409 means where the API gives no reason: what each action must find, as its documentation has it
/// (<see href="https://developer.hashicorp.com/terraform/cloud-docs/api-docs"/>), else what the method says.
/// </summary>
internal static class ConflictWords
{
    // By the end of the name, the first that fits.
    private static readonly (string End, string Meaning)[] Actions =
    [
        ("workspaces_lock", "The workspace is locked already."),
        ("workspaces_unlock", "The workspace is not locked, or somebody else holds the lock: a user, a team or a run."),
        ("workspaces_force_unlock", "The workspace is not locked."),
        ("workspaces_assess", "An assessment is running already, or the workspace can't be assessed."),
        ("runs_apply", "The run does not wait for a confirmation."),
        ("runs_discard", "The run waits neither for a confirmation nor in the queue, so there is nothing to discard."),
        ("runs_force_cancel", "The run was not canceled first, or its cool-off is not over."),
        ("runs_cancel", "The run is not at work, so there is nothing to cancel."),
        ("runs_force_execute", "What holds the workspace can't be discarded."),
        ("policy_checks_override",
            "The policy check has nothing to override: it did not fail softly, or was overridden already."),
        ("evaluations_override", "The evaluation has nothing to override: it did not fail where an override is " +
            "allowed, or was overridden already."),
        ("task_stages_override", "The task stage does not wait for an override."),
        ("safe_delete", "The workspace is locked, or it still manages resources."),
        ("state_versions_rollback", "The workspace is not locked, or somebody else holds the lock: a state is set " +
            "only under a lock of your own."),
        ("_upload", "It has been uploaded already, or is closed."),
        ("_archive", "It can't be archived now: it is in use, or was archived already."),
        ("backing_data", "The data is not in the state that this takes: deleted already, not deleted, or in use."),
        ("_resume", "It is not in a state from which it can go on."),
        ("_add_tags", "Such a tag is there already, or a reserved key forbids it."),
    ];

    /// <summary>What a conflict means for a call of this tool.</summary>
    public static string Of(TerraformTool tool)
    {
        foreach (var (end, meaning) in Actions)
        {
            if (tool.Name.EndsWith(end, StringComparison.Ordinal))
                return meaning;
        }

        return tool switch
        {
            { ResourceType: "state-versions", Method: ToolMethod.Create } =>
                "The workspace is not locked by you, or its state has moved on: another serial or lineage.",
            { ResourceType: "runs", Method: ToolMethod.Create } =>
                "The workspace takes no run now: it has no configuration, or is being deleted or moved.",
            { Method: ToolMethod.Create } =>
                "Something of this name or key is there already, or what it belongs to takes no more now.",
            { Method: ToolMethod.Update } => "Another has this name or key, or it was changed or is in use at this moment.",
            { Method: ToolMethod.Delete } => "It is still in use.",
            { Effect: Effect.Read } => "It is not in a state in which this can be read.",
            _ => "It is not in a state that allows this.",
        };
    }
}
