using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>To what a set applies, in words: <c>all workspaces</c> of one that is global, else which or how many.</summary>
/// <param name="More">What it reads besides: the names of what came along.</param>
internal sealed record AppliesTo(params string[] More)
    : ToldMember("applies_to", ["global", "workspace_count", "project_count", "workspaces.id", "projects.id", .. More])
{
    // Who wants more of them reads their ids.
    private const int MaxNames = 10;

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ApiResource row, ApiResource[] included)
    {
        if (row.Flag("global") == true)
        {
            writer.WriteString(Name, "all workspaces");
            return;
        }

        var parts = new[] { Part(row, "workspace", included), Part(row, "project", included) };
        if (parts.Contains(null))
            return;
        var said = parts.Where(part => part!.Length > 0).ToList();
        writer.WriteString(Name, said.Count == 0 ? "no workspace" : string.Join("; ", said));
    }

    // Empty for none, null for what is not said.
    private static string? Part(ApiResource row, string what, ApiResource[] included)
    {
        var ids = row.RelatedIds(what + "s").ToList();
        var count = row.Number(what + "-count") ?? (row.Names(what + "s") is null ? null : ids.Count);
        if (count is not > 0)
            return count is null ? null : "";
        var names = ids.Select(id => included.Where(one => one.Id == id).Select(one => one.Text("name")).FirstOrDefault())
            .OfType<string>().Take(MaxNames).ToList();
        var more = count.Value - names.Count;
        return names.Count == 0 ? string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}")
            : $"{what}{(count == 1 ? "" : "s")} {string.Join(", ", names)}"
                + (more > 0 ? string.Create(CultureInfo.InvariantCulture, $" and {more} more") : "");
    }
}
