using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>
/// What can be done with a resource now, as verbs: <c>"can":["confirm","discard"]</c>. A verb is there if the state
/// allows it (<c>actions</c>) and the token does (<c>permissions</c>, where they say so at all). Nothing stands there
/// where nothing can be done, and <c>unknown</c> where the API does not say whether one of them can.
/// </summary>
internal sealed record AllowedActions : ToldMember
{
    /// <summary>Of a run.</summary>
    public static readonly AllowedActions OfRun = new(
        ("confirm", "is-confirmable", ["can-apply"]),
        ("discard", "is-discardable", ["can-discard"]),
        ("cancel", "is-cancelable", ["can-cancel"]),
        ("force_cancel", "is-force-cancelable", ["can-force-cancel"]));

    /// <summary>Of a policy check, or of a task stage, which is overridden for its policies or for its tasks.</summary>
    public static readonly AllowedActions OfVerdict = new(
        ("override", "is-overridable", ["can-override", "can-override-policy", "can-override-tasks"]));

    private readonly (string Verb, string Action, string[] Permissions)[] actions;

    private AllowedActions(params (string Verb, string Action, string[] Permissions)[] actions)
        : base("can", "actions", "permissions") => this.actions = actions;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ApiResource row, ApiResource[] included)
    {
        var permitted = actions.Where(known => IsPermitted(row, known.Permissions)).ToArray();
        var verbs = permitted.Where(known => row.Flag($"actions.{known.Action}") == true).Select(known => known.Verb);
        var isUnknown = permitted.Any(known => row.Flag($"actions.{known.Action}") is null);
        string[] can = [.. isUnknown ? verbs.Append("unknown") : verbs];
        if (can.Length == 0)
        {
            return;
        }

        writer.WriteStartArray(Name);
        foreach (var verb in can)
        {
            writer.WriteStringValue(verb);
        }

        writer.WriteEndArray();
    }

    private static bool IsPermitted(ApiResource row, string[] permissions)
    {
        bool[] said = [.. permissions.Select(permission => row.Flag($"permissions.{permission}")).OfType<bool>()];
        return said.Length == 0 || said.Contains(true);
    }
}
