namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// Which of the known templates a path was made of, for telemetry: <c>/api/v2/runs/{run_id}/actions/apply</c>. A path
/// itself has names and ids of its caller's; a template is ours.
/// </summary>
/// <param name="known">The templates; asked for once, when the first path is looked up.</param>
public sealed class KnownPaths(Func<IEnumerable<string>> known)
{
    // By the number of segments, those with the fewest placeholders first.
    private readonly Lazy<ILookup<int, (string Template, string[] Segments)>> byLength = new(() => known()
        .Select(template => template.Split('?')[0]).Distinct(StringComparer.Ordinal)
        .Select(template => (Template: template, Segments: template.Split('/')))
        .OrderBy(one => one.Segments.Count(IsPlaceholder)).ThenBy(one => one.Template, StringComparer.Ordinal)
        .ToLookup(one => one.Segments.Length));

    /// <summary>The template; null if none fits.</summary>
    /// <param name="pathAndQuery">As it is sent.</param>
    public string? Of(string pathAndQuery)
    {
        ArgumentNullException.ThrowIfNull(pathAndQuery);
        var segments = pathAndQuery.Split('?')[0].Split('/');
        return byLength.Value[segments.Length].FirstOrDefault(one => Fits(one.Segments, segments)).Template;
    }

    private static bool Fits(string[] template, string[] segments)
    {
        for (var i = 0; i < template.Length; i++)
        {
            if (!IsPlaceholder(template[i]) && template[i] != segments[i])
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPlaceholder(string segment) => segment.Contains('{', StringComparison.Ordinal);
}
