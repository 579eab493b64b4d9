using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML.Tokenizers;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>The digest as a tool: what the API answers on the way, what it costs to read, and what it takes to make.</summary>
public sealed class PlanSummaryTests
{
    private const string Summary = "hashicorp_terraform_cloud_plans_summary";
    private const string Plan = "plan-0123456789abcdef";
    private const string PeakFile = "SERVERLESSMCP_TEST_PEAK_FILE";

    [Fact]
    public async Task By_the_runs_id_policies_and_cost_stand_beside_the_plan()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var run = await LatestRunAsync(product, token, "core-networking");
        var answer = await ReadAsync(product, token, $$"""{"plan_id":"{{run["id"]}}"}""");
        Assert.Equal((string)run["plan_id"]!, (string)answer["plan_id"]!);
        Assert.Equal(2, (int)answer["counts"]!["create"]!);
        var policy = answer["policies"]!.AsArray().Single()!;
        Assert.Equal("soft_failed", (string)policy["status"]!);
        Assert.Contains("restrict-ingress-cidr", policy["failed"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.NotNull(answer["cost"]!["delta_monthly_cost"]);

        var byPlan = await ReadAsync(product, token, $$"""{"plan_id":"{{run["plan_id"]}}"}""");
        Assert.Null(byPlan["policies"]);
        Assert.Equal(answer["items"]!.ToJsonString(), byPlan["items"]!.ToJsonString());
    }

    [Fact]
    public async Task A_stages_policy_evaluation_stands_beside_the_plan_too()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var run = await LatestRunAsync(product, token, "staging-k8s-cluster");
        var policy = (await ReadAsync(product, token, $$"""{"plan_id":"{{run["id"]}}"}"""))["policies"]![0]!;
        Assert.Equal(1, (int)policy["mandatory_failed"]!);
    }

    [Fact]
    public async Task The_seeded_plan_of_frontend_cdn_has_an_action_of_each_kind()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var run = await LatestRunAsync(product, token, "frontend-cdn");
        var answer = await ReadAsync(product, token, $$"""{"plan_id":"{{run["id"]}}","include_values":true}""");
        Assert.Equal("""{"create":1,"update":1,"replace":1,"delete":1}""", answer["counts"]!.ToJsonString());
        var replaced = answer["items"]!.AsArray().Single(item => (string)item!["action"]! == "replace")!;
        Assert.Equal("""["bucket"]""", replaced["forced_by"]!.ToJsonString());
        Assert.Equal("""[{"path":"bucket","before":"acme-cdn-origin","after":"acme-cdn-origin-eu"}]""", replaced["changed"]!.ToJsonString());
    }

    [Trait("Lane", "slow")]
    [Theory]
    [InlineData("checks", "more_failed_checks")]
    [InlineData("outputs", "more_outputs")]
    [InlineData("invocations", "more_invoked_actions")]
    [InlineData("forced", "more_forced_by")]
    [InlineData("sensitive", "more_may_change")]
    [InlineData("keys", "")]
    public async Task However_much_of_anything_there_is_the_answer_is_small_and_says_how_much_more(string what, string more)
    {
        var plan = what switch
        {
            "checks" => $$"""{"checks":[{{Many("""{"address":{"to_display":"check.cN"},"status":"fail","instances":[{"address":{"to_display":"check.cN"},"status":"fail","problems":[{"message":"It is down."}]}]}""")}}]}""",
            "outputs" => "{\"output_changes\":{" + Many("""  "oN":{"actions":["create"],"before":null,"after":1}""") + "}}",
            "invocations" => $$"""{"action_invocations":[{{Many("""{"address":"action.a.b[N]"}""")}}]}""",
            "forced" => OfChange("""  "actions":["delete","create"],"before":{"a":1},"after":{"a":1},"replace_paths":[MANY]""", Many("""["p",N]""")),
            "sensitive" => OfChange("""  "actions":["update"],"before":{MANY},"after":{MANY},"before_sensitive":{MANY},"after_sensitive":{MANY}""", Many("\"sN\":true")),
            _ => OfChange("""  "actions":["create"],"before":null,"after":{MANY}""", Many($"\"{new string('k', 5000)}N\":1")),
        };
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output-redacted").Status(307).Header("Location", "http://localhost:8080/v1/object/the-plan");
        product.Sandbox.Faults.On("GET", "/v1/object/the-plan").Body(plan, "application/json");
        var answer = (await ReadAsync(product, await product.TokenAsync(), $$"""{"plan_id":"{{Plan}}"}""")).ToJsonString();
        Assert.InRange(answer.Length, 100, 25_000);
        if (more.Length > 0)
            Assert.Matches($"\"{more}\":1\\d\\d\\d", answer);

        static string Many(string one) => string.Join(',', Enumerable.Range(0, 2000).Select(index => one.Replace("N", index.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)));
        static string OfChange(string change, string many) => "{\"resource_changes\":[{\"address\":\"a.b\",\"change\":{" + change.Replace("MANY", many, StringComparison.Ordinal) + "}}]}";
    }

    // Applying this plan does nothing of what is deferred, and terraform does not count it either.
    [Fact]
    public async Task What_is_deferred_is_listed_and_not_counted_among_what_is_done()
    {
        var digest = await PlanDigestTests.DigestAsync("""
            {"complete":false,"resource_changes":[{"address":"a.b","change":{"actions":["create"],"before":null,"after":{"x":1}}}],
             "deferred_changes":[{"reason":"resource_config_unknown","resource_change":{"address":"a.c","change":{"actions":["create"],"before":null,"after":{"x":1}}}}]}
            """u8.ToArray());
        Assert.Equal((1, 1), (digest.Counts["create"], digest.Counts["deferred"]));
        Assert.Equal("resource_config_unknown", digest.Resources.Single(change => change.Address == "a.c").DeferredBecause);
    }

    [Fact]
    public async Task What_is_forgotten_for_its_successor_is_not_said_to_be_destroyed()
    {
        var digest = await PlanDigestTests.DigestAsync("""{"resource_changes":[{"address":"a.b","change":{"actions":["create","forget"],"before":{"a":1},"after":{"a":2}}}]}"""u8.ToArray());
        Assert.Equal(("replace", false), (Assert.Single(digest.Resources).Action, digest.Resources[0].IsCreatedFirst));
    }

    [Fact]
    public async Task Pages_that_next_cursor_leads_to_are_the_whole_and_keep_filters_and_values()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var canaries = new Canaries();
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output").Status(307).Header("Location", "http://localhost:8080/v1/object/the-plan");
        product.Sandbox.Faults.On("GET", "/v1/object/the-plan").Body(canaries.Plan(25), "application/json");
        const string Filters = """ "actions":["update"],"address":"aws_x.r*","include_values":true """;
        var whole = await ReadAsync(product, token, $$"""{"plan_id":"{{Plan}}",{{Filters}},"page_size":100}""");
        Assert.Equal(25, whole["items"]!.AsArray().Count);
        Assert.Null(whole["next_cursor"]);

        // The cursor alone, as a client passes it; and with the arguments again, as a model does.
        foreach (var again in new[] { "", $$""" ,"plan_id":"{{Plan}}" """ })
        {
            var page = await ReadAsync(product, token, $$"""{"plan_id":"{{Plan}}",{{Filters}},"page_size":10}""");
            var items = new List<string>(page["items"]!.AsArray().Select(item => item!.ToJsonString()));
            while ((string?)page["next_cursor"] is { } cursor)
            {
                page = await ReadAsync(product, token, $$"""{"cursor":"{{cursor}}"{{again}}}""");
                Assert.Equal(25, (int)page["total_count"]!);
                items.AddRange(page["items"]!.AsArray().Select(item => item!.ToJsonString()));
            }

            Assert.Equal(whole["items"]!.AsArray().Select(item => item!.ToJsonString()), items);
            Assert.Contains(items, item => item.Contains(Canaries.Plain, StringComparison.Ordinal));
            Assert.DoesNotContain(items, item => item.Contains(Canaries.Marked, StringComparison.Ordinal));
        }
    }

    // 404: no such endpoint (an older Terraform Enterprise) or no permission; 422: Terraform before 0.15.2.
    [Theory]
    [InlineData(404)]
    [InlineData(422)]
    public async Task Without_a_redacted_plan_the_full_one_is_read(int status)
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output-redacted").Status(status);
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output").Status(307).Header("Location", "http://localhost:8080/v1/object/the-plan");
        product.Sandbox.Faults.On("GET", "/v1/object/the-plan").Body(Encoding.UTF8.GetString(GoldenFile.Read("everything.plan.json")), "application/json");
        Assert.Equal(11, (int)(await ReadAsync(product, await product.TokenAsync(), $$"""{"plan_id":"{{Plan}}"}"""))["total_count"]!);
        Assert.False(product.Sandbox.Requests.ToList().Single(request => request.Path == "/v1/object/the-plan").HasAuthorization);
    }

    [Fact]
    public async Task A_plan_that_the_API_answers_itself_is_read_as_well()
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output-redacted").Body(Encoding.UTF8.GetString(GoldenFile.Read("everything.plan.json")), "application/json");
        Assert.Equal(11, (int)(await ReadAsync(product, await product.TokenAsync(), $$"""{"plan_id":"{{Plan}}"}"""))["total_count"]!);
    }

    [Theory]
    [InlineData(403, "link_expired", true)]
    [InlineData(404, "link_expired", true)]
    [InlineData(500, "link_failed", true)]
    public async Task A_plan_that_expires_between_the_two_steps_says_call_again(int status, string failure, bool retryable)
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output-redacted").Status(307).Header("Location", "http://localhost:8080/v1/object/the-plan");
        product.Sandbox.Faults.On("GET", "/v1/object/the-plan").Status(status).Body("<Error>secret-of-the-store</Error>", "application/xml");
        await FailsAsync(product, failure, retryable);
    }

    [Theory]
    [InlineData("http://archivist.terraform.io/v1/object/x", "link_not_https")]
    [InlineData("https://169.254.169.254/v1/object/x", "link_private")]
    [InlineData("https://10.0.0.1/v1/object/x", "link_private")]
    [InlineData("http://localhost:8080/v1/object/again", "link_endless")]
    public async Task A_link_that_may_not_be_followed_is_not(string link, string failure)
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output-redacted").Status(307).Header("Location", link);
        product.Sandbox.Faults.On("GET", "/v1/object/again").Status(302).Header("Location", "http://localhost:8080/v1/object/again");
        await FailsAsync(product, failure, retryable: false);
    }

    [Fact]
    public async Task A_plan_that_is_cut_in_the_middle_or_over_the_cap_is_an_error_and_no_half_digest()
    {
        await using var product = await TestProduct.StartAsync(options => options.Upstream = options.Upstream with { MaxStreamLength = 100_000 });
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output-redacted").Body(Encoding.UTF8.GetString(GoldenFile.Read("everything.plan.json")), "application/json").CutMidBody().Times(1);
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output-redacted").Body(Encoding.UTF8.GetString(GoldenFile.Read("fleet.plan.json")), "application/json");
        await FailsAsync(product, "cut", retryable: true);
        await FailsAsync(product, "too_large", retryable: false);
    }

    [Fact]
    public async Task A_plan_that_is_not_finished_is_not_ready_and_one_that_errored_never_will_be()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["*"]}""");
        var run = (await product.CallAsync(token, "create_a_hashicorp_terraform_cloud_run", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("web-frontend")}}","plan_only":true}""")).Answer();
        var error = (await product.CallAsync(token, Summary, $$"""{"plan_id":"{{run["id"]}}"}""")).Answer()["error"]!;
        Assert.Equal(("not ready", true), ((string)error["title"]!, (bool)error["retryable"]!));

        var failed = await LatestRunAsync(product, token, "legacy-billing");
        error = (await product.CallAsync(token, Summary, $$"""{"plan_id":"{{failed["id"]}}"}""")).Answer()["error"]!;
        Assert.Equal(("no plan", false), ((string)error["title"]!, (bool)error["retryable"]!));
    }

    [Fact]
    public async Task Policies_that_cannot_be_read_are_named_and_not_left_out()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var run = await LatestRunAsync(product, token, "core-networking");
        product.Sandbox.Faults.On("GET", "/api/v2/runs/*/policy-checks").Status(404);
        var policy = (await ReadAsync(product, token, $$"""{"plan_id":"{{run["id"]}}"}"""))["policies"]![0]!;
        Assert.Equal(("unknown", "404"), ((string)policy["status"]!, (string)policy["not_readable"]!));
    }

    // A message is made of values, and a copy of a secret among them carries no mark.
    [Theory]
    [InlineData(true, "It is copied-canary.")]
    [InlineData(false, "(withheld: the plan is redacted, and this may hold a copy)")]
    public async Task Messages_of_failed_checks_are_read_from_the_full_plan_or_withheld(bool isAdmin, string message)
    {
        const string Document = """
            {"resource_changes":[{"address":"a.b","change":{"actions":["no-op"],"before":{"pw":"SECRET"},"after":{"pw":"SECRET"},"before_sensitive":{"pw":true},"after_sensitive":{"pw":true}}}],
             "checks":[{"address":{"to_display":"check.c"},"status":"fail","instances":[{"address":{"to_display":"check.c"},"status":"fail","problems":[{"message":"It is copied-canary."}]}]}]}
            """;
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output-redacted").Body(Document.Replace("SECRET", "REDACTED", StringComparison.Ordinal), "application/json");
        if (isAdmin)
            product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output").Body(Document, "application/json");
        var answer = await ReadAsync(product, await product.TokenAsync(), $$"""{"plan_id":"{{Plan}}"}""");
        Assert.Equal(message, (string)answer["failed_checks"]![0]!["messages"]![0]!);
    }

    // The raw plan of the CLI: 60 resources, 16 changes.
    [Fact]
    public async Task A_plan_of_60_resources_is_summed_up_in_at_most_3000_tokens()
    {
        var tokenizer = TiktokenTokenizer.CreateForEncoding("o200k_base");
        var raw = Encoding.UTF8.GetString(GoldenFile.Read("fleet.plan.json"));
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output-redacted").Body(raw, "application/json");
        var text = (string)(await product.CallAsync(await product.TokenAsync(), Summary, $$"""{"plan_id":"{{Plan}}"}"""))["content"]![0]!["text"]!;
        var (whole, digest) = (tokenizer.CountTokens(raw), tokenizer.CountTokens(text));
        TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"raw {whole} tokens, digest {digest}"));
        Assert.InRange(whole, 69_000, int.MaxValue);
        Assert.InRange(digest, 1, 3_000);
    }

    [Trait("Lane", "slow")]
    [Fact]
    public async Task A_plan_of_5000_resources_is_read_in_pieces()
    {
        await using var plan = new LargePlan(5_000);
        await using var download = await Downloads.OfAsync(plan);
        var digest = await PlanReader.ReadAsync(download, new PlanQuery { IncludeValues = true });
        Assert.Equal((5_000, 20), (digest.Counts["update"], digest.Resources.Count));
        Assert.InRange(plan.Length, 50_000_000, (int)new TerraformClientOptions().MaxStreamLength);
        if (Environment.GetEnvironmentVariable(PeakFile) is { } file)
        {
            using var own = Process.GetCurrentProcess();
            await File.WriteAllTextAsync(file, own.PeakWorkingSet64.ToString(CultureInfo.InvariantCulture), TestContext.Current.CancellationToken);
        }
    }

    // In a process of its own, which has the test platform in it as well.
    [Trait("Lane", "slow")]
    [Fact]
    public async Task A_plan_of_5000_resources_takes_under_200_MB()
    {
        var file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
            foreach (var argument in new[] { Path.Combine(AppContext.BaseDirectory, "ServerlessMcp.Tests.dll"), "-method", $"{typeof(PlanSummaryTests).FullName}.{nameof(A_plan_of_5000_resources_is_read_in_pieces)}" })
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment[PeakFile] = file;
            using var child = Process.Start(start)!;
            var output = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(child.ExitCode == 0, output);
            var peak = long.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), CultureInfo.InvariantCulture);
            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak {peak / 1_000_000} MB"));
            Assert.InRange(peak, 1_000_000, 200_000_000);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static async Task FailsAsync(TestProduct product, string failure, bool retryable)
    {
        var result = await product.CallAsync(await product.TokenAsync(), Summary, $$"""{"plan_id":"{{Plan}}"}""");
        Assert.True((bool)result["isError"]!);
        var error = result.Answer()["error"]!;
        Assert.Equal((failure, retryable), ((string)error["failure"]!, (bool)error["retryable"]!));
        Assert.DoesNotContain("/v1/object", result.ToJsonString() + product.Logs.All, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-of-the-store", result.ToJsonString() + product.Logs.All, StringComparison.Ordinal);
    }

    private static async Task<JsonNode> LatestRunAsync(TestProduct product, string token, string workspace) =>
        (await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId(workspace)}}","page_size":1,"fields":["id","plan_id"]}"""))
            .Answer()["items"]![0]!;

    private static async Task<JsonNode> ReadAsync(TestProduct product, string token, string arguments)
    {
        var result = await product.CallAsync(token, Summary, arguments);
        Assert.True((bool?)result["isError"] != true, result.ToJsonString());
        return result.Answer();
    }

    // Made as it is read, so that the test itself holds none of it: 5,000 resources of 12 KB, with as much again beside them, as a real plan has.
    private sealed class LargePlan(int count) : Stream
    {
        private readonly IEnumerator<byte[]> parts = Parts(count).GetEnumerator();
        private ReadOnlyMemory<byte> rest;
        private long length;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position { get => length; set => throw new NotSupportedException(); }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (rest.IsEmpty && parts.MoveNext())
            {
                rest = parts.Current;
            }

            var read = Math.Min(buffer.Length, rest.Length);
            rest[..read].CopyTo(buffer);
            rest = rest[read..];
            length += read;
            return ValueTask.FromResult(read);
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private static IEnumerable<byte[]> Parts(int count)
        {
            var attributes = string.Join(',', Enumerable.Range(0, 60).Select(index => string.Create(CultureInfo.InvariantCulture, $"\"attribute_{index}\":\"{new string('x', 60)}\"")));
            yield return """{"format_version":"1.2","planned_values":{"root_module":{"resources":["""u8.ToArray();
            for (var index = 0; index < count; index++)
            {
                yield return Encoding.UTF8.GetBytes($$"""{{(index > 0 ? "," : "")}}{"address":"aws_x.y[{{index}}]","values":{ {{attributes}} } }""");
            }

            yield return """]}},"resource_changes":["""u8.ToArray();
            for (var index = 0; index < count; index++)
            {
                yield return Encoding.UTF8.GetBytes($$"""
                    {{(index > 0 ? "," : "")}}{"address":"aws_x.y[{{index}}]","change":{"actions":["update"],"before":{ {{attributes}},"size":1,"password":"old-secret-{{index}}"},
                    "after":{ {{attributes}},"size":2,"password":"new-secret-{{index}}"},"after_unknown":{},"before_sensitive":{"password":true},"after_sensitive":{"password":true} } }
                    """);
            }

            yield return "]}"u8.ToArray();
        }
    }
}
