using System.Text.RegularExpressions;
using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Tests.Exposure;

public sealed class ToolFilterTests
{
    private static readonly string[] MethodWords = ["read", "write", "custom", "list", "get", "create", "update", "delete", "*", "READ", "admin"];

    private static readonly IntegratedAccount Hcp = new() { Id = "prod", Address = new("https://app.terraform.io"), SecretName = "token" };

    // One row of every method, effect and availability, and rows that contradict themselves, as a careless hand could write them.
    private static readonly ToolCatalog Every = TerraformTools.Of(
    [
        .. TerraformTools.All.Select(tool => tool with { Arguments = [] }),
        .. from method in Enum.GetValues<ToolMethod>()
           from effect in new[] { Effect.Read, Effect.Mutate, Effect.Destroy, (Effect)0, (Effect)9 }
           from verb in new[] { HttpMethod.Get, HttpMethod.Post }
           from availability in new[] { Availability.Both, Availability.HcpOnly, Availability.EnterpriseOnly, (Availability)9 }
           select Action($"hashicorp_terraform_cloud_things_{method}_{effect}_{verb}_{availability}".ToLowerInvariant(), verb, "/things", "things", effect, ["things", "core"], "Row.") with
           {
               Method = method,
               Availability = availability,
           },
    ]);

    private static readonly ILookup<string, TerraformTool> Same = Every.All.Cast<TerraformTool>().ToLookup(tool => tool.MergedInto ?? tool.Name);

    [Fact]
    public void A_config_that_says_nothing_reads_and_only_core()
    {
        var tools = Select(new());
        Assert.NotEmpty(tools);
        Assert.All(tools, tool => Assert.True(tool.Effect == Effect.Read && tool.Verb == HttpMethod.Get && tool.Tags.Contains("core")));
        Assert.Equal(
            TerraformTools.All.Where(tool => tool.Effect == Effect.Read && tool.Tags.Contains("core") && tool.MergedInto is null),
            new ToolFilter(new(), Hcp, TerraformTools.Catalog).Select());
    }

    [Fact]
    public void Words_for_reading_never_let_a_change_through()
    {
        string[] tags = ["*", "core", "things", "runs"];
        foreach (var methods in Subsets(["read", "list", "get", "READ", "admin"]))
        {
            foreach (var tag in Subsets(tags))
            {
                Assert.All(Select(new() { Methods = methods, Tags = tag }), tool => Assert.True(tool.Effect == Effect.Read && tool.Verb == HttpMethod.Get, tool.Name));
            }
        }
    }

    [Fact]
    public void A_policy_that_reads_makes_every_config_read()
    {
        var account = Hcp with { Policy = new() { Methods = ["read"] } };
        foreach (var methods in Subsets(MethodWords))
        {
            Assert.All(Select(new() { Methods = methods, Tags = ["*"] }, account), tool => Assert.Equal(Effect.Read, tool.Effect));
        }
    }

    [Trait("Lane", "slow")]
    [Fact]
    public void The_filter_agrees_with_its_definition()
    {
        string[][] tagSets = [["*"], ["*", "credentials"], ["credentials", "runs"], ["team-tokens"], ["core"], ["runs", "state"], [], ["nonsense"], ["core", "policies"]];
        string[][] globs = [[], ["*"], ["*_runs_*"], ["tfc_*_list", "hashicorp_terraform_cloud_runs_appl?"], ["list_all_hashicorp_terraform_cloud_runs"], ["?"]];
        foreach (var methods in Subsets(MethodWords).Where((_, index) => index % 7 == 0 || index < 64))
        {
            foreach (var (tags, tools) in tagSets.SelectMany(_ => globs, (tags, tools) => (tags, tools)))
            {
                var config = new McpServerConfig { Methods = methods, Tags = tags, Tools = tools, ExcludeTools = globs[(methods.Length + tools.Length) % globs.Length] };
                Assert.Equal(Every.All.Cast<TerraformTool>().Where(tool => IsShown(config, tool)).Select(tool => tool.Name), Select(config).Select(tool => tool.Name));
            }
        }
    }

    [Fact]
    public void What_is_excluded_is_out_whatever_else_is_said()
    {
        var all = new McpServerConfig { Methods = ["*"], Tags = ["*", "credentials"], Tools = ["*"] };
        foreach (var tool in TerraformTools.All)
        {
            var account = tool.Availability == Availability.EnterpriseOnly ? Hcp with { Address = new("https://tfe.example.com") } : Hcp;
            Assert.True(new ToolFilter(all with { ExcludeTools = [] }, account, Every).Allows(tool));
            string[] names = [tool.Name, tool.ShortName, tool.Name.ToUpperInvariant(), tool.Name[..^1] + "?", "*" + tool.Name[5..]];
            Assert.All(names, glob => Assert.False(new ToolFilter(all with { Tools = [tool.Name], ExcludeTools = [glob] }, account, Every).Allows(tool)));
        }
    }

    [Fact]
    public void A_name_gives_nothing_that_method_and_tag_do_not() =>
        Assert.Empty(Select(new() { Tools = ["hashicorp_terraform_cloud_runs_apply", "tfc_runs_apply"] }));

    [Fact]
    public void A_tool_of_the_other_product_does_not_exist()
    {
        var enterprise = Hcp with { Address = new("https://tfe.example.com") };
        var all = new McpServerConfig { Methods = ["*"], Tags = ["*"] };
        Assert.DoesNotContain(Select(all), tool => tool.Availability is not (Availability.Both or Availability.HcpOnly));
        Assert.DoesNotContain(Select(all, enterprise), tool => tool.Availability is not (Availability.Both or Availability.EnterpriseOnly));
    }

    [Theory]
    [InlineData((Effect)0, ToolMethod.Get)]
    [InlineData((Effect)9, ToolMethod.Custom)]
    [InlineData(Effect.Read, (ToolMethod)9)]
    [InlineData(Effect.Mutate, ToolMethod.List)]
    [InlineData(Effect.Destroy, ToolMethod.Get)]
    public void What_the_filter_does_not_know_it_refuses(Effect effect, ToolMethod method)
    {
        var tool = TerraformTools.All[0] with { Effect = effect, Method = method };
        Assert.False(new ToolFilter(new() { Methods = ["*"], Tags = ["*"] }, Hcp, Every).Allows(tool));
    }

    [Fact]
    public void Filters_with_one_key_allow_the_same()
    {
        string[][] lists = [[], ["*"], ["core"], ["core", "runs"], ["runs", "core", "core"], ["core,4:runs"], ["*", "credentials"], ["credentials"]];
        var filters = from methods in Subsets(["read", "list", "get", "write", "*"])
                      from tags in lists
                      from tools in lists
                      from address in new[] { "https://app.terraform.io", "https://tfe.example.com" }
                      select new ToolFilter(new() { Methods = methods, Tags = tags, Tools = tools }, Hcp with { Address = new(address) }, Every);
        foreach (var group in filters.GroupBy(filter => filter.Key, filter => string.Join(' ', filter.Select().Select(tool => tool.Name))))
        {
            Assert.Single(group.Distinct());
        }
    }

    [Fact]
    public void A_key_does_not_depend_on_how_a_config_is_written()
    {
        Assert.Equal(Key(["read"], ["core", "runs"]), Key(["get", "list", "read", "nonsense"], ["runs", "core", "runs"]));
        Assert.Equal(Key(["*"], ["*"]), Key(["read", "write", "custom"], ["core", "*"]));
        Assert.NotEqual(Key(["read"], ["core"]), Key(["list", "get"], ["core"]));

        static string Key(string[] methods, string[] tags) => new ToolFilter(new() { Methods = methods, Tags = tags }, Hcp, Every).Key;
    }

    private static IReadOnlyList<TerraformTool> Select(McpServerConfig config, IntegratedAccount? account = null) => [.. new ToolFilter(config, account ?? Hcp, Every).Select().Cast<TerraformTool>()];

    // McpServerConfig's documentation, word for word, with regular expressions for globs.
    // One of those that do the same is shown where a URL has both.
    private static bool IsShown(McpServerConfig config, TerraformTool tool) => Naive(config, tool)
        && !(tool.MergedInto is { } target && Naive(config, (TerraformTool)Every.Find(target, ToolNames.Canonical)!));

    // A name means all that do the same.
    private static bool Matches(string glob, TerraformTool tool) => Same[tool.MergedInto ?? tool.Name].Any(one => MatchesItself(glob, one));

    private static bool Naive(McpServerConfig config, TerraformTool tool)
    {
        var isSound = tool.Effect switch
        {
            Effect.Read => tool.Verb == HttpMethod.Get && (tool.Method is ToolMethod.List or ToolMethod.Get or ToolMethod.Custom),
            Effect.Mutate or Effect.Destroy => tool.Method is not (ToolMethod.List or ToolMethod.Get),
            _ => false,
        };
        string[] words = tool.Method == ToolMethod.Custom ? ["*", tool.MethodGroup] : ["*", tool.MethodGroup, tool.Method.ToString().ToLowerInvariant()];
        return isSound
            && tool.Availability is Availability.Both or Availability.HcpOnly
            && config.Methods.Intersect(words).Any()
            && (tool.Tags.Contains("credentials") ? config.Tags.Contains("credentials") : config.Tags.Intersect(tool.Tags.Append("*")).Any())
            && (tool.Adds is not { } adds || adds.Tools.All(name => Naive(config, TerraformTools.Find(name, ToolNames.Canonical)!)))
            && (config.Tools.Count == 0 || config.Tools.Any(glob => Matches(glob, tool)))
            && !config.ExcludeTools.Any(glob => Matches(glob, tool));
    }

    private static bool MatchesItself(string glob, TerraformTool tool)
    {
        var pattern = "^" + Regex.Escape(glob).Replace("\\*", ".*", StringComparison.Ordinal).Replace("\\?", ".", StringComparison.Ordinal) + "$";
        return Regex.IsMatch(tool.Name, pattern, RegexOptions.NonBacktracking) || Regex.IsMatch(tool.ShortName, pattern, RegexOptions.NonBacktracking);
    }

    private static IEnumerable<string[]> Subsets(string[] words) =>
        Enumerable.Range(0, 1 << words.Length).Select(bits => words.Where((_, index) => (bits >> index & 1) == 1).ToArray());
}
