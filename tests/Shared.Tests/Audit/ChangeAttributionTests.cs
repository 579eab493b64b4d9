using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Tests.Audit;

/// <summary>Which texts of which tools lead from Terraform's history back to the URL.</summary>
public sealed class ChangeAttributionTests
{
    [Theory]
    [ClassData(typeof(AllTools))]
    public void Every_message_comment_and_reason_of_a_change_is_marked_and_nothing_of_a_read(string name)
    {
        var tool = AllTools.Find(name);
        var marked = tool.Arguments.Where(argument => ChangeAttribution.IsMarked(tool, argument)).ToList();
        Assert.True(tool.Effect != Effect.Read || marked.Count == 0);
        Assert.True(marked.Count <= 1, string.Join(", ", marked.Select(argument => argument.Name)));
        Assert.All(marked, argument => Assert.Null(argument.AllowedValues is [] ? null : argument.Name));
    }

    [Theory]
    [InlineData("create_a_hashicorp_terraform_cloud_run", "message")]
    [InlineData("hashicorp_terraform_cloud_runs_apply", "comment")]
    [InlineData("hashicorp_terraform_cloud_runs_discard", "comment")]
    [InlineData("hashicorp_terraform_cloud_runs_cancel", "comment")]
    [InlineData("hashicorp_terraform_cloud_workspaces_lock", "reason")]
    public void What_the_incident_tools_leave_in_Terraform_is_marked(string name, string argument) =>
        Assert.Equal([argument], AllTools.Find(name).Arguments.Where(each => ChangeAttribution.IsMarked(AllTools.Find(name), each)).Select(each => each.Name));
}
