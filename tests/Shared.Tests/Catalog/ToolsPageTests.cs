using System.Text;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Catalog;

public sealed class ToolsPageTests
{
    [Fact]
    public void The_documentation_lists_the_catalogue() => SourceTree.AssertFile(SourceTree.PathOf("docs", "tools.md"), Page(TerraformTools.All));

    private static string Page(IReadOnlyList<TerraformTool> tools)
    {
        var page = new StringBuilder();
        page.Append("# Tools\n\nGenerated from the catalogue (`src/Shared/Integrations/TerraformCloud/Tools`) by `ToolsPageTests`; `UPDATE_SNAPSHOTS=1` rewrites it.\n\n");
        page.Append("`config.methods` knows a tool by its method group or its method, `config.tags` by a tag, `config.tools` and `config.exclude_tools` by either name.\n");
        page.Append("What changes something says so: *mutate* can be changed back; *destroy* can't, or makes a plan real, ends what lives, or removes protection.\n");
        page.Append("An argument that makes a call destroy is named, with what a URL needs to have it: the tool behind it, or the method `delete`.\n");
        page.Append("Tools tagged `credentials` answer a new credential: `*` in a URL's `tags` leaves them out.\n");
        page.Append("*only* marks what HCP Terraform or Terraform Enterprise alone has: a URL for the other does not list it.\n\n");
        page.Append("A tool that is not listed beside another stays callable by its name; whoever names or excludes one of the two means both. Its tags are the other's where they say so.\n\n");
        page.Append(null, $"{tools.Count} tools, {tools.Count(tool => tool.Tags.Contains("core"))} of them tagged `core`, of which {tools.Count(tool => tool.Tags.Contains("core") && tool.MergedInto is null)} are listed.\n");
        var area = "";
        foreach (var tool in tools)
        {
            var next = tool.Tags.First(tag => tag != "core");
            if (next != area)
            {
                area = next;
                page.Append(null, $"\n## {area}\n\n| name | short name | method | effect | tags | endpoint | only | what it does |\n|---|---|---|---|---|---|---|---|\n");
            }

            var method = tool.Method == ToolMethod.Custom ? tool.MethodGroup : $"{tool.MethodGroup}: {tool.Method.ToString().ToLowerInvariant()}";
            page.Append(null, $"| `{tool.Name}` | `{tool.ShortName}` | {method} | {Effect(tool)} | {Tags(tool)} ");
            page.Append(null, $"| `{tool.Verb} {tool.Path}` | {Only(tool.Availability)} | {tool.Description.Replace("|", "\\|", StringComparison.Ordinal)}{Merged(tool)} |\n");
        }

        return page.ToString();
    }

    // Those of the tool that is listed in its place, where it has the same.
    private static string Tags(TerraformTool tool) =>
        tool.MergedInto is { } name && TerraformTools.Find(name)!.Tags.SequenceEqual(tool.Tags) ? $"as `{ToolShortName.Of(name)}`" : string.Join(", ", tool.Tags);

    private static string Merged(TerraformTool tool) =>
        tool.MergedInto is { } name ? $" Not listed beside `{ToolShortName.Of(name)}`, which does the same." : "";

    private static string Effect(TerraformTool tool) => string.Join(
        "; ",
        tool.Arguments.Where(argument => argument.Adds is not null).Select(argument => (argument.Name, Adds: argument.Adds!)).Append((Name: "", Adds: tool.Adds!)).Where(each => each.Adds is not null)
            .GroupBy(each => string.Join(", ", each.Adds.Tools.Select(name => $"`{ToolShortName.Of(name)}`").Concat(each.Adds.Deletes ? ["`delete`"] : Array.Empty<string>())))
            .Select(group => group.First().Name.Length == 0 ? $"needs {group.Key}" : $"{string.Join(", ", group.Select(each => each.Name))} need {group.Key}")
            .Prepend(tool.Effect.ToString().ToLowerInvariant()));

    private static string Only(Availability availability) => availability switch
    {
        Availability.HcpOnly => "HCP",
        Availability.EnterpriseOnly => "Enterprise",
        _ => "",
    };
}
