using System.Globalization;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Tools;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Exposure;

/// <summary>What people ask for and the tools that do it. <c>questions.csv</c> has a line each: the question, and the tools of which one is enough.</summary>
public sealed class ToolSearchTests
{
    public static TheoryData<string, string> Questions =>
        [.. Read("questions.csv")];

    // Five is how many search_tools answers unless it is asked for more.
    [Theory, MemberData(nameof(Questions))]
    public void A_question_finds_its_tool_among_the_first_five(string question, string tools)
    {
        var expected = tools.Split(' ').Select(AllTools.Find).ToArray();
        var found = ToolSearch.Of(TerraformTools.Catalog).Find(question, tool => ((TerraformTool)tool).Availability != Availability.EnterpriseOnly).Take(5).ToArray();
        Assert.True(found.Intersect(expected).Any(), $"{question}: {string.Join(", ", found.Select(tool => tool.Name))}");
    }

    [Fact]
    public void Most_questions_have_their_tool_first_and_nearly_all_among_the_first_three() => Judge("questions.csv", first: 75, three: 90);

    // Nobody chose a weight by these: what they reached when they were first measured is 77.2 % and 88.1 %.
    [Fact]
    public void Questions_that_nothing_was_chosen_by_find_their_tools_too() => Judge("questions-held-out.csv", first: 80, three: 93);

    // Asked in words that no tool is described by: half of a hundred were tuned on, the other half was not looked at. Before
    // there were examples, 41 % of it came first and 54 % among three. Of the fresh ones, said as plainly as one can without
    // the product's words, one half was tuned on by synonyms alone (43 and 53 % before); the other, which was not, went from 53
    // and 70 % to what stands here. The tasks were written before anybody looked at what they find: 50 and 77 % then.
    [Theory]
    [InlineData("questions-indirect.csv", 80, 90)]
    [InlineData("questions-indirect-held-out.csv", 80, 92)]
    [InlineData("questions-fresh.csv", 60, 85)]
    [InlineData("questions-fresh-held-out.csv", 60, 75)]
    [InlineData("questions-tasks-held-out.csv", 65, 82)]
    public void Questions_in_other_words_find_their_tools(string file, double first, double three) => Judge(file, first, three);

    [Fact]
    public void Every_example_is_of_a_tool_that_there_is_and_finds_it()
    {
        var examples = TerraformTools.Catalog.Vocabulary.Examples();
        Assert.NotEmpty(examples);
        Assert.Empty(examples.Where(example => TerraformTools.Find(example.Tool) is null).Select(example => example.Tool).Distinct());
        var lost = examples.Where(example => !Find(example.Asked).Take(5).Any(tool => tool.ShortName == example.Tool)).Select(example => $"{example.Tool}: {example.Asked}").ToList();
        Assert.True(lost.Count <= examples.Count / 50, string.Join('\n', lost));
    }

    [Theory]
    [InlineData("lock payments-prod", "tfc_workspaces_lock")]
    [InlineData("what holds up core-networking", "tfc_runs_diagnose")]
    [InlineData("lock billing-api", "tfc_workspaces_lock")]
    [InlineData("outputs of policy-service", "tfc_current_state_version_outputs_list")]
    public void Somebodys_name_says_nothing_of_tools(string question, string tool) => Assert.Equal(tool, Find(question)[0].ShortName);

    private static void Judge(string file, double first, double three)
    {
        var places = Read(file).Select(row => (row.Question, Place: Place(row.Question, row.Tools, out var found), Found: found)).ToList();
        var misses = places.Where(row => row.Place > 0).OrderByDescending(row => row.Place)
            .Select(row => $"{row.Place} {row.Question}: {string.Join(", ", row.Found.Take(5).Select(tool => tool.ShortName))}");
        var (inFirst, inThree) = (places.Count(row => row.Place == 0) * 100.0 / places.Count, places.Count(row => row.Place < 3) * 100.0 / places.Count);
        Assert.True(inFirst >= first && inThree >= three,
            string.Create(CultureInfo.InvariantCulture, $"{file}: {inFirst:0.0} % first, {inThree:0.0} % among three.\n{string.Join('\n', misses)}"));
    }

    // Which one of the tools found is one of the expected; of Enterprise's tools a question knows only where it is about them.
    private static int Place(string question, string tools, out IReadOnlyList<ToolDefinition> found)
    {
        var expected = tools.Split(' ').Select(AllTools.Find).ToArray();
        var isEnterprise = expected.Any(tool => tool.Availability == Availability.EnterpriseOnly);
        found = ToolSearch.Of(TerraformTools.Catalog).Find(question, tool => isEnterprise || ((TerraformTool)tool).Availability != Availability.EnterpriseOnly);
        var place = found.ToList().FindIndex(expected.Contains);
        return place < 0 ? int.MaxValue : place;
    }

    private static IEnumerable<(string Question, string Tools)> Read(string file) =>
        File.ReadLines(SourceTree.PathOf("tests", "Shared.Tests", "Catalog", file)).Skip(1).Select(line => line.Split(',')).Select(cells => (cells[0], cells[1]));

    [Theory]
    [InlineData("create workspace", "create_a_hashicorp_terraform_cloud_workspace")]
    [InlineData("create variable set", "create_a_hashicorp_terraform_cloud_variable_set")]
    [InlineData("list projects", "list_all_hashicorp_terraform_cloud_projects")]
    [InlineData("list runs", "list_all_hashicorp_terraform_cloud_runs")]
    public void A_name_with_nothing_that_was_not_asked_for_is_first(string question, string tool) =>
        Assert.Equal(tool, ToolSearch.Of(TerraformTools.Catalog).Find(question, _ => true)[0].Name);

    [Theory, ClassData(typeof(AllTools))]
    public void A_tool_that_is_named_is_first(string name)
    {
        var tool = AllTools.Find(name);
        var shown = TerraformTools.Catalog.Twins(tool)[0];
        foreach (var named in new[] { tool.Name, tool.ShortName, tool.ShortName[4..], $"call mcp__tfc__{tool.ShortName} please" })
        {
            // Some names without their beginning are one word, which is no name.
            Assert.True(Find(named)[0] == shown || !named.Contains('_', StringComparison.Ordinal), $"{named}: {Find(named)[0].Name}");
        }
    }

    [Fact]
    public void Tools_that_are_named_together_come_in_their_order_and_before_what_else_is_asked() =>
        Assert.Equal(["tfc_runs_apply", "tfc_runs_get", "tfc_workspaces_lock"], First("tfc_runs_apply, tfc_runs_get and lock the workspace", 3));

    // For every resource: its name alone, and with words that only read.
    [Fact]
    public void What_destroys_is_never_first_unless_it_is_asked_for()
    {
        var wrong = TerraformTools.All.Where(tool => tool.Method == ToolMethod.List).Select(tool => CanonicalName.Parse(tool.Name).Subject.Replace('_', ' '))
            .SelectMany(things => new[] { things, $"list {things}", $"show {things}", $"who has {things}", $"which {things}", $"find {things}" })
            .Select(question => (question, tool: Find(question)[0])).Where(row => row.tool.Effect == Effect.Destroy).Select(row => $"{row.question}: {row.tool.ShortName}").ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("delete workspace")]
    [InlineData("remove a workspace")]
    [InlineData("destroy this workspace")]
    [InlineData("get rid of a workspace")]
    public void The_safe_way_to_destroy_is_first(string question) =>
        Assert.Equal("tfc_workspaces_safe_delete", Find(question)[0].ShortName);

    [Theory]
    [InlineData("lock the workspace and invite a user", "tfc_workspaces_lock", "tfc_organization_memberships_create")]
    [InlineData("list teams, list projects", "tfc_teams_list", "tfc_projects_list")]
    [InlineData("show the cost estimate; who approved this run?", "tfc_cost_estimates_get", "tfc_run_events_list")]
    [InlineData("lock and unlock a workspace", "tfc_workspaces_lock", "tfc_workspaces_unlock")]
    public void Topics_of_one_question_share_the_first_places(string question, string one, string other) =>
        Assert.Equal([one, other], First(question, 2));

    [Theory]
    [InlineData("is_destroy", "tfc_runs_create")]
    [InlineData("target_addrs", "tfc_runs_create")]
    [InlineData("refresh only run", "tfc_runs_create")]
    [InlineData("assessments_enabled", "tfc_workspaces_update")]
    [InlineData("auto-destroy-at", "tfc_workspaces_update")]
    [InlineData("tag_key", "tfc_workspaces_list")]
    [InlineData("parallelism", "tfc_registry_test_runs_create")]
    public void An_argument_finds_the_tool_that_takes_it(string question, string tool) => Assert.Contains(tool, First(question, 2));

    [Theory]
    [InlineData("lst workspaces", "tfc_workspaces_list")]
    [InlineData("unlcok workspace", "tfc_workspaces_unlock")]
    [InlineData("cancle run", "tfc_runs_cancel")]
    [InlineData("show varibles", "tfc_workspace_variables_list")]
    public void A_slip_of_the_pen_is_read_over(string question, string tool) => Assert.Equal(tool, Find(question)[0].ShortName);

    // Whatever is asked, by name or by words, with tools that the filter has not.
    [Fact]
    public void Nothing_is_found_that_the_filter_does_not_allow()
    {
        foreach (var tool in TerraformTools.All.Where(tool => tool.Effect != Effect.Read))
        {
            foreach (var question in new[] { tool.Name, $"mcp__tfc__{tool.ShortName}", tool.Description })
            {
                Assert.All(ToolSearch.Of(TerraformTools.Catalog).Find(question, each => each.Effect == Effect.Read), found => Assert.Equal(Effect.Read, found.Effect));
            }
        }
    }

    [Fact]
    public void A_catalogue_without_a_vocabulary_is_searched_too()
    {
        var catalog = TerraformTools.Of(Runs.Tools);
        Assert.Equal("tfc_runs_apply", ToolSearch.Of(catalog).Find("apply run", _ => true)[0].ShortName);
    }

    private static IReadOnlyList<ToolDefinition> Find(string question) => ToolSearch.Of(TerraformTools.Catalog).Find(question, _ => true);

    private static string[] First(string question, int count) => [.. Find(question).Take(count).Select(tool => tool.ShortName)];

    [Fact]
    public void Small_words_find_nothing() => Assert.Empty(ToolSearch.Of(TerraformTools.Catalog).Find("what is it that I have to do with this", _ => true));
}
