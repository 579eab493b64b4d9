using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.Workflows;

/// <summary>"payment-gateway in acme-corp: locked; find it, force-unlock, run with the message AI auto-recovery."</summary>
public sealed class PaymentGatewayTests
{
    public static TheoryData<string> Eras => [.. Agent.Eras];

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task It_is_found_locked_force_unlocked_and_run(string revision)
    {
        await using var server = await LocalServer.StartAsync();
        await using var agent = await Agent.ConnectAsync(server.FirstUrl, revision);

        var workspace = await agent.FindWorkspaceAsync("payment-gateway", organization: "acme-corp");
        var read = await agent.CallAsync("get_single_hashicorp_terraform_cloud_workspace_by_id", ("workspace_id", workspace));
        Assert.True(read.IsTrue("locked"));
        Assert.Equal("maria-chen", read.Text("locked_by"));
        Assert.Contains("canary", read.Text("locked_reason"), StringComparison.Ordinal);

        // What an agent tries first, and what the answer has to tell it.
        var refused = await agent.FailAsync("hashicorp_terraform_cloud_workspaces_unlock", ("workspace_id", workspace));
        Assert.Equal(409, refused.GetProperty("status").GetInt32());
        Assert.Contains("maria-chen", refused.ToString(), StringComparison.Ordinal);

        var freed = await agent.CallAsync("hashicorp_terraform_cloud_workspaces_force_unlock", ("workspace_id", workspace));
        Assert.False(freed.IsTrue("locked"));
        var created = await agent.CallAsync("create_a_hashicorp_terraform_cloud_run", ("workspace_id", workspace), ("message", "AI auto-recovery"));
        var run = await agent.FollowRunAsync(created.Text("id"), row => row.Can("confirm"));
        Assert.StartsWith("AI auto-recovery (via mcp-", run.Text("message"), StringComparison.Ordinal);
        Assert.Equal(workspace, run.Text("workspace_id"));

        await agent.CallAsync("hashicorp_terraform_cloud_runs_apply", ("run_id", run.Text("id")));
        await agent.FollowRunAsync(run.Text("id"), row => row.Text("status") == "applied");

        // 7,848 while results had a structured copy. The four together: at most half of what they were then.
        Assert.InRange(agent.CharactersShown, 1, 3_815);
    }
}
