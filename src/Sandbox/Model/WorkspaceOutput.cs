namespace ServerlessMcp.Sandbox.Model;

/// <summary>
/// An output as its workspace shows it: the same id as in the state version, under another type. The terraform CLI
/// refuses a workspace whose outputs come as <c>state-version-outputs</c>.
/// </summary>
internal sealed class WorkspaceOutput(StateVersionOutput output) : Entity(output.Id)
{
    public override string Type => "workspace-outputs";

    public override Organization Organization => Output.Organization;

    public StateVersionOutput Output { get; } = output;

    public static IEnumerable<WorkspaceOutput> Of(Workspace workspace) =>
        workspace.CurrentState?.Outputs.Select(o => new WorkspaceOutput(o)) ?? [];
}
