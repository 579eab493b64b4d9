using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>What of a document may be mentioned, and what is: workspaces, projects and runs that are in scope, and what is
/// in them.</summary>
internal sealed class ScopedMentions(ScopeJudge judge)
{
    // Always judged by their own id, wherever they are mentioned.
    private static readonly string[] Judged = ["workspaces", "projects", "stacks", "varsets"];

    // A run's or workspace's own runs; any other run that is mentioned may be another workspace's (triggering-run).
    private static readonly string[] OwnRuns = ["current-run", "latest-run", "run", "locked-by"];

    // The variables of a set that overwrites a workspace's, or is overwritten.
    private static readonly string[] OthersVariables = ["overwriter", "overwritten"];

    // Beside what has an owner, these are all that is shown because something includes it; the rest (an organization, a
    // team) is read by tools of its own.
    private static readonly string[] Includable = [
        "users", "ingress-attributes", "workspace-outputs", "workspace-readme", "workspace-comments", "tag-bindings",
        "effective-tag-bindings"];

    private readonly HashSet<(string Type, string Id)> mentioned = [];

    // Resources that say that they belong to another workspace, whatever mentions them. A run that locks a workspace is
    // taken for its own, unless the run itself names another.
    private readonly HashSet<(string Type, string Id)> foreign = [];

    /// <summary>A resource that says whose it is, and whose; null for one that does not.</summary>
    public static ((string Type, string Id) Identifier, IReadOnlyList<(string Type, string Id)> Owners)? OwnersOf(
        JsonElement resource) =>
        ResourceJson.Identifier(resource) is { } identifier
        && OwnerRules.Of(identifier.Type) is { Owners.Count: > 0 } rule
        && ScopeJudge.Owners(rule, resource) is { } owners
            ? (identifier, owners)
            : null;

    /// <summary>Notes what says itself that it is another workspace's.</summary>
    public void NoteForeign(IEnumerable<JsonElement> resources)
    {
        foreach (var resource in resources)
        {
            if (OwnersOf(resource) is var (identifier, owners)
                && owners.Any(owner => Judged.Contains(owner.Type) && !judge.IsKnown(owner.Type, owner.Id)))
            {
                foreign.Add(identifier);
            }
        }
    }

    /// <summary>Whether a row mentions it, or what a row includes.</summary>
    public bool Has((string Type, string Id) identifier) => mentioned.Contains(identifier);

    /// <summary>Whether it may be shown because something includes it.</summary>
    public bool MayInclude((string Type, string Id) identifier) => Judged.Contains(identifier.Type)
        ? judge.IsKnown(identifier.Type, identifier.Id)
        : OwnerRules.Of(identifier.Type) is not null || Includable.Contains(identifier.Type);

    /// <summary>Whether a relationship may name it; what it may, is mentioned from there on.</summary>
    public bool MayName(JsonElement resource, string relationship, JsonElement identifier)
    {
        if (ResourceJson.Identifier(identifier) is not { } to)
        {
            return false;
        }

        var isOwn = !foreign.Contains(to) && to.Type switch
        {
            // The id of the project that a workspace is in goes with the workspace; what is in the project does not.
            "projects" when relationship == "project" && ResourceJson.Text(resource, "type") == "workspaces" => true,
            _ when Judged.Contains(to.Type) => judge.IsKnown(to.Type, to.Id),
            "runs" => OwnRuns.Contains(relationship) || judge.IsKnown(to.Type, to.Id),
            "vars" => !OthersVariables.Contains(relationship),
            _ => true,
        };
        if (isOwn)
        {
            mentioned.Add(to);
        }

        return isOwn;
    }
}
