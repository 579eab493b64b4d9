using System.Text.Json;
using System.Text.RegularExpressions;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>
/// What each tool does to the world, judged from the API's own words, and why: <c>effects.csv</c> has a line for each tool, <c>argument-effects.csv</c> one for each argument that makes
/// a call worse than its tool, with what a URL has to have for it. The last cell of a line is the reason, commas and all.
/// </summary>
public sealed partial class EffectTests
{
    private static readonly string[][] Tools = Lines("effects.csv", 4);

    private static readonly string[][] Arguments = Lines("argument-effects.csv", 5);

    [Fact]
    public void Every_tool_has_the_effect_that_was_judged()
    {
        Assert.All(Tools, cells => Assert.True(cells[3].Length > 10, cells[0]));
        Assert.Equal(
            Tools.Select(cells => $"{cells[0]} {cells[1]}"), TerraformTools.All.Select(tool => $"{tool.Name} {tool.Effect.ToString().ToLowerInvariant()}"));
    }

    [Fact]
    public void What_makes_a_credential_is_tagged_so()
    {
        var makers = Tools.Where(cells => cells[2] == "yes").Select(cells => cells[0]).ToArray();
        Assert.Equal(makers, TerraformTools.All.Where(tool => tool.Tags.Contains(ToolFilter.Credentials)).Select(tool => tool.Name));

        // Those are the changes that answer a token, and no others.
        Assert.Equal(makers, TerraformTools.All.Where(tool => tool.Effect != Effect.Read && tool.DefaultFields.Contains("token")).Select(tool => tool.Name));
        Assert.DoesNotContain(TerraformTools.All, tool => tool.Effect == Effect.Read && tool.DefaultFields.Contains("token"));
    }

    [Fact]
    public void Every_argument_that_makes_a_call_worse_is_judged_and_names_what_it_needs() =>
        Assert.Equal(
            Arguments.Where(cells => cells[2].Length > 0).Select(cells => string.Join(' ', cells[..4])).Order(StringComparer.Ordinal),
            TerraformTools.All.SelectMany(tool => All(tool.Arguments).Where(argument => argument.Adds is not null).Select(argument => $"{tool.Name} {argument.Name} {Needs(argument.Adds!)} {string.Join('|', argument.Adds!.Harmless)}"))
                .Order(StringComparer.Ordinal));

    // What an API adds tomorrow has such a name.
    [Fact]
    public void An_argument_with_a_name_like_theirs_is_judged_as_well()
    {
        var judged = Arguments.Select(cells => $"{cells[0]} {cells[1]}").ToHashSet();
        var alike = TerraformTools.All.Where(tool => tool.Effect != Effect.Read).SelectMany(tool => All(tool.Arguments.Concat(tool.Constants))
            .Where(argument => Suspicious().IsMatch($"{argument.Name} {argument.WireName}".Replace('-', '_'))).Select(argument => $"{tool.Name} {argument.Name}"));
        Assert.Equal([], alike.Except(judged));
    }

    [Fact]
    public void What_is_named_to_be_needed_is_a_tool_that_destroys_and_needs_nothing_itself()
    {
        foreach (var tool in TerraformTools.All)
        {
            foreach (var adds in All(tool.Arguments).Select(argument => argument.Adds).Append(tool.Adds).OfType<AddedEffect>())
            {
                Assert.True(adds.Deletes || adds.Tools.Count > 0, tool.Name);
                Assert.NotEqual(Effect.Read, tool.Effect);
                Assert.All(adds.Tools.Select(AllTools.Find), needed => Assert.True(needed is { Effect: Effect.Destroy, Adds: null }, $"{tool.Name}: {needed.Name}"));
                Assert.All(adds.Harmless, value => Assert.False(adds.IsOf(ArgumentValue.FromText(value))));
                Assert.True(adds.Otherwise is not { } otherwise || !adds.IsOf(otherwise), tool.Name);
            }

            // One that can't be left out would be a tool that can't be called.
            Assert.All(All(tool.Arguments).Where(argument => argument.Adds is not null), argument => Assert.False(argument.IsRequired, $"{tool.Name} {argument.Name}"));
        }
    }

    [Theory]
    [InlineData("false", false)]
    [InlineData("null", false)]
    [InlineData("true", true)]
    [InlineData("\"true\"", true)]
    [InlineData("\"false\"", true)]
    [InlineData("\"\"", true)]
    [InlineData("0", true)]
    [InlineData("[]", true)]
    [InlineData("{}", true)]
    [InlineData("\"manual\"", false)]
    [InlineData("\"MANUAL\"", true)]
    public void What_is_not_known_to_be_harmless_is_not(string json, bool isOf) =>
        Assert.Equal(isOf, new AddedEffect { Tools = ["hashicorp_terraform_cloud_runs_apply"], Harmless = ["manual"] }.IsOf(JsonElement.Parse(json)));

    private static string Needs(AddedEffect adds) => string.Join(' ', adds.Deletes ? adds.Tools.Append("delete") : adds.Tools);

    private static IEnumerable<Argument> All(IEnumerable<Argument> arguments) => arguments.SelectMany(argument => All(argument.Members).Prepend(argument));

    private static string[][] Lines(string file, int cells) =>
        [.. File.ReadLines(SourceTree.PathOf("tests", "Shared.Tests", "Catalog", file)).Skip(1).Select(line => line.Replace("\"", "", StringComparison.Ordinal).Split(',', cells))];

    [GeneratedRegex("(^|[ _.])(auto|destroy|queue|force|approve|approval|all_plans)([ _.]|$)|empty_apply|auto_?approve", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Suspicious();
}
