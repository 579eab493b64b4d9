using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Access;
using ServerlessMcp.Catalog;
using ServerlessMcp.Reports;

namespace ServerlessMcp.Tests.Scope;

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
        Assert.Equal("ok", answer.Outcome);
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
        Assert.Equal("out_of_scope", answer.Outcome);
        AssertNothingElse(product, answer);
    }

    [Fact]
    public async Task A_report_that_is_asked_for_what_lies_elsewhere_does_not_begin()
    {
        await using var product = await ScopedProduct.StartAsync();
        var answer = await RunAsync(product, product.World.OtherOf("runs", "run-"), "/api/v2/ping");
        Assert.Equal("out_of_scope", answer.Outcome);
        Assert.DoesNotContain(product.World.Requests, request => request.Path == "/api/v2/ping");
    }

    private static async Task<ToolResult> RunAsync(ScopedProduct product, string run, params string[] paths)
    {
        var row = Rows.Report("hashicorp_terraform_cloud_runs_test_report", "/runs/{run_id}", "runs", new Reader(paths), ["runs"], "Reads what a test tells it to.");
        var account = new IntegratedAccount { Id = "sandbox", Address = new("http://127.0.0.1:8080"), SecretName = "s", Organization = "acme-corp" };
        var config = new McpServerConfig { Methods = ["*"], Tags = ["*"], Scope = new AccessScope { Projects = ["Networking"] } };
        var (server, _) = McpServer.Mint(account, "test", config, "test", product.Product.Time.GetUtcNow());
        var caller = new ToolCallContext(new Admission(server, account, null), new ToolFilter(config, account));
        return await product.Product.Services.GetRequiredService<ToolExecutor>().ExecuteAsync(
            DerivedArguments.Complete(row), new Dictionary<string, System.Text.Json.JsonElement> { ["run_id"] = System.Text.Json.JsonElement.Parse($"\"{run}\"") }, caller, default);
    }

    private static void AssertNothingElse(ScopedProduct product, ToolResult answer)
    {
        var text = Encoding.UTF8.GetString(answer.Json.Span);
        Assert.All(product.World.ForeignIds.Append(ForeignWorld.Canary), part => Assert.DoesNotContain(part, text, StringComparison.Ordinal));
    }

    /// <summary>Answers all that it was answered.</summary>
    private sealed class Reader(string[] paths) : IToolReport
    {
        public async Task<(ReadOnlyMemory<byte> Json, string Outcome)> WriteAsync(ReportCall call, CancellationToken cancellationToken)
        {
            var all = new StringBuilder();
            foreach (var path in paths)
            {
                using var response = await call.Api.GetAsync(path, cancellationToken);
                all.Append(Encoding.UTF8.GetString(response.Body.Span));
            }

            return (Encoding.UTF8.GetBytes(all.ToString()), "ok");
        }
    }
}
