using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Tests.Catalog;

public sealed class CatalogTests
{
    [Theory]
    [InlineData("list_all_hashicorp_terraform_cloud_runs", "tfc_runs_list", "List runs")]
    [InlineData("get_single_hashicorp_terraform_cloud_run_by_id", "tfc_runs_get", "Get run")]
    [InlineData("create_a_hashicorp_terraform_cloud_run", "tfc_runs_create", "Create run")]
    [InlineData("hashicorp_terraform_cloud_runs_apply", "tfc_runs_apply", "Apply a run")]
    [InlineData("hashicorp_terraform_cloud_workspaces_force_unlock", "tfc_workspaces_force_unlock", "Force-unlock a workspace")]
    [InlineData("get_single_hashicorp_terraform_cloud_workspace_by_name", "tfc_workspaces_get_by_name", "Get workspace by name")]
    [InlineData("get_single_hashicorp_terraform_cloud_apply_by_id", "tfc_applies_get", "Get apply")]
    [InlineData("get_single_hashicorp_terraform_cloud_policy_by_id", "tfc_policies_get", "Get policy")]
    [InlineData("hashicorp_terraform_cloud_policy_checks_override", "tfc_policy_checks_override", "Override a policy check")]
    public void Short_name_and_title_are_those_of_the_tool(string name, string shortName, string title)
    {
        var tool = AllTools.Find(name);
        Assert.Equal((shortName, title), (tool.ShortName, tool.Title));
    }

    [Theory]
    [InlineData("create_a_hashicorp_terraform_cloud_workspace_notification_configuration", "tfc_workspace_notif_configs_create")]
    [InlineData("create_a_hashicorp_terraform_cloud_ssh_key", "tfc_ssh_keys_create")]
    public void A_short_name_abbreviates_only_until_it_fits(string name, string shortName) => Assert.Equal(shortName, ToolShortName.Of(name));

    [Fact]
    public void A_name_outside_the_pattern_does_not_build() =>
        Assert.Throws<ArgumentException>(() => List("terraform_runs", "/runs", "runs", ["runs"], "Lists runs."));

    [Fact]
    public void Two_rows_of_one_name_do_not_build()
    {
        var row = List("list_all_hashicorp_terraform_cloud_runs", "/runs", "runs", ["runs"], "Lists runs.");
        Assert.Throws<ArgumentException>(() => TerraformTools.Of(row, row));
    }

    [Fact]
    public void A_row_gets_path_paging_and_fields_around_its_own_arguments()
    {
        var row = List("list_all_hashicorp_terraform_cloud_runs", "/a/{organization_name}/b/{run_id}", "runs", ["runs"], "Lists runs.") with
        {
            Arguments = [Query("status", "filter[status]", JsonKind.Text, "Status.")],
        };
        Assert.Equal(
            ["organization_name", "run_id", "status", "page_size", "cursor", "fields"],
            TerraformTools.Of(row).All[0].Arguments.Select(argument => argument.Name));
        Assert.Equal(
            ["organization_name", "run_id", "status", "fields"],
            TerraformTools.Of(row with { IsPaged = false }).All[0].Arguments.Select(argument => argument.Name));
    }

    [Fact]
    public void Builders_derive_wire_names()
    {
        Assert.Equal("plan-only", Attribute("plan_only", JsonKind.Boolean, "x").WireName);
        Assert.Equal("configuration-version", Relationship("configuration_version_id", "configuration-versions", "x").WireName);
        Assert.Equal(("workspaces", JsonKind.TextList), (Relationship("workspace_ids", "workspaces", "x").WireName, Relationship("workspace_ids", "workspaces", "x").Kind));
        Assert.Equal("reason", Root("reason", JsonKind.Text, "x").WireName);
    }

    [Fact]
    public void The_tools_of_the_four_workflows_are_core()
    {
        string[] needed =
        [
            "list_all_hashicorp_terraform_cloud_workspaces", "get_single_hashicorp_terraform_cloud_workspace_by_name", "list_all_hashicorp_terraform_cloud_runs",
            "get_single_hashicorp_terraform_cloud_run_by_id", "list_all_hashicorp_terraform_cloud_policy_checks", "get_single_hashicorp_terraform_cloud_policy_check_by_id",
            "hashicorp_terraform_cloud_policy_checks_override", "hashicorp_terraform_cloud_runs_apply", "hashicorp_terraform_cloud_workspaces_lock",
            "hashicorp_terraform_cloud_workspaces_unlock", "hashicorp_terraform_cloud_workspaces_force_unlock", "list_all_hashicorp_terraform_cloud_workspace_variables",
            "update_a_hashicorp_terraform_cloud_workspace_variable_by_id", "update_a_hashicorp_terraform_cloud_variable_by_id", "create_a_hashicorp_terraform_cloud_run",
            "get_single_hashicorp_terraform_cloud_current_state_version_by_id", "list_all_hashicorp_terraform_cloud_current_state_version_outputs",
        ];
        Assert.All(needed, name => Assert.Contains("core", AllTools.Find(name).Tags));
    }

    [Fact]
    public void Values_of_variables_are_secret() =>
        Assert.All(
            TerraformTools.All.Where(tool => tool.ResourceType == "vars").SelectMany(tool => tool.Arguments).Where(argument => argument.Name == "value"),
            argument => Assert.True(argument.IsSecret));
}
