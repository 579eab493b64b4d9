namespace ServerlessMcp.Sandbox.Model;

/// <summary>What a team may do to a workspace or to a project: <c>team-workspaces</c> and <c>team-projects</c>. Kept
/// and shown; the sandbox's tokens do not depend on it.</summary>
internal sealed class TeamAccess(string id, Team team, Entity target, JsonObject attributes) : Entity(id)
{
    public override string Type => Target is Workspace ? "team-workspaces" : "team-projects";

    public override Organization Organization => Team.Organization;

    public Team Team { get; } = team;

    /// <summary>The workspace or the project.</summary>
    public Entity Target { get; } = target;

    /// <summary><c>access</c>, and what <c>custom</c> access consists of.</summary>
    public JsonObject Attributes { get; } = attributes;
}
