using ServerlessMcp.Tests.Catalog;
using YamlDotNet.RepresentationModel;

namespace ServerlessMcp.Tests.Repository;

/// <summary>The GitHub Action: composite, of no other action, and each of its inputs reaches its script. What the script does, the tests of the command line show against a running host.</summary>
public sealed class ActionFileTests
{
    [Theory]
    [InlineData("action.yml", "action/mint.sh")]
    [InlineData("action/revoke/action.yml", "../revoke.sh")]
    public void It_runs_its_script_alone_with_all_that_was_given(string file, string script)
    {
        var action = Read(file);
        var runs = (YamlMappingNode)action["runs"];
        Assert.Equal("composite", (string?)runs["using"]);
        var step = (YamlMappingNode)Assert.Single((YamlSequenceNode)runs["steps"]);
        Assert.DoesNotContain("uses", step.Children.Keys.Select(key => (string)key!));
        Assert.Equal(("bash", $"\"$GITHUB_ACTION_PATH/{script}\""), ((string?)step["shell"], (string?)step["run"]));
        Assert.True(File.Exists(SourceTree.PathOf([.. file.Split('/')[..^1], .. script.Split('/')])), script);

        // In the environment and not in the command: what stands in an input is text and never shell.
        var given = ((YamlMappingNode)step["env"]).Children.Values.Select(value => (string)value!);
        Assert.Equal(Inputs(action).Select(input => $"${{{{ inputs.{input} }}}}").Order(StringComparer.Ordinal), given.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Revoking_takes_what_minting_was_given()
    {
        string[] minting = [.. Inputs(Read("action.yml")), "id"];
        Assert.All(Inputs(Read("action/revoke/action.yml")), input => Assert.Contains(input, minting));
    }

    private static IEnumerable<string> Inputs(YamlMappingNode action) => ((YamlMappingNode)action["inputs"]).Children.Keys.Select(key => (string)key!);

    private static YamlMappingNode Read(string file)
    {
        using var reader = new StreamReader(SourceTree.PathOf(file.Split('/')));
        var stream = new YamlStream();
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }
}
