using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/run#create-a-run</summary>
internal static class RunCreation
{
    public static Answer Create(SandboxRequest x)
    {
        var data = x.Data("runs");
        var attributes = SandboxRequest.Attributes(data);
        var id = SandboxRequest.Relationship(data, "workspace")
            ?? throw new ApiError(422, "invalid attribute", "Workspace must exist", "/data/relationships/workspace");
        var workspace = x.Visible(x.World.Find<Workspace>(id));
        x.Require(Permission.QueueRun);
        if (SandboxRequest.Flag(attributes, "is-destroy", otherwise: false)
            && SandboxRequest.Flag(attributes, "refresh-only", otherwise: false))
        {
            throw ApiError.Invalid("refresh-only", "Refresh-only mode is incompatible with destroy mode");
        }

        var configuration = Configuration(x, workspace, SandboxRequest.Relationship(data, "configuration-version"));
        var planOnly = SandboxRequest.Flag(attributes, "plan-only", configuration.Speculative);
        if (configuration.Speculative && !planOnly)
        {
            throw ApiError.Invalid(
                "plan-only", "Speculative configuration versions can only be used for plan-only runs");
        }

        var run = RunQueue.Add(x.World, workspace, (runId, plan, apply) => new Run(runId, workspace, x.Caller.Principal, x.Now)
        {
            Plan = plan,
            Apply = apply,
            Message = SandboxRequest.Text(attributes, "message") ?? "Triggered via API",
            AutoApply = SandboxRequest.Flag(attributes, "auto-apply", workspace.AutoApply),
            PlanOnly = planOnly,
            SavePlan = SandboxRequest.Flag(attributes, "save-plan", otherwise: false),
            IsDestroy = SandboxRequest.Flag(attributes, "is-destroy", otherwise: false),
            Refresh = SandboxRequest.Flag(attributes, "refresh", otherwise: true),
            RefreshOnly = SandboxRequest.Flag(attributes, "refresh-only", otherwise: false),
            AllowEmptyApply = SandboxRequest.Flag(attributes, "allow-empty-apply", otherwise: false),
            TerraformVersion = SandboxRequest.Text(attributes, "terraform-version")
                ?? SandboxRequest.Text(WorkspaceSettings.Value(workspace, "terraform-version")) ?? "1.11.4",
            TargetAddresses = SandboxRequest.Texts(attributes, "target-addrs"),
            ReplaceAddresses = SandboxRequest.Texts(attributes, "replace-addrs"),
            Variables = Variables(attributes),
            ConfigurationVersion = configuration,
        });
        return Present.One(x, run, 201);
    }

    public static JsonNode Variable(KeyValuePair<string, string> variable) =>
        new JsonObject { ["key"] = variable.Key, ["value"] = variable.Value };

    private static ConfigurationVersion Configuration(SandboxRequest x, Workspace workspace, string? id)
    {
        if (id is null)
        {
            return workspace.ConfigurationVersions.FindLast(c => c.Status == "uploaded" && !c.Speculative)
                ?? throw ApiError.Invalid(
                    "configuration-version", "Configuration version is missing: upload a configuration first");
        }

        var configuration = x.World.Find<ConfigurationVersion>(id);
        if (configuration is null || configuration.Workspace != workspace) throw ApiError.NotFound();
        return configuration.Status == "uploaded" ? configuration
            : throw ApiError.Invalid("configuration-version", "Configuration version has not been uploaded");
    }

    private static List<KeyValuePair<string, string>> Variables(JsonObject attributes)
    {
        if (attributes["variables"] is not { } node) return [];
        if (node is not JsonArray array)
            throw ApiError.Invalid("variables", "variables must be an array of objects with key and value");
        return [.. array.Select(item => KeyValuePair.Create(
            SandboxRequest.Text(SandboxRequest.Child(item, "key")) ?? throw ApiError.Invalid("variables", "key is missing"),
            SandboxRequest.Text(SandboxRequest.Child(item, "value"))
                ?? throw ApiError.Invalid("variables", "value must be a string that holds an HCL literal")))];
    }
}
