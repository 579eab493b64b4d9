using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-versions</summary>
internal sealed class StateVersions : Resource<StateVersion>
{
    public StateVersions()
    {
        Include("outputs", s => s.Outputs);
        Include("created_by", s => s.CreatedBy);
        Include("run", s => s.Run);
        IncludeNothing("resources_processed");
    }

    public override void Map(RouteTable routes)
    {
        routes.Get("/state-versions", List);
        routes.Get("/state-versions/{id}", x => Present.One(x, Readable(x, x.Find<StateVersion>("id"))));
        routes.Get("/workspaces/{id}/current-state-version",
            x => Present.One(x, Readable(x, x.Visible(x.Find<Workspace>("id").CurrentState))));
    }

    /// <summary>The download addresses below <c>/api</c> (not <c>/api/v2</c>): they want the token and lead on to the
    /// blob host.</summary>
    public static Answer Hosted(SandboxRequest x, string form)
    {
        var state = Readable(x, x.Find<StateVersion>("id"));
        if (form is not ("hosted_state" or "hosted_json_state") || !state.IsFinalized) throw ApiError.NotFound();
        return Answer.Redirect(BlobUrl(x, state, form), 302);
    }

    protected override void Describe(StateVersion state, ResourceObject o, SandboxRequest x)
    {
        var all = state.Workspace.StateVersions;
        var index = all.IndexOf(state);
        o.Attribute("serial", state.Serial)
            .Attribute("created-at", state.CreatedAt)
            .Attribute("status", state.IsFinalized ? "finalized" : "pending")
            .Attribute("intermediate", false)
            .Attribute("resources-processed", state.IsFinalized)
            .Attribute("size", state.IsFinalized ? StateJson.File(state).Length : null)
            .Attribute("state-version", 4)
            .Attribute("terraform-version", state.TerraformVersion)
            .Attribute("hosted-state-download-url", state.IsFinalized ? Url(x, state, "hosted_state") : null)
            .Attribute("hosted-json-state-download-url", state.IsFinalized ? Url(x, state, "hosted_json_state") : null)
            .Attribute("hosted-state-upload-url", state.UploadUrl)
            .Attribute("hosted-json-state-upload-url", state.JsonUploadUrl)
            .Attribute("billable-rum-count", state.Resources.Count)
            .Attribute("modules", StateJson.Modules(state))
            .Attribute("providers", StateJson.Providers(state))
            .Attribute("resources", StateJson.Summary(state))
            .Flags("permissions", ("can-restore-backing-data", false))
            .Relation("workspace", state.Workspace)
            .Relation("run", state.Run)
            .Relation("created-by", state.CreatedBy)
            .Relation("previous-state-version", index > 0 ? all[index - 1] : null)
            .Relation("next-state-version", index >= 0 && index + 1 < all.Count ? all[index + 1] : null)
            .Relations("outputs", state.Outputs, $"/api/v2/state-versions/{state.Id}/outputs")
            .Link("self", "/api/v2/state-versions/" + state.Id);
    }

    private static Answer List(SandboxRequest x)
    {
        var (organization, name) = (x.QueryValue("filter[organization][name]"), x.QueryValue("filter[workspace][name]"));
        if (organization is null || name is null)
            throw ApiError.BadRequest("filter[organization][name] and filter[workspace][name] are required");
        var workspace = x.Visible(
            x.World.All<Workspace>().FirstOrDefault(w => w.Name == name && w.Organization.Name == organization));
        x.Require(Permission.ReadState);
        var status = x.QueryValue("filter[status]");
        return Present.Page(x, status is null or "finalized" ? workspace.StateVersions.AsEnumerable().Reverse() : []);
    }

    private static StateVersion Readable(SandboxRequest x, StateVersion state)
    {
        x.Require(Permission.ReadState);
        return state;
    }

    private static string Url(SandboxRequest x, StateVersion state, string form) =>
        x.World.Options.HostedStateThroughApi ? $"{x.Origin}/api/state-versions/{state.Id}/{form}" : BlobUrl(x, state, form);

    private static string BlobUrl(SandboxRequest x, StateVersion state, string form) =>
        x.World.Blobs.Url(
            x, state, form, "application/octet-stream", () => form == "hosted_state" ? StateJson.File(state)
                : StateJson.Shown(state));

    /// <summary>Which form of a state a path of the host itself asks for; null for another path.</summary>
    public static string? HostedForm(string path, Dictionary<string, string> values)
    {
        var segments = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments is not ["api", "state-versions", var id, var form]) return null;
        values["id"] = id;
        return form;
    }
}
