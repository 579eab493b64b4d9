using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>What the API requires is required here, and a call that asks for nothing is not sent.</summary>
public sealed class NothingAskedTests
{
    private static readonly string[] Header = ["verb", "path", "required", "optional"];

    [Theory, ClassData(typeof(AllTools))]
    public void An_update_without_a_change_is_refused_and_says_what_it_takes(string name)
    {
        var tool = AllTools.Find(name);
        if (tool.Method != ToolMethod.Update)
        {
            return;
        }

        var arguments = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
        foreach (var argument in tool.Arguments.Where(argument => argument.Place is not (ArgumentPlace.Path or ArgumentPlace.Query or ArgumentPlace.Answer)))
        {
            arguments.Remove(argument.Name);
        }

        var errors = ArgumentReader.Read(tool, arguments.ToDictionary(member => member.Key, member => JsonElement.Parse(member.Value!.ToJsonString())), "acme-corp").Errors;
        Assert.NotEmpty(errors);
        var offered = tool.Arguments.Where(argument => argument.Place is ArgumentPlace.Attribute or ArgumentPlace.Relationship or ArgumentPlace.Root or ArgumentPlace.Identifiers or ArgumentPlace.Type);
        Assert.Contains(offered, argument => errors.Any(error => error.Message.Contains(argument.Name, StringComparison.Ordinal)));
    }

    [Fact]
    public void A_list_that_needs_one_of_two_filters_says_so()
    {
        var tool = AllTools.Find("list_all_hashicorp_terraform_cloud_team_workspaces");
        Assert.Equal("workspace_id or team_id is required: at least one of them.", Assert.Single(ArgumentReader.Read(tool, null, null).Errors).Message);
    }

    /// <summary>documented-query.csv is every endpoint with a query, by the documentation, OpenAPI and clients of August 2026, with what they call required.</summary>
    [Fact]
    public void Every_documented_query_member_that_is_required_is_required_here()
    {
        var lines = File.ReadAllLines(SourceTree.PathOf("tests", "Shared.Tests", "Catalog", "documented-query.csv"));
        Assert.Equal(Header, lines[0].Split(','));
        var byRequest = TerraformTools.All.GroupBy(EndpointCoverageTests.Request).ToDictionary(tools => tools.Key, tools => tools.ToArray());
        var problems = new List<string>();
        var required = 0;
        foreach (var cells in lines.Skip(1).Select(line => line.Split(',')))
        {
            foreach (var tool in byRequest.GetValueOrDefault($"{cells[0]} {cells[1]}", []).Where(tool => tool.Report is null))
            {
                foreach (var name in cells[2].Split(';', StringSplitOptions.RemoveEmptyEntries))
                {
                    required++;
                    if (!tool.Arguments.Any(argument => argument.Place == ArgumentPlace.Query && argument.WireName == name && argument.IsRequired))
                    {
                        problems.Add($"{tool.Name} does not require {name}");
                    }
                }
            }
        }

        Assert.Empty(problems);
        Assert.True(lines.Length > 100 && required >= 15, $"{lines.Length} {required}");
    }

    [Theory]
    [InlineData("2026-01-31T12:00:00Z", true)]
    [InlineData("2026-01-31T12:00:00.123Z", true)]
    [InlineData("2026-01-31T12:00:00+02:00", true)]
    [InlineData("2026-01-31", false)]
    [InlineData("2026-01-31T12:00:00", false)]
    [InlineData("2026-02-31T12:00:00Z", false)]
    [InlineData("yesterday", false)]
    [InlineData("1767225600", false)]
    public void A_date_time_is_one_with_its_zone(string text, bool isOne)
    {
        var since = AllTools.Find("list_all_hashicorp_terraform_cloud_audit_trails");
        var errors = ArgumentReader.Read(since, new Dictionary<string, JsonElement> { ["since"] = ArgumentValue.FromText(text) }, null).Errors;
        Assert.Equal(isOne, errors.Count == 0);
        Assert.All(errors, error => Assert.Contains("2026-01-31T12:00:00Z", error.Message, StringComparison.Ordinal));
    }

    /// <summary>Every argument that is described as a date-time is checked as one, so that none is ignored in silence.</summary>
    [Fact]
    public void Every_argument_that_is_described_as_a_date_time_is_checked_as_one() =>
        Assert.Empty(TerraformTools.All.SelectMany(tool => tool.Arguments.Select(argument => (tool, argument)))
            .Where(each => each.argument.Kind == JsonKind.Text && !each.argument.IsInstant
                && (each.argument.Description.Contains("ISO 8601", StringComparison.Ordinal) || each.argument.Description.Contains("RFC 3339", StringComparison.Ordinal)))
            .Select(each => $"{each.tool.Name} {each.argument.Name}"));
}
