using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces</summary>
internal sealed class Workspaces : Resource<Workspace>
{
    public Workspaces()
    {
        Include("organization", w => w.Organization);
        Include("project", w => w.Project);
        Include("locked_by", w => w.LockedBy);
        Include("current_run", w => w.CurrentRun);
        Include("latest_run", w => w.LatestRun);
        Include("current_state_version", w => w.CurrentState);
        Include("current_configuration_version", w => w.ConfigurationVersions.LastOrDefault());
        Include("current_assessment_result", w => w.Assessment);
        Include("outputs", WorkspaceOutput.Of);
        Include("vars", w => w.Variables);
        IncludeNothing("agent_pool", "readme", "effective_tag_bindings", "no_code_module_version");
    }

    public override void Map(RouteTable routes)
    {
        routes.Get("/organizations/{organization}/workspaces",
            x => Present.Page(x, WorkspaceSearch.Find(x, x.OrganizationInPath())));
        routes.Post("/organizations/{organization}/workspaces", Create);
        foreach (var (path, find) in (ReadOnlySpan<(string, Func<SandboxRequest, Workspace>)>)[
            ("/workspaces/{id}", ById), ("/organizations/{organization}/workspaces/{name}", ByName)])
        {
            routes.Get(path, x => Present.One(x, find(x)));
            routes.Patch(path, x => Update(x, find(x)));
            routes.Delete(path, x => Delete(x, find(x), safe: false));
            routes.Post(path + "/actions/safe-delete", x => Delete(x, find(x), safe: true));
        }
    }

    protected override void Describe(Workspace workspace, ResourceObject o, SandboxRequest x) =>
        WorkspaceDocument.Describe(workspace, o, x);

    private static Workspace ById(SandboxRequest x) => x.Find<Workspace>("id");

    private static Workspace ByName(SandboxRequest x) =>
        x.Visible(x.OrganizationInPath().Workspaces.Find(w => w.Name == x.Value("name")));

    private static Answer Create(SandboxRequest x)
    {
        var organization = x.OrganizationInPath();
        x.Require(Permission.UpdateWorkspace);
        var data = x.Data("workspaces");
        var attributes = SandboxRequest.Attributes(data);
        var name = WorkspaceSettings.Name(organization, SandboxRequest.Text(attributes, "name"), self: null);
        var project = SandboxRequest.Relationship(data, "project") is { } id ? x.World.Find<Project>(id)
            : organization.DefaultProject;
        if (project is null || !x.Caller.Sees(project))
            throw new ApiError(422, "invalid attribute", "Project does not exist", "/data/relationships/project");
        var workspace = new Workspace(x.World.Ids.Next("ws"), project, name, x.Now);
        WorkspaceSettings.Change(x, workspace, attributes);
        TagBindings.Take(data, workspace.TagBindings);
        x.World.Add(workspace);
        organization.Workspaces.Add(workspace);
        return Present.One(x, workspace, 201);
    }

    private static Answer Update(SandboxRequest x, Workspace workspace)
    {
        x.Require(Permission.UpdateWorkspace);
        var data = x.Data("workspaces");
        var attributes = SandboxRequest.Attributes(data);
        var project = SandboxRequest.Relationship(data, "project") is { } id
            ? x.World.Find<Project>(id)
            ?? throw new ApiError(422, "invalid attribute", "Project does not exist", "/data/relationships/project")
            : workspace.Project;
        var name = attributes.ContainsKey("name")
            ? WorkspaceSettings.Name(workspace.Organization, SandboxRequest.Text(attributes, "name"), workspace)
            : workspace.Name;
        WorkspaceSettings.Change(x, workspace, attributes);
        TagBindings.Take(data, workspace.TagBindings);
        workspace.Name = name;
        workspace.Project = x.Visible(project);
        workspace.UpdatedAt = x.Now;
        return Present.One(x, workspace);
    }

    private static Answer Delete(SandboxRequest x, Workspace workspace, bool safe)
    {
        x.Require(Permission.UpdateWorkspace);
        if (safe && workspace.LockedBy is not null)
            throw ApiError.Conflict("Unable to safely delete workspace. Workspace is currently locked.");
        if (safe && workspace.CurrentState is { Resources.Count: > 0 })
            throw ApiError.Conflict("Unable to safely delete workspace. Workspace is still managing resources.");
        x.World.Engine.Forget(workspace);
        workspace.Organization.Workspaces.Remove(workspace);
        foreach (var set in workspace.Organization.VariableSets) set.Workspaces.Remove(workspace);
        foreach (var set in workspace.Organization.PolicySets)
        {
            set.Workspaces.Remove(workspace);
            set.WorkspaceExclusions.Remove(workspace);
        }

        foreach (var other in workspace.Organization.Workspaces) other.RemoteStateConsumers.Remove(workspace);
        foreach (var gone in x.World.All<Entity>().Where(e => BelongsTo(e, workspace)).ToArray()) x.World.Remove(gone);
        return Answer.NoContent();
    }

    private static bool BelongsTo(Entity entity, Workspace workspace) => entity switch
    {
        Workspace w => w == workspace,
        Run r => r.Workspace == workspace,
        Plan p => p.Workspace == workspace,
        Apply a => a.Plan.Workspace == workspace,
        PolicyCheck c => c.Run.Workspace == workspace,
        StateVersion s => s.Workspace == workspace,
        StateVersionOutput s => s.State.Workspace == workspace,
        ConfigurationVersion c => c.Workspace == workspace,
        Variable v => v.Owner == workspace,
        TeamAccess a => a.Target == workspace,
        NotificationConfiguration n => n.Subscribable == workspace,
        RunTrigger t => t.Workspace == workspace || t.Sourceable == workspace,
        Comment c => c.Run.Workspace == workspace,
        RunEvent e => e.Run.Workspace == workspace,
        CostEstimate c => c.Run.Workspace == workspace,
        TaskStage t => t.Run.Workspace == workspace,
        PolicyEvaluation e => e.Run.Workspace == workspace,
        PolicySetOutcome s => s.Evaluation.Run.Workspace == workspace,
        AssessmentResult r => r.Workspace == workspace,
        _ => false,
    };
}
