using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Prompts;

/// <summary>What prompts take.</summary>
internal static class PromptArguments
{
    /// <summary>The workspace, by its name.</summary>
    public static Argument Workspace { get; } = Id("workspace_name", "The workspace's exact name.").Required();

    /// <summary>The organization.</summary>
    public static Argument Organization { get; } = Id("organization_name", "The organization's name.").Required();

    /// <summary>An id or a name: in the place of a path it is checked against its form.</summary>
    public static Argument Id(string name, string description) =>
        new() { Name = name, Place = ArgumentPlace.Path, Kind = JsonKind.Text, WireName = name, Description = description };

    /// <summary>Any text.</summary>
    public static Argument Text(string name, string description) =>
        new() { Name = name, Place = ArgumentPlace.Answer, Kind = JsonKind.Text, WireName = name, Description = description };
}
