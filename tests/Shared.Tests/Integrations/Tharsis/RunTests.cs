using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.Tharsis;

/// <summary>Runs: what is wrong with one, of servers of both generations.</summary>
public sealed class RunTests
{
    [Theory]
    [InlineData("apply failed", "apply_failed", null)]
    [InlineData("plan failed without a message", "plan_failed", null)]
    [InlineData("apply force canceled", "force_canceled", null)]
    [InlineData("apply timed out", "timed_out", null)]
    [InlineData("planned with all actions", "needs_apply", "a person to apply it")]
    [InlineData("speculative", "done", null)]
    [InlineData("discarded", "discarded", null)]
    [InlineData("applied with a long log", "done", null)]
    [InlineData("applying", "running", "its job to end")]
    [InlineData("behind another", "queued_behind_runs", "earlier runs of the workspace")]
    [InlineData("behind a lock", "workspace_locked", "the workspace's lock")]
    [InlineData("no runner", "no_runner", "a runner to be registered")]
    [InlineData("runner inactive", "runner_inactive", "a runner to come back")]
    [InlineData("runner busy", "waits_for_runner", "a runner")]
    public async Task A_diagnosis_says_why_a_run_is_where_it_is_and_what_it_waits_for(string run, string cause, string? waitsFor)
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var token = await tharsis.TokenAsync();
        foreach (var isOld in new[] { false, true })
        {
            tharsis.Sandbox.Options.IsOldGeneration = isOld;
            tharsis.Asked.Clear();
            var told = await tharsis.CallAsync(token, "diagnose_run", new { id = tharsis.Sandbox.RunId(run) });
            Assert.Equal((cause, waitsFor), ((string?)told["cause"], (string?)told["waits_for"]));
            Assert.NotEmpty((string)told["summary"]!);
            Assert.InRange(Tokens.Count(told.ToJsonString()), 1, 1_100);
            Assert.InRange(tharsis.Asked.Count(one => one.Path == "/graphql"), 1, isOld ? 4 : 3);
            await EachNextStepIsTakenAsync(tharsis, token, told);
        }
    }

    [Theory]
    [InlineData("apply failed", "creating EC2 Instance: UnauthorizedOperation", "main.tf", 12, "aws_instance.web")]
    [InlineData("plan failed without a message", "Reference to undeclared input variable", "subnets.tf", 3, "aws_subnet.a")]
    public async Task The_error_is_read_out_of_its_box_with_file_and_line(string run, string summary, string file, int line, string address)
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var told = await tharsis.CallAsync(await tharsis.TokenAsync(), "diagnose_run", new { id = tharsis.Sandbox.RunId(run) });
        var error = Assert.Single(told["diagnostics"]!.AsArray())!;
        Assert.Equal((summary, file, line, address), ((string?)error["summary"], (string?)error["file"], (int?)error["line"], (string?)error["address"]));
    }

    [Fact]
    public async Task The_example_of_the_product_s_page_is_refused_with_what_a_run_s_TRN_looks_like_and_following_that_finds_one()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var token = await tharsis.TokenAsync();
        var error = (await tharsis.CallAsync(token, "diagnose_run", new { id = "trn:run:my-org/my-workspace/run-abc123" }))["error"]!;
        Assert.Contains("invalid id: the id must be a valid uuid", (string)error["detail"]!, StringComparison.Ordinal);
        var hint = (string)error["hint"]!;
        Assert.Contains("trn:run:<workspace path>/<id>", hint, StringComparison.Ordinal);
        Assert.Contains("list_runs (workspace: trn:workspace:my-org/my-workspace)", hint, StringComparison.Ordinal);

        // A URL that lacks the tool is told so.
        var alone = (await tharsis.CallAsync(await tharsis.TokenAsync("""{"tools":["diagnose_run","get_workspaces"]}"""), "diagnose_run", new { id = "trn:run:my-org/my-workspace/run-abc123" }))["error"]!;
        Assert.Contains("list_runs (which this URL does not have) (workspace: ", (string)alone["hint"]!, StringComparison.Ordinal);
        Assert.Contains("workspaces with get_workspaces;", (string)alone["hint"]!, StringComparison.Ordinal);

        var runs = (await tharsis.CallAsync(token, "list_runs", new { workspace = "trn:workspace:my-org/my-workspace" }))["runs"]!.AsArray();
        var failed = runs.First(run => (string?)run!["status"] == "errored")!;
        Assert.Equal("apply_failed", (string?)(await tharsis.CallAsync(token, "diagnose_run", new { id = (string?)failed["run_id"] }))["cause"]);
        Assert.Equal("apply_failed", (string?)(await tharsis.CallAsync(token, "diagnose_run", new { id = "trn:workspace:my-org/my-workspace" }))["cause"]);
    }

    [Fact]
    public async Task Plans_applies_and_jobs_are_found_in_both_generations_by_their_own_ids_and_by_the_run_s()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var token = await tharsis.TokenAsync();
        var run = tharsis.Sandbox.RunId("apply failed");
        var whole = (await tharsis.CallAsync(token, "get_run", new { id = run }))["run"]!;
        var (plan, apply) = ((string)whole["plan"]!["plan_id"]!, (string)whole["apply"]!["apply_id"]!);
        foreach (var isOld in new[] { false, true, false })
        {
            tharsis.Sandbox.Options.IsOldGeneration = isOld;
            foreach (var id in new[] { plan, run })
            {
                var answer = (await tharsis.CallAsync(token, "get_plan", new { id }))["plan"]!;
                Assert.Equal((plan, "finished", 1, true), ((string?)answer["plan_id"], (string?)answer["status"], (int)answer["resource_additions"]!, (bool)answer["has_changes"]!));
            }

            var applied = (await tharsis.CallAsync(token, "get_apply", new { id = apply }))["apply"]!;
            Assert.Equal(("errored", "operator@example.com"), ((string?)applied["status"], (string?)applied["triggered_by"]));
            Assert.Contains("Error: creating EC2 Instance", (string)applied["error_message"]!, StringComparison.Ordinal);
            Assert.Equal("apply", (string?)(await tharsis.CallAsync(token, "get_latest_job", new { id = run }))["job"]!["type"]);
            Assert.Equal("plan", (string?)(await tharsis.CallAsync(token, "get_latest_job", new { id = plan }))["job"]!["type"]);
            Assert.Equal("not found", (string?)(await tharsis.CallAsync(token, "get_job", new { id = run }))["error"]!["title"]);
        }

        var old = (await tharsis.CallAsync(token, "get_plan", new { id = $"trn:plan:my-org/my-workspace/{run}/plan" }))["plan"]!;
        Assert.Equal(($"trn:plan:my-org/my-workspace/{run}/plan", plan), ((string?)old["trn"], (string?)old["plan_id"]));
    }

    [Fact]
    public async Task A_server_that_was_found_to_be_old_is_asked_in_its_own_words_from_then_on()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        tharsis.Sandbox.Options.IsOldGeneration = true;
        var token = await tharsis.TokenAsync();
        var run = new { id = tharsis.Sandbox.RunId("apply failed") };
        await tharsis.CallAsync(token, "get_run", run);
        Assert.Equal(2, tharsis.Asked.Count(one => one.Path == "/graphql"));
        await tharsis.CallAsync(token, "get_run", run);
        Assert.Equal(3, tharsis.Asked.Count(one => one.Path == "/graphql"));
    }

    [Fact]
    public async Task A_copy_of_a_hidden_value_is_withheld_in_the_diff_and_in_the_log()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var token = await tharsis.TokenAsync();
        var run = tharsis.Sandbox.RunId("planned with all actions");
        var diff = await tharsis.CallAsync(token, "get_plan_diff", new { run_id = run });
        Assert.Equal(["NOOP", "CREATE", "READ", "UPDATE", "DELETE_THEN_CREATE", "CREATE_THEN_DELETE", "DELETE", "FORGET", "UPDATE", "CREATE"],
            diff["resources"]!.AsArray().Select(one => (string)one!["action"]!));
        var job = (string)(await tharsis.CallAsync(token, "get_latest_job", new { id = run }))["job"]!["job_id"]!;
        var log = await tharsis.CallAsync(token, "get_job_logs", new { id = job });
        foreach (var answer in new[] { diff, log, await tharsis.CallAsync(token, "diagnose_run", new { id = run }), await tharsis.CallAsync(token, "get_run", new { id = run }) })
        {
            Assert.DoesNotContain("CANARY", answer.ToJsonString(), StringComparison.Ordinal);
        }

        Assert.Contains("output = (sensitive: withheld)", (string)diff["resources"]![8]!["unified_diff"]!, StringComparison.Ordinal);
        Assert.Contains("password = (sensitive: withheld)", (string)diff["resources"]![9]!["unified_diff"]!, StringComparison.Ordinal);
        Assert.Contains("output = \"(sensitive)\"", (string)log["logs"]!, StringComparison.Ordinal);
        Assert.Contains("Plan: 3 to add", (string)log["logs"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(997)]
    [InlineData(51_200)]
    public async Task A_log_is_paged_by_bytes_and_its_pages_put_together_are_the_log(int limit)
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        tharsis.Sandbox.Options.RequestsPerSecond = int.MaxValue;
        var token = await tharsis.TokenAsync();
        var job = (string)(await tharsis.CallAsync(token, "get_latest_job", new { id = tharsis.Sandbox.RunId("applied with a long log") }))["job"]!["job_id"]!;
        var (text, start) = ("", 0);
        for (var page = 0; page < 60; page++)
        {
            var answer = await tharsis.CallAsync(token, "get_job_logs", new { id = job, start, limit });
            Assert.Equal(start, (int)answer["start"]!);
            Assert.InRange((int)answer["size"]!, 1, Math.Max(limit, 16));
            (text, start) = (text + (string)answer["logs"]!, start + (int)answer["size"]!);
            if (!(bool)answer["has_more"]!)
            {
                break;
            }
        }

        Assert.DoesNotContain('\uFFFD', text);
        Assert.DoesNotContain("[0m", text, StringComparison.Ordinal);
        var whole = TerraformData();
        Assert.StartsWith("Job executor version 1.0.0\nStarting job\n", text, StringComparison.Ordinal);
        var lines = text.Split('\n').SkipWhile(line => !line.StartsWith("terraform_data", StringComparison.Ordinal)).ToArray();
        Assert.Equal(whole.Take(Math.Max(0, lines.Length - 1)), lines.Take(Math.Max(0, lines.Length - 1)));

        static IEnumerable<string> TerraformData() => Enumerable.Range(0, 2500).Select(line => $"terraform_data.größe[{line}]: Creation complete after 0s — ✓");
    }

    [Fact]
    public async Task A_log_grows_while_its_job_runs()
    {
        await using var tharsis = await TharsisProduct.StartAsync();
        var token = await tharsis.TokenAsync();
        var job = (string)(await tharsis.CallAsync(token, "get_latest_job", new { id = tharsis.Sandbox.RunId("applying") }))["job"]!["job_id"]!;
        var first = await tharsis.CallAsync(token, "get_job_logs", new { id = job });
        Assert.False((bool)first["has_more"]!);
        tharsis.Product.Time.Advance(TimeSpan.FromMinutes(1));
        var more = await tharsis.CallAsync(token, "get_job_logs", new { id = job, start = (int)first["size"]! });
        Assert.Contains("Still creating... [300s elapsed]", (string)more["logs"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("[240s elapsed]", (string)more["logs"]!, StringComparison.Ordinal);
    }

    // What is advised can be called as it stands there, and answers.
    private static async Task EachNextStepIsTakenAsync(TharsisProduct tharsis, string token, JsonNode told)
    {
        tharsis.Product.Time.Advance(TimeSpan.FromSeconds(1));
        foreach (var step in told["next"]!.AsArray())
        {
            var answer = await tharsis.CallAsync(token, (string)step!["tool"]!, step["arguments"]);
            Assert.True(answer["error"] is null, $"{step.ToJsonString()} → {answer.ToJsonString()}");
        }
    }
}
