using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>
/// What a document is that should be a state, by its members. Only a state that says that it has no resources is empty;
/// of what can't be read nobody knows what it has.
/// </summary>
internal sealed class StateKind
{
    private readonly HashSet<string> members = new(StringComparer.Ordinal);

    /// <summary>Its <c>version</c>; undefined if it has none.</summary>
    public JsonElement Version { get; set; }

    /// <summary>Its <c>format_version</c>, as <c>terraform show -json</c> writes it; undefined if it has none.</summary>
    public JsonElement Format { get; set; }

    /// <summary>Whether it has the list of resources of version 4.</summary>
    public bool HasResources { get; set; }

    /// <summary>Whether it has the list of modules of versions before.</summary>
    public bool HasModules { get; set; }

    /// <summary>Notes a member.</summary>
    public void Add(string name)
    {
        // Enough to tell by; an object of a hundred thousand other members is no state.
        if (members.Count < 100)
            members.Add(name);
    }

    /// <summary>Refuses what is no state.</summary>
    /// <exception cref="NoStateException">It is none that can be read here.</exception>
    public void Check()
    {
        if (members.Contains("encrypted_data") || members.Contains("encryption_version"))
        {
            throw new NoStateException(
                "The state is encrypted: OpenTofu's state encryption wrote it, and only those who have its key can " +
                    "read it. Whether it has resources is not known here.");
        }

        if (members.Contains("sops")
            || (Version.ValueKind == JsonValueKind.String
                && Version.GetString()!.StartsWith("ENC[", StringComparison.Ordinal)))
        {
            throw new NoStateException(
                "The state is encrypted (sops), and only those who have its key can read it. Whether it has " +
                    "resources is not known here.");
        }

        if (members.Contains("resource_changes") || members.Contains("planned_values"))
            throw new NoStateException("The document is the JSON of a plan, not a state.");
        if (!DocumentFormat.IsKnown(Format, out var format))
        {
            throw new NoStateException(
                $"The state's JSON is of format {format}; known here are formats 0 and 1. Whether it has resources " +
                    "is not known here.");
        }

        if (Version.ValueKind == JsonValueKind.Undefined)
        {
            // As terraform show -json prints it: an empty state has a format and no values.
            if (!HasResources && !HasModules && !members.Contains("format_version") && !members.Contains("values"))
            {
                throw new NoStateException(
                    "The document is JSON, but no state: it has neither version, format_version, resources nor " +
                        $"values{(members.Count == 0 ? "; it is empty" : "")}.");
            }

            return;
        }

        var version = Version.ValueKind == JsonValueKind.Number && Version.TryGetInt32(out var number) ? number : -1;
        if (version is not (>= 1 and <= 4))
        {
            throw new NoStateException(
                $"The state is of a version that is not known here{(version >= 0 ? $" ({version})" : "")}; versions " +
                    "1 to 4 are, and the form of terraform show -json. Whether it has resources is not known here.");
        }

        if (version == 4 ? !HasResources : !HasModules)
        {
            throw new NoStateException(
                $"The document says that it is a state of version {version}, but has no list of "
                + $"{(version == 4 ? "resources" : "modules")}, so it is no whole state. Whether there are resources is "
                + "not known.");
        }
    }
}
