using System.Text.Json.Nodes;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Client;

/// <summary>A 404 names what was looked for, in the caller's own words.</summary>
public sealed class LookedForTests
{
    private const string NotFound = """{"errors":[{"status":"404","title":"not found"}]}""";

    [Theory]
    [InlineData("get_single_hashicorp_terraform_cloud_run_by_id", """{"run_id":"run-0000000000000000"}""", "Looked for: run_id run-0000000000000000.")]
    [InlineData("get_single_hashicorp_terraform_cloud_workspace_by_name", """{"workspace_name":"paymnt"}""", "Looked for: organization_name acme-corp, workspace_name paymnt.")]
    [InlineData("create_a_hashicorp_terraform_cloud_run", """{"workspace_id":"ws-0000000000000000"}""", "Looked for: workspace_id ws-0000000000000000.")]
    [InlineData("hashicorp_terraform_cloud_runs_diagnose", """{"run_id":"run-0000000000000000"}""", "Looked for: run_id run-0000000000000000.")]
    [InlineData("hashicorp_terraform_cloud_plans_summary", """{"plan_id":"plan-0000000000000000"}""", "Looked for: plan_id plan-0000000000000000.")]
    [InlineData("hashicorp_terraform_cloud_plans_logs", """{"plan_id":"run-0000000000000000"}""", "Looked for: plan_id run-0000000000000000.")]
    public async Task It_names_the_id_or_name(string tool, string arguments, string words)
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await product.CallAsync(await product.TokenAsync("""{"methods":["*"]}"""), tool, arguments);
        Assert.Equal(404, (int)answer.Answer()["error"]!["status"]!);
        Assert.Contains(words, (string)answer.Answer()["error"]!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_tool_whose_path_has_an_id_does()
    {
        var upstream = new ScriptedUpstream();
        upstream.AnswerAll(NotFound, 404);
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        const string Config = """{"methods":["*"],"tags":["*","credentials"]}""";
        var (hcp, enterprise) = (await product.TokenAsync(Config), await product.EnterpriseTokenAsync(Config));
        var (silent, named) = (new List<string>(), 0);
        foreach (var tool in TerraformTools.All)
        {
            var arguments = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
            var answer = (await product.CallAsync(tool.Availability == Availability.EnterpriseOnly ? enterprise : hcp, tool.Name, arguments.ToJsonString())).Answer();

            // Some reports say in their parts what they could not read.
            if ((int?)answer["error"]?["status"] == 404)
            {
                var detail = (string?)answer["error"]!["detail"] ?? "";
                var ids = tool.Arguments.Where(argument => argument.Place == ArgumentPlace.Path && argument.Kind == JsonKind.Text && arguments.ContainsKey(argument.Name)).Take(5).ToList();
                named += ids.Count;
                silent.AddRange(ids.Where(id => !detail.Contains($"{id.Name} {ArgumentWords.Excerpt((string)arguments[id.Name]!)}", StringComparison.Ordinal)).Select(id => $"{tool.Name}: {id.Name} in '{detail}'"));
            }
        }

        Assert.True(silent.Count == 0, string.Join('\n', silent));
        Assert.InRange(named, 300, 5000);
    }
}
