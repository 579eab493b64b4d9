using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/configuration-versions</summary>
internal sealed class ConfigurationVersions : Resource<ConfigurationVersion>
{
    public ConfigurationVersions() => IncludeNothing("ingress_attributes", "run");

    public override void Map(RouteTable routes)
    {
        routes.Get("/workspaces/{id}/configuration-versions",
            x => Present.Page(x, x.Find<Workspace>("id").ConfigurationVersions.AsEnumerable().Reverse()));
        routes.Post("/workspaces/{id}/configuration-versions", Create);
        routes.Get("/configuration-versions/{id}", x => Present.One(x, x.Find<ConfigurationVersion>("id")));
        routes.Get("/runs/{id}/configuration-version", x => Present.One(x, x.Visible(x.Find<Run>("id").ConfigurationVersion)));
        routes.Get("/configuration-versions/{id}/download", Download);
        routes.Post("/configuration-versions/{id}/actions/archive", Archive);
    }

    protected override void Describe(ConfigurationVersion version, ResourceObject o, SandboxRequest x)
    {
        List<KeyValuePair<string, DateTimeOffset>> moments = [];
        if (version.UploadedAt is { } uploaded) moments.Add(KeyValuePair.Create("uploaded-at", uploaded));
        if (version.ArchivedAt is { } archived) moments.Add(KeyValuePair.Create("archived-at", archived));
        o.Attribute("status", version.Status)
            .Attribute("auto-queue-runs", version.AutoQueueRuns)
            .Attribute("speculative", version.Speculative)
            .Attribute("provisional", version.Provisional)
            .Attribute("source", version.Source)
            .Attribute("error", (System.Text.Json.Nodes.JsonNode?)null)
            .Attribute("error-message", (System.Text.Json.Nodes.JsonNode?)null)
            .Timestamps(moments)
            .Relation("ingress-attributes", null)
            .Link("self", "/api/v2/configuration-versions/" + version.Id);
        if (version.Status != "pending") o.Link("download", $"/api/v2/configuration-versions/{version.Id}/download");
        // Told once, to whom created it.
        if (x.Method == "POST")
            o.Attribute("upload-url", x.World.Blobs.UploadUrl(x, Upload(x.World, x.Caller.Principal, version)));
    }

    private static Answer Create(SandboxRequest x)
    {
        var workspace = x.Find<Workspace>("id");
        x.Require(Permission.QueueRun);
        var attributes = SandboxRequest.Attributes(x.Data("configuration-versions"));
        var version = x.World.Add(new ConfigurationVersion(x.World.Ids.Next("cv"), workspace, x.Now)
        {
            AutoQueueRuns = SandboxRequest.Flag(attributes, "auto-queue-runs", otherwise: true),
            Speculative = SandboxRequest.Flag(attributes, "speculative", otherwise: false),
            Provisional = SandboxRequest.Flag(attributes, "provisional", otherwise: false),
        });
        workspace.ConfigurationVersions.Add(version);
        return Present.One(x, version, 201);
    }

    private static Action<byte[]> Upload(World world, User by, ConfigurationVersion version) => archive =>
    {
        version.Archive = archive;
        version.Status = "uploaded";
        version.UploadedAt = world.Now;
        try
        {
            version.Configuration = ConfigurationArchive.Read(
                archive, SandboxRequest.Text(WorkspaceSettings.Value(version.Workspace, "working-directory")) ?? "");
        }
        catch (HclException error)
        {
            version.Failure = error.Diagnostic;
        }

        if (!version.AutoQueueRuns) return;
        var workspace = version.Workspace;
        RunQueue.Add(world, workspace, (id, plan, apply) => new Run(id, workspace, by, world.Now)
        {
            Plan = plan,
            Apply = apply,
            Message = "Queued automatically by the upload of a configuration",
            Source = "tfe-configuration-version",
            AutoApply = workspace.AutoApply,
            PlanOnly = version.Speculative,
            ConfigurationVersion = version,
        });
    };

    private static Answer Download(SandboxRequest x)
    {
        var version = x.Find<ConfigurationVersion>("id");
        x.Require(Permission.QueueRun);
        if (version.Archive is not { } archive || version.Status != "uploaded") throw ApiError.NotFound();
        return Answer.Redirect(x.World.Blobs.ShortUrl(x, "application/octet-stream", () => archive), 302);
    }

    private static Answer Archive(SandboxRequest x)
    {
        var version = x.Find<ConfigurationVersion>("id");
        x.Require(Permission.QueueRun);
        if (version == version.Workspace.ConfigurationVersions[^1])
        {
            throw new ApiError(409, "transition not allowed", "configuration could not be archived because it is current");
        }

        version.Status = "archived";
        version.ArchivedAt = x.Now;
        return Answer.Accepted();
    }
}
