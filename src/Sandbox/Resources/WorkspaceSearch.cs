using System.IO.Enumeration;
using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>The filters and the order of the workspace list.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces#list-workspaces</summary>
internal static class WorkspaceSearch
{
    public static IEnumerable<Workspace> Find(SandboxRequest x, Organization organization)
    {
        IEnumerable<Workspace> found = organization.Workspaces;
        if (x.QueryValue("search[name]") is { } part)
            found = found.Where(w => w.Name.Contains(part, StringComparison.OrdinalIgnoreCase));
        if (x.QueryValue("search[wildcard-name]") is { } pattern)
            found = found.Where(w => FileSystemName.MatchesSimpleExpression(pattern, w.Name));
        if (x.QueryList("search[tags]") is { Length: > 0 } tags)
            found = found.Where(w => Array.TrueForAll(tags, tag => HasTag(w, tag)));
        if (x.QueryList("search[exclude-tags]") is { Length: > 0 } excluded)
            found = found.Where(w => !Array.Exists(excluded, tag => HasTag(w, tag)));
        if (x.QueryValue("filter[project][id]") is { } project) found = found.Where(w => w.Project.Id == project);
        for (var n = 0; x.QueryValue(Tagged(n, "key")) is { } key; n++)
        {
            var value = x.QueryValue(Tagged(n, "value"));
            found = found.Where(w => HasTag(w.TagBindings, key, value)
                || (!w.TagBindings.ContainsKey(key) && HasTag(w.Project.TagBindings, key, value)));
        }

        if (x.QueryList("filter[current-run][status]") is { Length: > 0 } statuses)
            found = found.Where(w => w.CurrentRun is { } run && statuses.Contains(run.Status));
        return x.QueryValue("sort") switch
        {
            null or "name" => found.OrderBy(w => w.Name, StringComparer.Ordinal),
            "-name" => found.OrderByDescending(w => w.Name, StringComparer.Ordinal),
            "latest-change-at" => found.OrderBy(LatestChange),
            "-latest-change-at" => found.OrderByDescending(LatestChange),
            "current-run.created-at" => found.OrderBy(w => w.CurrentRun?.CreatedAt),
            "-current-run.created-at" => found.OrderByDescending(w => w.CurrentRun?.CreatedAt),
            var other => throw ApiError.BadRequest($"Cannot sort by \"{other}\"", "sort"),
        };
    }

    public static DateTimeOffset LatestChange(Workspace workspace)
    {
        var run = workspace.CurrentRun?.Since ?? workspace.UpdatedAt;
        return run > workspace.UpdatedAt ? run : workspace.UpdatedAt;
    }

    private static string Tagged(int number, string part) =>
        string.Create(CultureInfo.InvariantCulture, $"filter[tagged][{number}][{part}]");

    private static bool HasTag(SortedDictionary<string, string> tags, string key, string? value) =>
        tags.TryGetValue(key, out var its) && (value is null || its == value);

    private static bool HasTag(Workspace workspace, string name) => workspace.Tags.Exists(tag => tag.Name == name);
}
