using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Exposure;

/// <summary>What people ask for and the tools that do it. <c>questions.csv</c> has a line each: the question, and the tools of which one is enough.</summary>
public sealed class ToolSearchTests
{
    public static TheoryData<string, string> Questions =>
        [.. File.ReadLines(SourceTree.PathOf("tests", "Shared.Tests", "Catalog", "questions.csv")).Skip(1).Select(line => line.Split(',')).Select(cells => (cells[0], cells[1]))];

    // Five is how many search_tools answers unless it is asked for more.
    [Theory, MemberData(nameof(Questions))]
    public void A_question_finds_its_tool_among_the_first_five(string question, string tools)
    {
        var expected = tools.Split(' ').Select(AllTools.Find).ToArray();
        var found = ToolSearch.Of(TerraformTools.Catalog).Find(question, tool => ((TerraformTool)tool).Availability != Availability.EnterpriseOnly).Take(5).ToArray();
        Assert.True(found.Intersect(expected).Any(), $"{question}: {string.Join(", ", found.Select(tool => tool.Name))}");
    }

    [Theory]
    [InlineData("create workspace", "create_a_hashicorp_terraform_cloud_workspace")]
    [InlineData("create variable set", "create_a_hashicorp_terraform_cloud_variable_set")]
    [InlineData("list projects", "list_all_hashicorp_terraform_cloud_projects")]
    [InlineData("list runs", "list_all_hashicorp_terraform_cloud_runs")]
    public void A_name_with_nothing_that_was_not_asked_for_is_first(string question, string tool) =>
        Assert.Equal(tool, ToolSearch.Of(TerraformTools.Catalog).Find(question, _ => true)[0].Name);

    [Fact]
    public void Small_words_find_nothing() => Assert.Empty(ToolSearch.Of(TerraformTools.Catalog).Find("what is it that I have to do with this", _ => true));
}
