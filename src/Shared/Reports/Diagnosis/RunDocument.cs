namespace ServerlessMcp.Reports.Diagnosis;

/// <summary>The facts that a run's own document has, with what was included.</summary>
internal static class RunDocument
{
    public static RunFacts Read(ApiDocument document)
    {
        var run = document.Single;
        var workspace = document.Included(run.RelatedId("workspace"));
        var configuration = document.Included(run.RelatedId("configuration-version"));
        var cost = document.Included(run.RelatedId("cost-estimate"));
        return new RunFacts
        {
            Id = run.Id,
            Status = run.Text("status") ?? "",
            Since = Since(run),
            CreatedAt = run.Time("created-at"),
            CreatedBy = document.Included(run.RelatedId("created-by"))?.Text("username"),
            Message = run.Text("message"),
            WorkspaceId = run.RelatedId("workspace"),
            WorkspaceName = workspace?.Text("name"),
            IsPlanOnly = run.Flag("plan-only") == true,
            IsAutoApply = run.Flag("auto-apply") == true,
            IsDestroy = run.Flag("is-destroy") == true,
            HasChanges = run.Flag("has-changes"),
            Actions = new RunActions(run.Flag("actions.is-confirmable") == true, run.Flag("actions.is-cancelable") == true, IsDiscardable(run), run.Flag("actions.is-force-cancelable") == true),
            Permissions = new RunPermissions(run.Flag("permissions.can-apply"), run.Flag("permissions.can-override-policy-check"), run.Flag("permissions.can-cancel"),
                run.Flag("permissions.can-force-cancel"), run.Flag("permissions.can-force-execute"), workspace?.Flag("permissions.can-force-unlock")),

            // The documentation writes the name in both ways.
            ForceCancelAvailableAt = run.Time("force-cancel-available-at") ?? run.Time("force_cancel_available_at"),
            IsForceCanceled = run.Time("status-timestamps.force-canceled-at") is not null,
            Plan = Phase(document.Included(run.RelatedId("plan"))),
            Apply = Phase(document.Included(run.RelatedId("apply"))),
            MonthlyCostDelta = cost?.Text("status") == "finished" ? cost?.Text("delta-monthly-cost") : null,
            ConfigurationError = configuration?.Text("status") == "errored" ? configuration?.Text("error-message") ?? configuration?.Text("error") ?? "it is errored" : null,
        };
    }

    /// <summary>Since when a run has its status: the moment of that name, else the last of all.</summary>
    public static DateTimeOffset? Since(ApiResource run) => run.Time($"status-timestamps.{run.Text("status")?.Replace('_', '-')}-at")
        ?? (run.Attribute("status-timestamps") is { ValueKind: System.Text.Json.JsonValueKind.Object } all
            ? all.EnumerateObject().Select(member => run.Time($"status-timestamps.{member.Name}")).Max()
            : run.Time("created-at"));

    /// <summary>A run of a list.</summary>
    public static QueuedRun Queued(ApiDocument list, ApiResource run) =>
        new(run.Id, run.Text("status") ?? "", Since(run), list.Included(run.RelatedId("created-by"))?.Text("username"), IsDiscardable(run));

    private static bool IsDiscardable(ApiResource run) => run.Flag("actions.is-discardable") == true;

    private static PhaseFacts? Phase(ApiResource? phase) => phase is { } found
        ? new PhaseFacts(found.Id, found.Text("status"), found.Number("resource-additions"), found.Number("resource-changes"), found.Number("resource-destructions"), found.Text("execution-details.mode"))
        : null;
}
