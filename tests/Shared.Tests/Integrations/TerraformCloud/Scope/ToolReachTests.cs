using System.Text;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Scope;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Scope;

/// <summary>What each row means for a scope. The golden file is the list that a reviewer signs: a tool that moves in it shows in the diff.</summary>
public sealed class ToolReachTests
{
    [Fact]
    public void What_each_tool_reaches_is_as_the_list_says()
    {
        var page = new StringBuilder();
        foreach (var group in TerraformTools.All.GroupBy(tool => ToolScope.Of(tool).Reach).OrderByDescending(group => group.Key))
        {
            page.Append(null, $"# {group.Key}: {group.Count()} tools\n");
            foreach (var tool in group)
            {
                page.Append(null, $"{tool.ShortName} {tool.Verb} {tool.Path}{(ToolScope.Of(tool).IsJudgedList ? " (row by row)" : "")}\n");
            }
        }

        SourceTree.AssertFile(SourceTree.PathOf("tests", "Shared.Tests", "Integrations", "TerraformCloud", "Scope", "reach.txt"), page.ToString());
    }

    [Theory, ClassData(typeof(AllTools))]
    public void A_tool_under_a_scope_takes_nothing_that_is_not_traced_or_refused(string name)
    {
        var tool = AllTools.Find(name);
        var row = ToolScope.Of(tool);
        Assert.True(Enum.IsDefined(row.Reach));
        if (row.Reach == ToolReach.Organization)
        {
            return;
        }

        // All that stands in the path is proven, is the organization's name, or is a name within what is proven.
        Assert.DoesNotContain(row.Arguments, argument => argument.Argument is { Place: ArgumentPlace.Path } && argument.Role == ArgumentRole.Organization);
        Assert.All(row.Arguments.Where(argument => argument.Argument.Form?.Prefix is not null), argument => Assert.NotEqual(ArgumentRole.Plain, argument.Role));
        Assert.True(row.IsOrganizationList || row.Anchor is not null || row.Arguments.Any(argument => argument.IsAnchor), name);
    }

    [Fact]
    public void Every_type_of_the_table_ends_at_a_workspace_or_a_project()
    {
        foreach (var type in TerraformTools.All.SelectMany(tool => ToolScope.Of(tool).Arguments).Select(argument => argument.Rule?.Type).OfType<string>().Distinct())
        {
            Assert.All(Ends(type, 8), end => Assert.Contains(end, new[] { "workspaces", "projects" }));
        }
    }

    private static IEnumerable<string> Ends(string type, int steps)
    {
        var rule = OwnerRules.Of(type);
        if (rule is null || steps == 0)
        {
            return ["nowhere from " + type];
        }

        var next = rule.Owners.SelectMany(owner => owner.Types).Concat(rule.Proofs.Select(proof => proof.Type)).Distinct().ToArray();
        return next.Length == 0 ? [type] : next.SelectMany(owner => Ends(owner, steps - 1));
    }
}
