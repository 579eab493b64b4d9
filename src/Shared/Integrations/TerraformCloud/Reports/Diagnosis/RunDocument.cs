using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>The facts that a run's own document has. What it is related to is <see cref="RunFactsReader"/>'s.</summary>
internal static class RunDocument
{
    /// <summary>The attributes that <see cref="Read"/> reads, as fields: those of a run alone, without what it is related
    /// to. A test holds the two together.</summary>
    public static readonly string[] Fields =
    [
        "status", "status_timestamps", "created_at", "message", "plan_only", "auto_apply", "is_destroy", "has_changes",
        "actions", "permissions", "force_cancel_available_at",
    ];

    public static RunFacts Read(ApiResource run) => new()
    {
        Id = run.Id,
        Status = run.Text("status") ?? "",
        Since = Since(run),
        CreatedAt = run.Time("created-at"),
        Message = run.Text("message"),
        WorkspaceId = run.RelatedId("workspace"),
        IsPlanOnly = run.Flag("plan-only"),
        IsAutoApply = run.Flag("auto-apply") == true,
        IsDestroy = run.Flag("is-destroy") == true,
        HasChanges = run.Flag("has-changes"),
        Actions = new RunActions(
            run.Flag("actions.is-confirmable"), run.Flag("actions.is-cancelable"), run.Flag("actions.is-discardable"),
            run.Flag("actions.is-force-cancelable")),
        Permissions = new RunPermissions(
            run.Flag("permissions.can-apply"), run.Flag("permissions.can-override-policy-check"),
            run.Flag("permissions.can-cancel"),
            run.Flag("permissions.can-force-cancel"), run.Flag("permissions.can-force-execute")),

        // The documentation writes the name in both ways.
        ForceCancelAvailableAt = run.Time("force-cancel-available-at") ?? run.Time("force_cancel_available_at"),
        IsForceCanceled = run.Time("status-timestamps.force-canceled-at") is not null,
        HasApplied = run.Time("status-timestamps.applying-at") is not null,
        PlanId = run.RelatedId("plan"),
        ApplyId = run.RelatedId("apply"),
    };

    /// <summary>Since when a run has its status: the moment of that name, or of the event that brings it there; null
    /// where the API tells neither.</summary>
    public static DateTimeOffset? Since(ApiResource run)
    {
        var status = run.Text("status");
        return run.Time($"status-timestamps.{status?.Replace('_', '-')}-at") ?? status switch
        {
            "pending" => run.Time("created-at"),

            // Neither has a moment of its own: a check soft-fails, and the run waits for its override.
            "policy_override" or "policy_soft_failed" =>
                run.Time("status-timestamps.policy-soft-failed-at") ?? run.Time("status-timestamps.policy-checked-at"),
            "canceled" => run.Time("status-timestamps.force-canceled-at"),
            _ => null,
        };
    }

    /// <summary>A run of a list.</summary>
    public static QueuedRun Queued(ApiDocument list, ApiResource run) =>
        new(run.Id, run.Text("status") ?? "unknown", Since(run),
            list.Included(run.RelatedId("created-by"))?.Text("username"), run.Flag("actions.is-discardable") == true);

    /// <summary>A plan or an apply.</summary>
    public static PhaseFacts Phase(ApiResource phase) =>
        new(phase.Id, phase.Text("status"), phase.Number("resource-additions"), phase.Number("resource-changes"),
            phase.Number("resource-destructions"), phase.Text("execution-details.mode"));
}
