using System.IO.Enumeration;
using ServerlessMcp.Accounts;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>What a scope means here: a workspace is in scope if its project, its name and its tags all match.</summary>
internal static class TerraformScope
{
    extension(AccessScope scope)
    {
        /// <summary>Names, globs (<c>*</c>, <c>?</c>) or ids (<c>prj-…</c>) of projects of which one must match; empty
        /// means any.</summary>
        public IReadOnlyList<string> Projects => scope["projects"];

        /// <summary>Names, globs or ids (<c>ws-…</c>) of workspaces of which one must match; empty means any.</summary>
        public IReadOnlyList<string> Workspaces => scope["workspaces"];

        /// <summary>Names or globs of tags of which a workspace must have one (its <c>tag-names</c>); empty means any.</summary>
        public IReadOnlyList<string> Tags => scope["tags"];

        /// <summary>
        /// Whether it reaches projects as a whole: it names projects and nothing narrower. Only then may a tool act on
        /// the project itself, because that acts on every workspace in it.
        /// </summary>
        public bool HasWholeProjects => scope.Projects.Count > 0 && scope.Workspaces.Count == 0 && scope.Tags.Count == 0;

        /// <summary>Whether it says anything of workspaces. One that does not is never minted, and reaches nothing.</summary>
        public bool Narrows => scope.Projects.Count > 0 || scope.Workspaces.Count > 0 || scope.Tags.Count > 0;

        /// <summary>Whether a project of this id and name is one of its projects; true if there are none. A name that is
        /// not known matches nothing.</summary>
        public bool HasProject(string id, string? name) =>
            scope.Projects.Count == 0 || Matches(scope.Projects, "prj-", id, name);

        /// <summary>Whether a workspace of this id and name is one of its workspaces; true if there are none.</summary>
        public bool HasWorkspace(string id, string? name) =>
            scope.Workspaces.Count == 0 || Matches(scope.Workspaces, "ws-", id, name);

        /// <summary>Whether one of a workspace's tags is one of its tags; true if there are none.</summary>
        public bool HasTag(IReadOnlyList<string> tags) =>
            scope.Tags.Count == 0 || scope.Tags.Any(glob => tags.Any(tag => IsLike(glob, tag)));
    }

    private static bool Matches(IReadOnlyList<string> entries, string prefix, string id, string? name)
    {
        foreach (var entry in entries)
        {
            if (TerraformForm.IsId(entry, prefix) ? entry == id : name is not null && IsLike(entry, name))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLike(string glob, string name) => FileSystemName.MatchesSimpleExpression(glob, name, ignoreCase: false);
}
