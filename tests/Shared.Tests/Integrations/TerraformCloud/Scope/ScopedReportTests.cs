using ServerlessMcp.Integrations.TerraformCloud.Client;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Accounts;
using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Exposure;
using ServerlessMcp.Integrations.TerraformCloud;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Tools;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Scope;

/// <summary>A report makes its requests itself, so each is held to the scope where it is sent, and what comes back is cut before the report sees it.</summary>
public sealed class ScopedReportTests
{
    [Fact]
    public async Task A_report_reads_what_is_in_scope_and_knows_a_plan_by_the_run_that_it_read()
    {
        await using var product = await ScopedProduct.StartAsync();
        var own = product.World;
        var answer = await RunAsync(product, own.OwnOf("runs", "run-"),
            $"/api/v2/runs/{own.OwnOf("runs", "run-")}?include=workspace,plan", $"/api/v2/plans/{own.OwnOf("plans", "plan-")}", $"/api/v2/workspaces/{own.OwnOf("workspaces", "ws-")}/runs",
            "/api/v2/organizations/acme-corp/workspaces/core-networking", "/api/v2/organizations/acme-corp/workspaces?page%5Bsize%5D=100", "/api/v2/organizations/acme-corp/runs");
        Assert.Equal(CallOutcome.Ok, answer.Outcome);
        Assert.Contains("core-networking", Encoding.UTF8.GetString(answer.Json.Span), StringComparison.Ordinal);
        AssertNothingElse(product, answer);
    }

    [Theory]
    [InlineData("/api/v2/workspaces/{ws}")]
    [InlineData("/api/v2/workspaces/{own}/vars/{ws}")]
    [InlineData("/api/v2/runs/{run}")]
    [InlineData("/api/v2/plans/{plan}")]
    [InlineData("/api/v2/organizations/acme-corp/workspaces/canary-vault")]
    [InlineData("/api/v2/organizations/acme-corp/explorer?type=workspaces")]
    [InlineData("/api/v2/organizations/acme-corp/teams")]
    [InlineData("/api/v2/organizations/globex/workspaces")]
    [InlineData("/api/v2/organizations/acme-corp")]
    [InlineData("/api/v2/organizations")]
    [InlineData("/api/v2/admin/workspaces")]
    [InlineData("/api/v2/runs")]
    [InlineData("/scim/v2/Users")]
    public async Task What_lies_outside_ends_the_report(string path)
    {
        await using var product = await ScopedProduct.StartAsync();
        var world = product.World;
        var asked = path.Replace("{ws}", world.OtherOf("workspaces", "ws-"), StringComparison.Ordinal).Replace("{own}", world.OwnOf("workspaces", "ws-"), StringComparison.Ordinal)
            .Replace("{run}", world.OtherOf("runs", "run-"), StringComparison.Ordinal).Replace("{plan}", world.OtherOf("plans", "plan-"), StringComparison.Ordinal);
        var answer = await RunAsync(product, world.OwnOf("runs", "run-"), asked);
        Assert.Equal(CallOutcome.OutOfScope, answer.Outcome);
        AssertNothingElse(product, answer);
    }

    [Fact]
    public async Task A_report_that_is_asked_for_what_lies_elsewhere_does_not_begin()
    {
        await using var product = await ScopedProduct.StartAsync();
        var answer = await RunAsync(product, product.World.OtherOf("runs", "run-"), "/api/v2/ping");
        Assert.Equal(CallOutcome.OutOfScope, answer.Outcome);
        Assert.DoesNotContain(product.World.Requests, request => request.Path == "/api/v2/ping");
    }

    [Theory]
    [InlineData("""{"projects":["Data"]}""")]
    [InlineData("""{"workspaces":["prod-database-cluster"]}""")]
    [InlineData("""{"workspaces":["ID"]}""")]
    public async Task A_drift_report_is_of_the_workspaces_in_scope_with_their_details(string scope)
    {
        await using var product = await ScopedProduct.StartAsync("prod-database-cluster", "Data");
        var answer = await CallAsync(product, scope, "hashicorp_terraform_cloud_workspaces_drift_report", "{}", "prod-database-cluster");
        var row = answer.Answer()["items"]!.AsArray().Single()!;
        Assert.Equal("prod-database-cluster", (string)row["workspace_name"]!);
        Assert.Equal("aws_db_instance.reader", (string)row["drifted"]!.AsArray().Single()!["address"]!);
        AssertNothingElse(product, answer.ToJsonString());
        TestContext.Current.TestOutputHelper!.WriteLine(string.Join("\n", product.World.Requests));
    }

    [Theory]
    [InlineData("core-networking", "Networking", "policy_override")]
    [InlineData("staging-k8s-cluster", "Platform", "task_stage_override")]
    [InlineData("eu-west-database", "Data", "policy_hard_failed")]
    [InlineData("data-lake-ingest", "Data", "locked_by_run")]
    public async Task A_diagnosis_is_of_the_run_in_scope_in_six_requests_with_all_of_its_parts(string workspace, string project, string cause)
    {
        await using var product = await ScopedProduct.StartAsync(workspace, project);
        var list = await CallAsync(product, $$"""{"projects":["{{project}}"]}""", "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{product.World.OwnOf("workspaces", "ws-")}}"}""", workspace);
        var run = (string)list.Answer()["items"]![0]!["id"]!;
        foreach (var scope in new[] { $$"""{"projects":["{{project}}"]}""", $$"""{"workspaces":["{{workspace}}"]}""", """{"workspaces":["ID"]}""" })
        {
            product.World.Requests.Clear();
            var answer = await CallAsync(product, scope, "hashicorp_terraform_cloud_runs_diagnose", $$"""{"run_id":"{{run}}"}""", workspace);
            Assert.Equal(cause, (string?)answer.Answer()["cause"]);
            Assert.Null(answer.Answer()["not_read"]);
            Assert.InRange(product.World.Requests.Count, 2, 6);
            AssertNothingElse(product, answer.ToJsonString());
        }
    }

    [Fact]
    public async Task A_wait_is_for_a_run_in_scope_and_tells_of_nothing_else()
    {
        await using var product = await ScopedProduct.StartAsync("data-lake-ingest", "Data");
        var own = product.World.OwnOf("runs", "run-");
        var call = CallAsync(product, """{"projects":["Data"]}""", "get_single_hashicorp_terraform_cloud_run_by_id", $$"""{"run_id":"{{own}}","wait_seconds":5}""", "data-lake-ingest");
        await product.Product.Time.AdvanceNapsAsync(call, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
        Assert.Equal(own, (string)(await call).Answer()["id"]!);
        AssertNothingElse(product, (await call).ToJsonString());
        var other = product.World.OtherOf("runs", "run-");
        product.World.Requests.Clear();
        var refused = await CallAsync(product, """{"projects":["Data"]}""", "get_single_hashicorp_terraform_cloud_run_by_id", $$"""{"run_id":"{{other}}","wait_seconds":0}""", "data-lake-ingest");
        Assert.Equal("out of scope", (string)refused.Answer()["error"]!["title"]!);
    }

    private static async Task<JsonNode> CallAsync(ScopedProduct product, string scope, string tool, string arguments, string workspace) => await product.CallAsync(
        await product.TokenAsync($$"""{"methods":["*"],"tags":["*"],"scope":{{scope.Replace("ID", product.Product.Sandbox.WorkspaceId(workspace), StringComparison.Ordinal)}}}"""), tool, arguments);

    private static async Task<ToolResult> RunAsync(ScopedProduct product, string run, params string[] paths)
    {
        var row = Rows.Report("hashicorp_terraform_cloud_runs_test_report", "/runs/{run_id}", "runs", new Reader(paths), ["runs"], "Reads what a test tells it to.");
        var account = new IntegratedAccount { Id = "sandbox", Address = new("http://127.0.0.1:8080"), SecretName = "s" }.WithTerraform("acme-corp");
        var config = new McpServerConfig { Methods = ["*"], Tags = ["*"], Scope = Scopes.Of("projects", "Networking") };
        var (server, _) = McpServer.Mint(account, "test", config, "test", product.Product.Time.GetUtcNow());
        var arguments = new Dictionary<string, System.Text.Json.JsonElement> { ["run_id"] = System.Text.Json.JsonElement.Parse($"\"{run}\"") };
        var call = new ToolCall(new Admission(server, account, null), new ToolFilter(config, account, TerraformTools.Catalog), arguments);
        return await product.Product.Services.GetRequiredService<ToolExecutor>().ExecuteAsync(CompleteRow.Of(row), call, default);
    }

    private static void AssertNothingElse(ScopedProduct product, ToolResult answer) => AssertNothingElse(product, Encoding.UTF8.GetString(answer.Json.Span));

    private static void AssertNothingElse(ScopedProduct product, string text)
    {
        Assert.All(product.World.ForeignIds.Append(ForeignWorld.Canary), part => Assert.DoesNotContain(part, text, StringComparison.Ordinal));
    }

    /// <summary>Answers all that it was answered.</summary>
    private sealed class Reader(string[] paths) : IToolReport
    {
        public async Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> WriteAsync(TerraformCall call, CancellationToken cancellationToken)
        {
            var all = new StringBuilder();
            foreach (var path in paths)
            {
                using var response = await call.Api.GetAsync(path, cancellationToken);
                all.Append(Encoding.UTF8.GetString(response.Body.Span));
            }

            return (Encoding.UTF8.GetBytes(all.ToString()), CallOutcome.Ok);
        }
    }
}
