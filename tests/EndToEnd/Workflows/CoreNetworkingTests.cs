using System.Text.Json;
using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.Workflows;

/// <summary>"core-networking: the latest run is stuck; find it, see policy_override, read which soft-mandatory rule failed, override it, apply."</summary>
public sealed class CoreNetworkingTests
{
    public static TheoryData<string> Eras => [.. Agent.Eras];

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task The_stuck_run_is_overridden_and_applied(string revision)
    {
        await using var server = await LocalServer.StartAsync();
        await using var agent = await Agent.ConnectAsync(server.FirstUrl, revision);

        var workspace = await agent.FindWorkspaceAsync("core-networking");
        var run = (await agent.ListAsync("list_all_hashicorp_terraform_cloud_runs", ("workspace_id", workspace)))[0];
        Assert.Equal("policy_override", run.Text("status"));
        var runId = run.Text("id");

        var check = Assert.Single(await agent.ListAsync("list_all_hashicorp_terraform_cloud_policy_checks", ("run_id", runId)));
        Assert.Equal(["network-guardrails/restrict-ingress-cidr"], Failed(check, "soft-mandatory"));
        Assert.True(check.Can("override"));
        var tooEarly = await agent.FailAsync("hashicorp_terraform_cloud_runs_apply", ("run_id", runId));
        Assert.Equal(409, tooEarly.GetProperty("status").GetInt32());

        var overridden = await agent.CallAsync("hashicorp_terraform_cloud_policy_checks_override",
            ("policy_check_id", check.Text("id")), ("comment", "The corporate range follows tomorrow"));
        Assert.Equal("overridden", overridden.Text("status"));
        await agent.FollowRunAsync(runId, row => row.Can("confirm"));
        await agent.CallAsync("hashicorp_terraform_cloud_runs_apply", ("run_id", runId), ("comment", "Go"));
        var applied = await agent.FollowRunAsync(runId, row => row.Text("status") == "applied");

        Assert.False(applied.Can("confirm"));
        var state = await agent.CallAsync("get_single_hashicorp_terraform_cloud_current_state_version_by_id", ("workspace_id", workspace));
        Assert.Equal(runId, state.Text("run_id"));

        // 8,988 while results had a structured copy. The four together: at most half of what they were then.
        Assert.InRange(agent.CharactersShown, 1, 4_800);
    }

    /// <summary>The names of the policies of this enforcement level that failed.</summary>
    private static IEnumerable<string> Failed(JsonElement check, string level) =>
        from policy in check.GetProperty("failed").EnumerateArray()
        where policy.Text("enforcement_level") == level
        select policy.Text("policy");
}
