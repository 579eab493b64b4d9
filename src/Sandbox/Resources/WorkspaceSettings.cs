using System.Text.RegularExpressions;
using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>What can be set on a workspace, and what it is when nobody did.</summary>
internal static partial class WorkspaceSettings
{
    /// <summary>The attributes that are kept as given.</summary>
    public static readonly JsonObject Defaults = new()
    {
        ["allow-destroy-plan"] = true,
        ["assessments-enabled"] = false,
        ["auto-apply-run-trigger"] = false,
        ["auto-destroy-activity-duration"] = null,
        ["auto-destroy-at"] = null,
        ["description"] = null,
        ["execution-mode"] = "remote",
        ["file-triggers-enabled"] = true,
        ["global-remote-state"] = false,
        ["inherits-project-auto-destroy"] = true,
        ["queue-all-runs"] = false,
        ["source-name"] = null,
        ["source-url"] = null,
        ["speculative-enabled"] = true,
        ["structured-run-output-enabled"] = false,
        ["terraform-version"] = "1.11.4",
        ["trigger-patterns"] = new JsonArray(),
        ["trigger-prefixes"] = new JsonArray(),
        ["vcs-repo"] = null,
        ["working-directory"] = "",
    };

    public static string Name(Organization organization, string? name, Workspace? self)
    {
        if (string.IsNullOrEmpty(name)) throw ApiError.Invalid("name", "Name can't be blank");
        if (!Allowed().IsMatch(name)) throw ApiError.Invalid("name", "Name can only contain letters, numbers, -, and _.");
        if (organization.Workspaces.Exists(w => w != self && w.Name == name))
            throw ApiError.Invalid("name", "Name has already been taken");
        return name;
    }

    public static void Change(SandboxRequest x, Workspace workspace, JsonObject attributes)
    {
        if (SandboxRequest.Text(attributes, "execution-mode") is { } mode && mode is not ("remote" or "local" or "agent"))
        {
            throw ApiError.Invalid("execution-mode", "Execution mode is not included in the list");
        }

        workspace.AutoApply = SandboxRequest.Flag(attributes, "auto-apply", workspace.AutoApply);
        foreach (var (key, value) in attributes)
        {
            if (Defaults.ContainsKey(key)) workspace.Settings[key] = value?.DeepClone();
        }

        foreach (var tag in attributes["tag-names"] is null ? [] : SandboxRequest.Texts(attributes, "tag-names"))
        {
            workspace.Tags.Add(workspace.Organization.TagNamed(x.World, tag));
        }
    }

    public static JsonNode? Value(Workspace workspace, string name) =>
        workspace.Settings.TryGetPropertyValue(name, out var value) ? value
        : name == "execution-mode" && workspace.Organization.Settings["default-execution-mode"] is { } mode ? mode
        : Defaults[name];

    [GeneratedRegex("^[A-Za-z0-9_-]{1,90}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Allowed();
}
