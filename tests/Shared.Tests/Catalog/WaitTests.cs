using System.Text.Json.Nodes;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>A call that waits: until when, how often it asks, and what ends it early.</summary>
public sealed class WaitTests
{
    // Longer than the pauses of a wait here, and shorter than what a question to the store is given (4 s): that the clock must not use up.
    private const double Nap = 3.5;

    private const string GetRun = "get_single_hashicorp_terraform_cloud_run_by_id";
    private const string All = """{"methods":["*"],"tags":["*"]}""";
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly string[] Waiting =
    [
        "get_single_hashicorp_terraform_cloud_apply_by_id", "get_single_hashicorp_terraform_cloud_plan_by_id", GetRun, "get_single_hashicorp_terraform_cloud_run_plan_by_id",
    ];

    // FollowedRunTests has what these answer.
    private static readonly string[] Following =
    [
        "create_a_hashicorp_terraform_cloud_configuration_version", "create_a_hashicorp_terraform_cloud_run",
        "hashicorp_terraform_cloud_policy_checks_override", "hashicorp_terraform_cloud_runs_apply", "hashicorp_terraform_cloud_task_stages_override", "hashicorp_terraform_cloud_tf_policy_evaluations_override",
    ];

    [Fact]
    public void Only_tools_that_read_a_run_a_plan_or_an_apply_or_get_a_run_on_wait() =>
        Assert.Equal(
            Waiting.Concat(Following).Order(StringComparer.Ordinal),
            TerraformTools.All.Where(tool => tool.Arguments.Any(argument => argument.Name == "wait_seconds")).Select(tool => tool.Name).Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_run_that_moves_is_answered_when_it_can_be_confirmed()
    {
        await using var product = await TestProduct.StartAsync();
        var run = await CreateAsync(product, "frontend-cdn");
        var answer = await WaitAsync(product, GetRun, $$"""{"run_id":"{{run}}","wait_seconds":20}""");
        Assert.Contains("confirm", answer["can"]!.AsArray().Select(verb => (string)verb!));
        Assert.InRange((int)answer["waited_seconds"]!, 2, 20);
        Assert.Null(answer["still_running"]);
    }

    [Fact]
    public async Task What_has_settled_is_answered_at_once()
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "core-networking");
        var answer = await WaitAsync(product, GetRun, $$"""{"run_id":"{{run}}","wait_seconds":20}""");
        Assert.Equal(("policy_override", 0), ((string)answer["status"]!, (int)answer["waited_seconds"]!));
        Assert.Single(Reads(product, run));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(20)]
    public async Task When_time_is_up_the_answer_says_that_it_goes_on(int seconds)
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "data-lake-ingest", back: 1);
        var answer = await WaitAsync(product, GetRun, $$"""{"run_id":"{{run}}","wait_seconds":{{seconds}}}""");
        Assert.Equal(("applying", true), ((string)answer["status"]!, (bool)answer["still_running"]!));
        Assert.InRange((int)answer["waited_seconds"]!, 0, seconds);
        Assert.InRange(Reads(product, run).Count, 1, seconds);
        Assert.Null(answer["wait_ended_by"]);
    }

    [Theory]
    [InlineData("get_single_hashicorp_terraform_cloud_plan_by_id", "plan_id")]
    [InlineData("get_single_hashicorp_terraform_cloud_run_plan_by_id", "run_id")]
    public async Task A_plan_is_waited_for_until_it_ends(string tool, string argument)
    {
        await using var product = await TestProduct.StartAsync();
        var run = await CreateAsync(product, "frontend-cdn");
        var id = argument == "run_id" ? run : (string)(await ReadAsync(product, GetRun, $$"""{"run_id":"{{run}}"}"""))["plan_id"]!;
        var answer = await WaitAsync(product, tool, $$"""{"{{argument}}":"{{id}}","wait_seconds":20}""");
        Assert.Equal("finished", (string)answer["status"]!);
        Assert.Null(answer["still_running"]);
    }

    [Fact]
    public async Task An_apply_is_waited_for_until_it_ends()
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "frontend-cdn");
        await ReadAsync(product, "hashicorp_terraform_cloud_runs_apply", $$"""{"run_id":"{{run}}"}""");
        var apply = (string)(await ReadAsync(product, GetRun, $$"""{"run_id":"{{run}}"}"""))["apply_id"]!;
        var answer = await WaitAsync(product, "get_single_hashicorp_terraform_cloud_apply_by_id", $$"""{"apply_id":"{{apply}}","wait_seconds":20}""");
        Assert.Equal("finished", (string)answer["status"]!);
        Assert.True((int)answer["waited_seconds"]! > 0);
    }

    [Fact]
    public async Task A_429_ends_the_wait_with_what_is_known()
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "data-lake-ingest", back: 1);
        product.Sandbox.Faults.On("GET", $"/api/v2/runs/{run}").Times(2);
        product.Sandbox.Faults.On("GET", $"/api/v2/runs/{run}").Status(429).Header("x-ratelimit-reset", "6.2");
        var answer = await WaitAsync(product, GetRun, $$"""{"run_id":"{{run}}","wait_seconds":20}""");
        Assert.Equal(("applying", true, "rate_limit", 7), ((string)answer["status"]!, (bool)answer["still_running"]!, (string)answer["wait_ended_by"]!, (int)answer["retry_after_seconds"]!));
        Assert.Equal(3, Reads(product, run).Count);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(0)]
    public async Task An_upstream_that_fails_ends_the_wait_with_what_is_known(int status)
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "data-lake-ingest", back: 1);
        product.Sandbox.Faults.On("GET", $"/api/v2/runs/{run}").Times(1);
        var fault = product.Sandbox.Faults.On("GET", $"/api/v2/runs/{run}");
        _ = status == 0 ? fault.Cut() : fault.Status(status);
        var answer = await WaitAsync(product, GetRun, $$"""{"run_id":"{{run}}","wait_seconds":20}""");
        Assert.Equal(("applying", "upstream"), ((string)answer["status"]!, (string)answer["wait_ended_by"]!));
        Assert.Equal(2, Reads(product, run).Count);
    }

    [Fact]
    public async Task A_run_that_is_gone_meanwhile_is_an_error()
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "data-lake-ingest", back: 1);
        product.Sandbox.Faults.On("GET", $"/api/v2/runs/{run}").Times(1);
        product.Sandbox.Faults.On("GET", $"/api/v2/runs/{run}").Status(404);
        var answer = await WaitAsync(product, GetRun, $$"""{"run_id":"{{run}}","wait_seconds":20}""");
        Assert.Equal(404, (int)answer["error"]!["status"]!);
    }

    [Fact]
    public async Task An_upstream_that_does_not_answer_does_not_make_the_wait_longer()
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "data-lake-ingest", back: 1);
        product.Sandbox.Faults.On("GET", $"/api/v2/runs/{run}").Times(1);
        product.Sandbox.Faults.On("GET", $"/api/v2/runs/{run}").Delay(Minute);
        var answer = await WaitAsync(product, GetRun, $$"""{"run_id":"{{run}}","wait_seconds":4}""", Nap);
        Assert.InRange((int)answer["waited_seconds"]!, 4, 5);
        Assert.True((bool)answer["still_running"]!);
    }

    [Fact]
    public async Task The_hosts_own_deadline_ends_the_wait_before_it_ends_the_call()
    {
        DateTimeOffset? deadline = null;
        TestProduct? started = null;
        await using var product = await TestProduct.StartAsync(options => options.Upstream = options.Upstream with
        {
            Remaining = () => (deadline is { } end ? end - started!.Time.GetUtcNow() : Minute),
        });
        started = product;
        var run = await LatestAsync(product, "data-lake-ingest", back: 1);
        deadline = product.Time.GetUtcNow() + TimeSpan.FromSeconds(8);
        var answer = await WaitAsync(product, GetRun, $$"""{"run_id":"{{run}}","wait_seconds":20}""");
        Assert.InRange((int)answer["waited_seconds"]!, 4, 7);
        Assert.True((bool)answer["still_running"]!);
        Assert.True(product.Time.GetUtcNow() < deadline);
    }

    [Fact]
    public async Task A_limit_that_is_used_up_is_waited_for_rather_than_hit()
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "data-lake-ingest", back: 1);
        product.Sandbox.Faults.On("GET", $"/api/v2/runs/{run}").Header("x-ratelimit-remaining", "0").Header("x-ratelimit-reset", "3");
        await WaitAsync(product, GetRun, $$"""{"run_id":"{{run}}","wait_seconds":9}""", Nap);
        Assert.InRange(Reads(product, run).Count, 1, 3);
    }

    public static TheoryData<string, string> Scopes
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var tool in Waiting)
            {
                all.Add(tool, "null");
                all.Add(tool, """{"projects":["Data"]}""");
                all.Add(tool, """{"workspaces":["ID"]}""");
            }

            return all;
        }
    }

    [Theory, MemberData(nameof(Scopes))]
    public async Task Proofs_of_a_scope_and_renewed_tokens_are_no_more_than_one_request_a_second(string tool, string scope)
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "data-lake-ingest", back: 1);
        var of = await ReadAsync(product, GetRun, $$"""{"run_id":"{{run}}"}""");
        var ids = tool.Contains("apply", StringComparison.Ordinal) ? $$""","apply_id":"{{of["apply_id"]}}" """ : tool.Contains("_plan_by_id", StringComparison.Ordinal) && !tool.Contains("run_plan", StringComparison.Ordinal) ? $$""","plan_id":"{{of["plan_id"]}}" """ : "";

        // The first token is refused, whatever it was for.
        product.Credentials.Cached = "rotated.atlasv1.away";
        var before = product.Sandbox.Requests.ToList().Count;
        var answer = await WaitAsync(product, tool, $$"""{"run_id":"{{run}}"{{ids}},"wait_seconds":12}""",
            scope: scope.Replace("ID", product.Sandbox.WorkspaceId("data-lake-ingest"), StringComparison.Ordinal));
        Assert.InRange((int)answer["waited_seconds"]!, 1, 12);
        Assert.InRange(product.Sandbox.Requests.ToList().Count - before, 2, 12);
    }

    [Fact]
    public async Task A_token_that_is_renewed_while_it_waits_keeps_the_pace()
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "data-lake-ingest", back: 1);
        product.Credentials.Cached = TerraformSandbox.OwnerToken;
        product.Credentials.Token = TerraformSandbox.ReadToken;
        product.Sandbox.Faults.On("GET", $"/api/v2/runs/{run}").Times(2);
        product.Sandbox.Faults.On("GET", $"/api/v2/runs/{run}").Status(401).Times(1);
        var answer = await WaitAsync(product, GetRun, $$"""{"run_id":"{{run}}","wait_seconds":10}""");
        Assert.Equal(("applying", true), ((string)answer["status"]!, (bool)answer["still_running"]!));
        Assert.InRange(Reads(product, run).Count, 5, 10);
    }

    [Fact]
    public async Task The_time_of_a_wait_is_that_of_the_whole_call_proofs_included()
    {
        await using var product = await TestProduct.StartAsync();
        var run = await LatestAsync(product, "data-lake-ingest", back: 1);
        var started = product.Time.GetUtcNow();
        var answer = await WaitAsync(product, GetRun, $$"""{"run_id":"{{run}}","wait_seconds":6}""", scope: """{"projects":["Data"]}""");
        Assert.True((bool)answer["still_running"]!);
        Assert.InRange((int)answer["waited_seconds"]!, 4, 6);
        Assert.InRange(product.Time.GetUtcNow() - started, 4 * Second, 6 * Second);
    }

    [Fact]
    public async Task A_host_whose_time_is_up_answers_that_and_nothing_is_sent()
    {
        TimeSpan? remaining = null;
        await using var product = await TestProduct.StartAsync(options => options.Upstream = options.Upstream with { Remaining = () => remaining ?? Minute });
        var run = await LatestAsync(product, "data-lake-ingest", back: 1);
        var before = product.Sandbox.Requests.ToList().Count;
        remaining = TimeSpan.FromMilliseconds(-1);
        foreach (var wait in new[] { 0, 20 })
        {
            var error = (await ReadAsync(product, GetRun, $$"""{"run_id":"{{run}}","wait_seconds":{{wait}}}"""))["error"]!;
            Assert.Equal(("no_time_left", true), ((string)error["failure"]!, (bool)error["retryable"]!));
        }

        Assert.Equal(before, product.Sandbox.Requests.ToList().Count);
    }

    [Fact]
    public async Task A_host_that_has_no_second_left_answers_that_rather_than_be_asked_too_fast()
    {
        TimeSpan? remaining = null;
        await using var product = await TestProduct.StartAsync(options => options.Upstream = options.Upstream with { Remaining = () => remaining ?? Minute });
        var run = await LatestAsync(product, "data-lake-ingest", back: 1);
        var before = product.Sandbox.Requests.ToList().Count;
        remaining = 0.9 * Second;
        var answer = await ReadAsync(product, GetRun, $$"""{"run_id":"{{run}}","wait_seconds":20}""", """{"projects":["Data"]}""");
        Assert.Equal("no_time_left", (string)answer["error"]!["failure"]!);
        Assert.Equal(before + 1, product.Sandbox.Requests.ToList().Count);
    }

    [Theory]
    [InlineData("21")]
    [InlineData("-1")]
    [InlineData("\"long\"")]
    public async Task A_wait_that_is_too_long_is_refused_before_anything_is_sent(string seconds)
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await ReadAsync(product, GetRun, $$"""{"run_id":"run-AAAAAAAAAAAAAAAA","wait_seconds":{{seconds}}}""");
        Assert.StartsWith("wait_seconds ", (string)answer["error"]!["detail"]!, StringComparison.Ordinal);
        Assert.Empty(product.Sandbox.Requests.ToList());
    }

    private static async Task<string> CreateAsync(TestProduct product, string workspace) => (string)(await ReadAsync(product, "create_a_hashicorp_terraform_cloud_run",
        $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId(workspace)}}","save_plan":true}"""))["id"]!;

    private static async Task<string> LatestAsync(TestProduct product, string workspace, int back = 0) => (string)(await ReadAsync(product, "list_all_hashicorp_terraform_cloud_runs",
        $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId(workspace)}}"}"""))["items"]![back]!["id"]!;

    // Whatever a wait sends, and for whatever reason, is at least a second apart.
    private static async Task<JsonNode> WaitAsync(TestProduct product, string tool, string arguments, double nap = 1, string scope = "null")
    {
        var before = product.Sandbox.Requests.ToList().Count;
        var call = ReadAsync(product, tool, arguments, scope);
        await product.Time.AdvanceNapsAsync(call, nap * Second, atMost: Minute);
        var sent = product.Sandbox.Requests.ToList().Skip(before).ToList();
        Assert.All(sent.Zip(sent.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= Second, $"{pair}"));
        return await call;
    }

    private static async Task<JsonNode> ReadAsync(TestProduct product, string tool, string arguments, string scope = "null") =>
        (await product.CallAsync(await product.TokenAsync(scope == "null" ? All : $"{All[..^1]},\"scope\":{scope}}}"), tool, arguments)).Answer();

    private static List<DateTimeOffset> Reads(TestProduct product, string run) =>
        [.. product.Sandbox.Requests.ToList().Where(request => request.Path == $"/api/v2/runs/{run}").Select(request => request.At)];
}
