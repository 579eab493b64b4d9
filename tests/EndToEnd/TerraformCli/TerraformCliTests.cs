using System.Text.Json.Nodes;

namespace ServerlessMcp.EndToEnd.TerraformCli;

/// <summary>
/// The sandbox's proof of fidelity: the real CLI takes it for HCP Terraform. https://developer.hashicorp.com/terraform/cli/cloud
/// Only built-in resources are used, so that no provider is downloaded.
/// </summary>
public sealed class TerraformCliTests
{
    private const string Configuration =
        """
        variable "region" {
          type    = string
          default = "eu-central-1"
        }

        resource "terraform_data" "network" {
          input = var.region
        }

        output "region" {
          value = terraform_data.network.output
        }

        output "zones" {
          value = ["a", "b"]
        }

        output "secret" {
          value     = "not-a-real-secret"
          sensitive = true
        }
        """;

    [Fact]
    public async Task The_cli_keeps_its_state_and_its_lock_in_the_sandbox()
    {
        await using var terraform = await TerraformWorkspace.StartAsync("cli-local");
        await terraform.ApiAsync(HttpMethod.Post, "/organizations/acme-corp/workspaces",
            """{"data":{"type":"workspaces","attributes":{"name":"cli-local","execution-mode":"local"}}}""");
        await terraform.ConfigureAsync(Configuration);

        Assert.Contains("HCP Terraform has been successfully initialized!", await terraform.RunAsync("init -no-color"), StringComparison.Ordinal);
        Assert.Contains("Plan: 1 to add, 0 to change, 0 to destroy.", await terraform.RunAsync("plan -no-color"), StringComparison.Ordinal);
        Assert.Contains("Apply complete! Resources: 1 added", await terraform.RunAsync("apply -no-color -auto-approve"), StringComparison.Ordinal);
        Assert.Contains("No changes.", await terraform.RunAsync("plan -no-color"), StringComparison.Ordinal);

        var outputs = JsonNode.Parse(await terraform.RunAsync("output -json"))!;
        Assert.Equal("eu-central-1", outputs["region"]!["value"]!.GetValue<string>());
        Assert.Equal("""["a","b"]""", outputs["zones"]!["value"]!.ToJsonString());
        Assert.Equal("not-a-real-secret", outputs["secret"]!["value"]!.GetValue<string>());
        var state = JsonNode.Parse(await terraform.RunAsync("state pull"))!;
        Assert.Equal((4, "terraform_data"), (state["version"]!.GetValue<int>(), state["resources"]![0]!["type"]!.GetValue<string>()));

        var workspace = terraform.Sandbox.WorkspaceId("cli-local");
        var current = JsonNode.Parse(await terraform.ApiAsync(HttpMethod.Get, $"/workspaces/{workspace}/current-state-version"))!["data"]!["attributes"]!;
        Assert.Equal(state["serial"]!.GetValue<long>(), current["serial"]!.GetValue<long>());
        await terraform.ApiAsync(HttpMethod.Post, $"/workspaces/{workspace}/actions/lock", """{"reason":"maintenance"}""");
        Assert.Contains("Error acquiring the state lock", await terraform.RunAsync("apply -no-color -auto-approve -var region=eu-west-1", expected: 1), StringComparison.Ordinal);
        await terraform.ApiAsync(HttpMethod.Post, $"/workspaces/{workspace}/actions/unlock");
        Assert.Contains("1 destroyed", await terraform.RunAsync("destroy -no-color -auto-approve"), StringComparison.Ordinal);
        Assert.True(terraform.Sandbox.Requests.Count("POST", "/api/v2/workspaces/*/actions/lock") >= 4);
    }

    [Fact]
    public async Task The_cli_plans_and_applies_in_the_sandbox()
    {
        await using var terraform = await TerraformWorkspace.StartAsync("cli-remote");
        await terraform.ConfigureAsync(Configuration);
        // Nobody made the workspace: the CLI does, and what it makes runs remotely.
        await terraform.RunAsync("init -no-color");
        var workspace = terraform.Sandbox.WorkspaceId("cli-remote");
        Assert.NotNull(workspace);

        var plan = await terraform.RunAsync("plan -no-color");
        Assert.Contains("Running plan in HCP Terraform.", plan, StringComparison.Ordinal);
        Assert.Contains("# terraform_data.network will be created", plan, StringComparison.Ordinal);
        Assert.Contains("Plan: 1 to add, 0 to change, 0 to destroy.", plan, StringComparison.Ordinal);
        var applied = await terraform.RunAsync("apply -no-color -auto-approve");
        Assert.Contains("terraform_data.network: Creation complete", applied, StringComparison.Ordinal);
        Assert.Contains("Apply complete! Resources: 1 added, 0 changed, 0 destroyed.", applied, StringComparison.Ordinal);
        Assert.Contains("No changes.", await terraform.RunAsync("plan -no-color"), StringComparison.Ordinal);
        var changed = await terraform.RunAsync("apply -no-color -auto-approve -var region=eu-west-1");
        Assert.Contains("0 added, 1 changed", changed, StringComparison.Ordinal);

        var outputs = JsonNode.Parse(await terraform.RunAsync("output -json"))!;
        Assert.Equal("eu-west-1", outputs["region"]!["value"]!.GetValue<string>());
        Assert.Equal("""["a","b"]""", outputs["zones"]!["value"]!.ToJsonString());
        Assert.Equal("not-a-real-secret", outputs["secret"]!["value"]!.GetValue<string>());
        var state = JsonNode.Parse(await terraform.RunAsync("state pull"))!;
        Assert.Equal(2, state["serial"]!.GetValue<int>());
        Assert.Contains("terraform_data.network", await terraform.RunAsync("state list"), StringComparison.Ordinal);
        Assert.Contains("eu-west-1", await terraform.RunAsync("state show -no-color terraform_data.network"), StringComparison.Ordinal);

        var runs = JsonNode.Parse(await terraform.ApiAsync(HttpMethod.Get, $"/workspaces/{workspace}/runs"))!["data"]!.AsArray();
        Assert.Equal(["applied", "applied"], runs.Select(run => run!["attributes"]!["status"]!.GetValue<string>()));
        Assert.Contains("1 destroyed", await terraform.RunAsync("destroy -no-color -auto-approve"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cli_is_told_what_the_sandbox_cannot_evaluate()
    {
        await using var terraform = await TerraformWorkspace.StartAsync("cli-unsupported");
        await terraform.ConfigureAsync("output \"shout\" {\n  value = upper(\"a\")\n}\n");
        await terraform.RunAsync("init -no-color");
        var refused = await terraform.RunAsync("plan -no-color", expected: 1);
        Assert.Contains("\"upper(\" is not understood by the sandbox", refused, StringComparison.Ordinal);
        Assert.Contains("on main.tf line 12", refused, StringComparison.Ordinal);
    }
}
