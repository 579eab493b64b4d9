using System.Text.RegularExpressions;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd;

/// <summary>What an agent in an incident reads, by the official client and over a real connection: the overview, a diagnosis, a wait with its progress, drift, and the prompts that lead there.</summary>
public sealed partial class ReadingTests
{
    public static TheoryData<string> Eras => [.. Agent.Eras];

    [Theory, MemberData(nameof(Eras))]
    public async Task An_incident_is_found_diagnosed_and_waited_for(string era)
    {
        await using var server = await LocalServer.StartAsync();
        await using var agent = await Agent.ConnectAsync((await server.Api.MintAsync()).Url, era);

        var waiting = await agent.ListAsync("hashicorp_terraform_cloud_organizations_overview", ("states", new[] { "waiting" }));
        var run = Assert.Single(waiting, row => row.Text("workspace_name") == "core-networking").Text("run_id");
        var diagnosis = await agent.CallAsync("hashicorp_terraform_cloud_runs_diagnose", ("run_id", run));
        Assert.Equal("policy_override", diagnosis.Text("cause"));
        Assert.Equal("network-guardrails/restrict-ingress-cidr", diagnosis.GetProperty("failed_policies")[0].Text("policy"));

        var hanging = (await agent.ListAsync("list_all_hashicorp_terraform_cloud_organization_runs", ("status", "applying")))[0].Text("id");
        var (answer, progress) = await agent.WatchAsync("get_single_hashicorp_terraform_cloud_run_by_id", ("run_id", hanging), ("wait_seconds", 4));
        Assert.True(answer.GetProperty("still_running").GetBoolean());
        Assert.NotEmpty(progress);
        Assert.All(progress, note => Assert.Equal(("run is applying", 4f), (note.Message, note.Total)));

        var drift = await agent.ListAsync("hashicorp_terraform_cloud_workspaces_drift_report");
        Assert.Equal("aws_db_instance.reader", drift[0].GetProperty("drifted")[0].Text("address"));
    }

    [Theory, MemberData(nameof(Eras))]
    public async Task Prompts_are_listed_and_lead_to_tools_that_the_agent_has(string era)
    {
        await using var server = await LocalServer.StartAsync();
        await using var agent = await Agent.ConnectAsync((await server.Api.MintAsync("""{"methods": ["*"], "tool_names": "short"}""")).Url, era);
        var prompts = await agent.PromptsAsync();
        Assert.Equal(8, prompts.Count);
        foreach (var prompt in prompts)
        {
            (string, object?)[] arguments = prompt switch
            {
                "review_a_plan" => [("run_id", "run-AAAAAAAAAAAAAAAA")],
                "review_drift" => [],
                "change_a_variable" => [("workspace_name", "eu-frontend"), ("variable", "max_nodes"), ("value", "20")],
                "recover_a_locked_workspace" => [("workspace_name", "payment-gateway"), ("message", "AI auto-recovery")],
                "read_an_output" => [("workspace_name", "internal-vpn"), ("output", "vpn_encryption_algorithm")],
                _ => [("workspace_name", "core-networking")],
            };
            var named = ToolName().Matches(await agent.PromptAsync(prompt, arguments)).Select(match => match.Value).ToList();
            Assert.NotEmpty(named);
            Assert.All(named, tool => Assert.Contains(tool, agent.Tools));
        }
    }

    [GeneratedRegex("tfc_[a-z_]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ToolName();
}
