using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>State brought from outside, and going back to an older one.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-versions#create-a-state-version</summary>
internal sealed class StateUploads : Endpoints
{
    public override void Map(RouteTable routes)
    {
        routes.Post("/workspaces/{id}/state-versions", Create);
        routes.Patch("/workspaces/{id}/state-versions", Rollback);
    }

    private static Answer Create(SandboxRequest x)
    {
        var workspace = Writable(x);
        var attributes = SandboxRequest.Attributes(x.Data("state-versions"));
        if (attributes["serial"] is not JsonValue number || !number.TryGetValue<long>(out var serial))
            throw ApiError.Invalid("serial", "Serial is not a number");
        var md5 = SandboxRequest.Text(attributes, "md5") ?? throw ApiError.Invalid("md5", "MD5 can't be blank");
        var lineage = SandboxRequest.Text(attributes, "lineage");
        if (!SandboxRequest.Flag(attributes, "force", otherwise: false) && workspace.CurrentState is { } current)
        {
            if (lineage is not null && lineage != current.Lineage)
                throw new ApiError(409, "Conflict", "The lineage does not match that of the current state version");
            if (serial <= current.Serial)
                throw new ApiError(409, "Conflict", "A state version with this serial or a later one exists");
        }

        var state = new StateVersion(x.World.Ids.Next("sv"), workspace, serial, x.Now)
        { Lineage = lineage ?? workspace.CurrentState?.Lineage ?? "", CreatedBy = x.Caller.Principal };
        if (SandboxRequest.Text(attributes, "state") is { } inline) Complete(x.World, state, Decode(inline), md5);
        x.World.Add(state);
        if (!state.IsFinalized) state.UploadUrl = x.World.Blobs.UploadUrl(x, Upload(x.World, state, md5));
        // The CLI sends the state once more, as `terraform show -json` prints it; the sandbox makes that form itself
        // and only takes delivery.
        state.JsonUploadUrl = x.World.Blobs.UploadUrl(x, _ => state.JsonUploadUrl = null);
        return Present.One(x, state, 201);
    }

    private static Answer Rollback(SandboxRequest x)
    {
        var workspace = Writable(x);
        var id = SandboxRequest.Relationship(x.Data("state-versions"), "rollback-state-version")
            ?? throw ApiError.Invalid("rollback-state-version", "A state version to go back to is required");
        var target = x.World.Find<StateVersion>(id);
        if (target is null || target.Workspace != workspace || !target.IsFinalized) throw ApiError.NotFound();
        var state = x.World.Add(new StateVersion(x.World.Ids.Next("sv"), workspace, workspace.CurrentState!.Serial + 1, x.Now)
        {
            IsFinalized = true,
            Lineage = target.Lineage,
            CreatedBy = x.Caller.Principal,
            TerraformVersion = target.TerraformVersion,
        });
        state.Resources.AddRange(target.Resources);
        foreach (var output in target.Outputs)
            AddOutput(x.World, state, output.Name, output.Value, output.Sensitive, output.DetailedType);
        workspace.StateVersions.Add(state);
        return Present.One(x, state, 201);
    }

    /// <summary>Only who holds the lock may write state.</summary>
    private static Workspace Writable(SandboxRequest x)
    {
        var workspace = x.Find<Workspace>("id");
        x.Require(Permission.UploadState);
        if (workspace.LockedBy is null)
        {
            throw new ApiError(
                409, "Conflict", "This workspace is not locked and will only accept state uploads when locked");
        }

        if (workspace.LockedBy != x.Caller.Principal)
            throw new ApiError(409, "Conflict", "This workspace is locked by somebody else");
        return workspace;
    }

    private static Action<byte[]> Upload(World world, StateVersion state, string md5) =>
        file => Complete(world, state, file, md5);

    private static byte[] Decode(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw ApiError.Invalid("state", "State is not valid Base64");
        }
    }

    private static void Complete(World world, StateVersion state, byte[] file, string md5)
    {
        // The API's checksum, not a safeguard of ours.
#pragma warning disable CA5351
        var actual = Convert.ToHexStringLower(MD5.HashData(file));
#pragma warning restore CA5351
        if (!actual.Equals(md5, StringComparison.OrdinalIgnoreCase))
        {
            throw ApiError.Invalid(
                "md5", string.Create(CultureInfo.InvariantCulture, $"MD5 does not match: got {actual}"));
        }

        var root = Parse(file);
        foreach (var (name, output) in root["outputs"] as JsonObject ?? [])
        {
            AddOutput(world, state, name, SandboxRequest.Child(output, "value"),
                SandboxRequest.Child(output, "sensitive")?.GetValueKind() == JsonValueKind.True,
                SandboxRequest.Child(output, "type"));
        }

        foreach (var resource in root["resources"] as JsonArray ?? [])
        {
            if (SandboxRequest.Text(SandboxRequest.Child(resource, "mode")) != "managed"
                || SandboxRequest.Child(resource, "instances") is not JsonArray { Count: > 0 } instances)
            {
                continue;
            }

            var attributes = SandboxRequest.Child(instances[0], "attributes") as JsonObject ?? [];
            var (kind, name) = (SandboxRequest.Text(SandboxRequest.Child(resource, "type")) ?? "",
                SandboxRequest.Text(SandboxRequest.Child(resource, "name")) ?? "");
            state.Resources.Add(new StateResource(kind, name, (JsonObject)attributes.DeepClone()));
        }

        state.File = file;
        state.TerraformVersion = SandboxRequest.Text(root["terraform_version"]) ?? state.TerraformVersion;
        state.UploadUrl = null;
        state.IsFinalized = true;
        state.Workspace.StateVersions.Add(state);
    }

    private static JsonObject Parse(byte[] file)
    {
        try
        {
            return JsonNode.Parse(file) as JsonObject ?? throw ApiError.Invalid("state", "State is not a JSON object");
        }
        catch (JsonException)
        {
            throw ApiError.Invalid("state", "State is not valid JSON");
        }
    }

    private static void AddOutput(World world, StateVersion state, string name, JsonNode? value, bool sensitive, JsonNode? type)
    {
        var id = IdGenerator.Named("wsout", state.Id + "/" + name);
        var output = type is null
            ? new StateVersionOutput(id, state, name, value?.DeepClone(), sensitive)
            : new StateVersionOutput(id, state, name, value?.DeepClone(), sensitive) { DetailedType = type.DeepClone() };
        state.Outputs.Add(world.Add(output));
    }
}
