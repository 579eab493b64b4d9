using ServerlessMcp.EndToEnd.Support;

namespace ServerlessMcp.EndToEnd.Workflows;

/// <summary>"eu-frontend: lock, find max_nodes, set it to 20, unlock, run."</summary>
public sealed class EuFrontendTests
{
    public static TheoryData<string> Eras => [.. Agent.Eras];

    [Theory]
    [MemberData(nameof(Eras))]
    public async Task It_is_locked_scaled_unlocked_and_run(string revision)
    {
        await using var server = await LocalServer.StartAsync();
        await using var agent = await Agent.ConnectAsync(server.FirstUrl, revision);

        var workspace = await agent.FindWorkspaceAsync("eu-frontend");
        var locked = await agent.CallAsync("hashicorp_terraform_cloud_workspaces_lock", ("workspace_id", workspace), ("reason", "Scaling up"));
        Assert.True(locked.IsTrue("locked"));
        Assert.StartsWith("Scaling up (via mcp-", locked.Text("locked_reason"), StringComparison.Ordinal);

        var variables = await agent.ListAsync("list_all_hashicorp_terraform_cloud_workspace_variables", ("workspace_id", workspace));
        var nodes = Assert.Single(variables, row => row.Text("key") == "max_nodes");
        Assert.Equal("10", nodes.Text("value"));
        var secret = Assert.Single(variables, row => row.IsTrue("sensitive"));
        Assert.Equal("(sensitive)", secret.Text("value"));
        var changed = await agent.CallAsync("update_a_hashicorp_terraform_cloud_workspace_variable_by_id",
            ("workspace_id", workspace), ("variable_id", nodes.Text("id")), ("value", "20"));
        Assert.Equal("20", changed.Text("value"));

        var unlocked = await agent.CallAsync("hashicorp_terraform_cloud_workspaces_unlock", ("workspace_id", workspace));
        Assert.False(unlocked.IsTrue("locked"));
        var run = await agent.CallAsync("create_a_hashicorp_terraform_cloud_run", ("workspace_id", workspace), ("message", "More nodes for the sale"));
        await agent.FollowRunAsync(run.Text("id"), row => row.Can("confirm"));
        await agent.CallAsync("hashicorp_terraform_cloud_runs_apply", ("run_id", run.Text("id")));
        await agent.FollowRunAsync(run.Text("id"), row => row.Text("status") == "applied");

        var outputs = await agent.ListAsync("list_all_hashicorp_terraform_cloud_current_state_version_outputs", ("workspace_id", workspace));
        Assert.Equal(20, Assert.Single(outputs, row => row.Text("name") == "max_nodes").GetProperty("value").GetInt32());

        // 8,150 while results had a structured copy. The four together: at most half of what they were then.
        Assert.InRange(agent.CharactersShown, 1, 4_030);
    }
}
