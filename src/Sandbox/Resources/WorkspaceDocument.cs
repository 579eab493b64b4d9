using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>The document of a workspace, the largest of the API.</summary>
internal static class WorkspaceDocument
{
    public static void Describe(Workspace workspace, ResourceObject o, SandboxRequest x)
    {
        var caller = x.Caller;
        var self = $"/api/v2/organizations/{workspace.Organization.Name}/workspaces/{workspace.Name}";
        foreach (var (name, _) in WorkspaceSettings.Defaults)
        {
            o.Attribute(
            name, WorkspaceSettings.Value(workspace, name)?.DeepClone());
        }

        var repository = WorkspaceSettings.Value(workspace, "vcs-repo") as JsonObject;
        var finished = workspace.Runs.Where(r => r.IsFinal).ToList();
        o.Attribute("name", workspace.Name)
            .Attribute("auto-apply", workspace.AutoApply)
            .Attribute("operations", SandboxRequest.Text(WorkspaceSettings.Value(workspace, "execution-mode")) != "local")
            .Attribute("locked", workspace.LockedBy is not null)
            .Attribute("locked-reason", workspace.LockedReason ?? "")
            .Attribute("created-at", workspace.CreatedAt)
            .Attribute("updated-at", workspace.UpdatedAt)
            .Attribute("latest-change-at", WorkspaceSearch.LatestChange(workspace))
            .Attribute("environment", "default")
            .Attribute("resource-count", workspace.CurrentState?.Resources.Count ?? 0)
            .Attribute("run-failures", finished.Count(r => r.Status == RunStatus.Errored))
            .Attribute("policy-check-failures",
                finished.Count(r => r.PolicyChecks.Exists(c => c.Status is "hard_failed" or "soft_failed")))
            .Attribute("workspace-kpis-runs-count", finished.Count)
            .Attribute("plan-duration-average", (int)(2 * x.World.Options.PhaseDuration.TotalMilliseconds))
            .Attribute("apply-duration-average", (int)(2 * x.World.Options.PhaseDuration.TotalMilliseconds))
            .Attribute("source", "tfe-api")
            .Attribute("tag-names", workspace.Tags.Select(t => t.Name))
            .Attribute("vcs-repo-identifier", repository?["identifier"]?.DeepClone())
            .Attribute("last-assessment-result-at", workspace.Assessment?.CreatedAt)
            .Attribute("setting-overwrites",
                new JsonObject
                {
                    ["execution-mode"] = workspace.Settings.ContainsKey("execution-mode"),
                    ["agent-pool"] = false
                })
            .Flags("actions", ("is-destroyable", caller.May(Permission.UpdateWorkspace)))
            .Flags("permissions",
                ("can-update", caller.May(Permission.UpdateWorkspace)),
                ("can-destroy", caller.May(Permission.UpdateWorkspace)),
                ("can-queue-run", caller.May(Permission.QueueRun)),
                ("can-queue-apply", caller.May(Permission.Apply)), ("can-queue-destroy", caller.May(Permission.Apply)),
                ("can-read-run", true), ("can-read-settings", true),
                ("can-read-state-versions", caller.May(Permission.ReadState)),
                ("can-read-state-outputs", caller.May(Permission.ReadState)),
                ("can-create-state-versions", caller.May(Permission.UploadState)), ("can-read-variable", true),
                ("can-update-variable", caller.May(Permission.UpdateVariables)),
                ("can-lock", caller.May(Permission.Lock)), ("can-unlock", caller.May(Permission.Lock)),
                ("can-force-unlock", caller.May(Permission.ForceUnlock)),
                ("can-read-assessment-results", true),
                ("can-manage-assessments", caller.May(Permission.UpdateWorkspace)),
                ("can-manage-tags", caller.May(Permission.UpdateWorkspace)),
                ("can-manage-run-tasks", caller.May(Permission.UpdateWorkspace)),
                ("can-force-delete", caller.May(Permission.UpdateWorkspace)))
            .Relation("organization", workspace.Organization)
            .Relation("project", workspace.Project)
            .Relation("current-run", workspace.CurrentRun, workspace.CurrentRun is { } run ? "/api/v2/runs/" + run.Id : null)
            .Relation("latest-run", workspace.LatestRun, workspace.LatestRun is { } latest ? "/api/v2/runs/" + latest.Id : null)
            .Relation("current-state-version", workspace.CurrentState, $"/api/v2/workspaces/{workspace.Id}/current-state-version")
            .Relation("current-configuration-version", workspace.ConfigurationVersions.LastOrDefault())
            .Relation("current-assessment-result", workspace.Assessment)
            .Relation("locked-by", workspace.LockedBy, workspace.LockedBy is { } holder
                ? $"/api/v2/{holder.Type}/{holder.Id}" : null)
            .Relations("outputs", WorkspaceOutput.Of(workspace))
            .Relations("vars", workspace.Variables)
            .Relation("agent-pool", null)
            .Relation("ssh-key", null)
            .Link("self", self)
            .Link("self-html", $"/app/{workspace.Organization.Name}/workspaces/{workspace.Name}");
    }
}
