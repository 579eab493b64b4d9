using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>Every situation a run can be in: the cause that is found, the tools that are advised, and what finding out costs.</summary>
public sealed partial class RunDiagnosisTests
{
    private const string Everything = """{"methods":["*"],"tags":["*"],"tool_names":"short"}""";
    private const string Diagnose = "tfc_runs_diagnose";
    private const int MaxTokens = 1200;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static TheoryData<string> Documented => [.. DocumentedSituations.All.Keys];

    public static TheoryData<string> Played => [.. SandboxSituations.All.Keys];

    [Theory, MemberData(nameof(Documented))]
    public async Task A_documented_situation_has_its_cause_its_tools_and_its_price(string name)
    {
        var situation = DocumentedSituations.All[name];
        using var upstream = new CountingHandler(situation.Upstream());
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        // Beta features are those of HCP Terraform; the sandbox's address is none of its.
        await product.ConnectAsync(address: "https://app.terraform.io");
        var answer = await product.CallAsync(await product.TokenAsync(Everything), Diagnose, $$"""{"run_id":"{{Documents.Run}}"}""");
        Check(name, situation.Cause, situation.Next, answer, upstream.ApiRequests);
    }

    [Theory, MemberData(nameof(Played))]
    public async Task A_situation_of_the_sandbox_has_its_cause_its_tools_and_its_price(string name)
    {
        var (cause, next, bring) = SandboxSituations.All[name];
        await using var product = await TestProduct.StartAsync();
        var run = await bring(product, await product.TokenAsync("""{"methods":["*"]}"""));
        var before = product.Sandbox.Requests.ToList().Count;
        var answer = await product.CallAsync(await product.TokenAsync(Everything), Diagnose, $$"""{"run_id":"{{run}}"}""");
        var requests = product.Sandbox.Requests.ToList().Skip(before).Count(request => request.Path.StartsWith("/api/", StringComparison.Ordinal));
        Check(name, cause, next, answer, requests);
    }

    [Fact]
    public void Every_cause_is_met_by_a_situation_and_every_waiting_status_has_one()
    {
        var causes = DocumentedSituations.All.Values.Select(situation => situation.Cause).Concat(SandboxSituations.All.Values.Select(situation => situation.Cause)).ToHashSet();
        Assert.Empty(RunCauses.All.Select(cause => cause.Name).Except(causes).Except(["stage_failed"]));
        Assert.Equal(RunCauses.All.Count, RunCauses.All.Select(cause => cause.Name).Distinct().Count());
        foreach (var status in RunStatus.Final.Concat(RunStatus.WaitsForOverride).Concat(RunStatus.WaitsForWorker).Concat(RunStatus.Working).Concat(RunStatus.BetweenStages).Append("pending"))
        {
            Assert.NotEqual("unknown", RunCauses.Decide(new RunFacts { Id = Documents.Run, Status = status }).Name);
        }
    }

    [Fact]
    public void A_stage_that_failed_without_saying_which_task_is_a_cause() =>
        Assert.Equal("stage_failed", RunCauses.Decide(new RunFacts { Id = Documents.Run, Status = "errored", Stages = [new("ts-1", "pre_plan", "errored", false, null, [])] }).Name);

    [Fact]
    public void Every_tool_that_a_cause_advises_exists_and_takes_the_arguments()
    {
        var full = new RunFacts
        {
            Id = Documents.Run,
            Status = "x",
            WorkspaceId = Documents.Workspace,
            PlanId = Documents.Plan,
            ApplyId = Documents.Apply,
            Plan = new(Documents.Plan, "errored", 1, 1, 1, null),
            Apply = new(Documents.Apply, "errored", 1, 1, 1, null),
            Lock = new("run", Documents.Other, null, null, null, new(Documents.Other, "planned", null, null, IsDiscardable: true)),
            Ahead = [new(Documents.Other, "planned", null, null, true)],
            Agents = new(Documents.Pool, null, 0, 1, 0),
            Policies = [new("policy_check", "polchk-1", "p", "soft-mandatory", null, null, null), new("policy_evaluation", "ts-1", "p", "mandatory", null, null, null), new("tf_policy_evaluation", "tfpoleval-1", "p", "mandatory", null, null, null)],
            Stages = [new(Documents.Stage, "post_plan", "awaiting_override", true, null, [])],
        };
        foreach (var step in RunCauses.All.SelectMany(cause => cause.Next(full)).OfType<NextTool>())
        {
            var tool = AllTools.Find(step.Name);
            var given = step.Arguments.ToDictionary(argument => argument.Key, argument => JsonSerializer.SerializeToElement(argument.Value));
            Assert.Empty(ArgumentReader.Read(tool, given, "acme-corp").Errors.Select(error => $"{step.Name}: {error.Message}"));
        }
    }

    [Fact]
    public void No_step_can_have_an_empty_argument()
    {
        // Of a run of which nothing is known but its id, every cause still advises only what can be called.
        var bare = new RunFacts { Id = Documents.Run, Status = "x" };
        Assert.All(RunCauses.All.Where(cause => cause.Name is not ("no_agents" or "agent_pool_exhausted" or "waits_for_agent" or "queued" or "stage_failed")).SelectMany(cause => cause.Next(bare)).OfType<NextTool>(),
            step => Assert.All(step.Arguments, argument => Assert.NotEqual("", argument.Value)));
        Assert.Throws<ArgumentException>(() => new NextTool("tool", "Why.", KeyValuePair.Create("plan_id", (object)"")));
        Assert.Null(NextTool.With("tool", "plan_id", null, "Why."));
    }

    [Fact]
    public async Task A_URL_is_told_only_of_tools_it_has_and_which_it_would_need()
    {
        await using var product = await TestProduct.StartAsync();
        var run = await SandboxSituations.All["policy_override"].Bring(product, await product.TokenAsync());
        var answer = (await product.CallAsync(await product.TokenAsync(), "hashicorp_terraform_cloud_runs_diagnose", $$"""{"run_id":"{{run}}"}""")).Answer();
        Assert.Empty(answer["next"]!.AsArray());
        Assert.Equal(["hashicorp_terraform_cloud_policy_checks_override", "hashicorp_terraform_cloud_runs_discard"], answer["not_possible"]!.AsArray().Select(step => (string)step!["tool"]!));
    }

    [Fact]
    public async Task What_the_token_may_not_do_is_not_advised()
    {
        await using var product = await TestProduct.StartAsync();
        product.Credentials.Token = ServerlessMcp.Sandbox.TerraformSandbox.ReadToken;
        var token = await product.TokenAsync(Everything);
        var run = await SandboxSituations.All["policy_override"].Bring(product, await product.TokenAsync());
        var answer = (await product.CallAsync(token, Diagnose, $$"""{"run_id":"{{run}}"}""")).Answer();
        Assert.Empty(answer["next"]!.AsArray());
        Assert.All(answer["not_possible"]!.AsArray(), step => Assert.Contains("token", (string)step!["why"]!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(404, "not found")]
    [InlineData(429, "Too many requests")]
    public async Task A_run_that_cannot_be_read_is_the_usual_error(int status, string title)
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", "/api/v2/runs/*").Status(status).Body($$"""{"errors":[{"status":"{{status}}","title":"{{title}}"}]}""");
        var answer = await product.CallAsync(await product.TokenAsync(Everything), Diagnose, $$"""{"run_id":"{{Documents.Run}}"}""");
        Assert.True((bool)answer["isError"]!);
        Assert.Equal((status, title), ((int)answer.Answer()["error"]!["status"]!, (string)answer.Answer()["error"]!["title"]!));
        Assert.Single(product.Sandbox.Requests.ToList());
    }

    [Fact]
    public async Task The_longest_diagnosis_stays_within_its_tokens()
    {
        var words = string.Concat(Enumerable.Repeat("überlanges Wort ", 60));
        var sentinel = new JsonObject { ["data"] = new JsonObject { ["set"] = new JsonObject { ["policies"] = new JsonArray([.. Enumerable.Range(0, 30).Select(number => JsonNode.Parse($$$"""{"policy":{"name":"policy-{{{number}}}-{{{words}}}","enforcement-level":"soft-mandatory"},"result":false,"trace":{"description":"{{{words}}}","print":"{{{words}}}"}}"""))]) } } };
        var check = Documents.PolicyCheck("soft_failed", sentinel.ToJsonString());
        var upstream = Documents.Upstream(Documents.RunDocument("policy_override", $$"""{"message":"{{words}}"}""", included: [check, Documents.TaskStage("post_plan", "awaiting_override")]))
            .Answering($"/api/v2/runs/{Documents.Run}/policy-checks", Documents.List(check))
            .Answering($"/api/v2/task-stages/{Documents.Stage}", Documents.Document(Documents.TaskStage("post_plan", "awaiting_override").Related("task-results", Documents.TaskResult("failed", "mandatory", words)), Documents.TaskResult("failed", "mandatory", words)));
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var answer = await product.CallAsync(await product.TokenAsync("""{"methods":["*"],"tags":["*"]}"""), "hashicorp_terraform_cloud_runs_diagnose", $$"""{"run_id":"{{Documents.Run}}"}""");
        Assert.InRange(Tokens.Count((string)answer["content"]![0]!["text"]!), 400, MaxTokens);
        Assert.True((int)answer.Answer()["more_failed_policies"]! > 0);
    }

    private static void Check(string name, string cause, string[] next, JsonNode answer, int requests)
    {
        var said = answer.Answer();
        Assert.False((bool)answer["isError"]!, said.ToJsonString(Readable));
        SourceTree.AssertFile(SourceTree.PathOf("tests", "Shared.Tests", "Integrations", "TerraformCloud", "Reports", "Diagnosis", "Snapshots", name + ".json"), ServerId().Replace(said.ToJsonString(Readable), "mcp-…") + "\n");
        Assert.Equal(cause, (string)said["cause"]!);
        Assert.Equal(next, said["next"]!.AsArray().Select(step => (string)step!["tool"]!));
        Assert.InRange(requests, 1, 10);
        var tokens = Tokens.Count((string)answer["content"]![0]!["text"]!);
        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: {requests} requests, {tokens} tokens");
        Assert.InRange(tokens, 50, MaxTokens);
    }

    // A run that a URL started says so in its message; the id is another each time.
    [GeneratedRegex("mcp-(?:[0-9a-f]{32}|[0-9a-f]{8}\\b)", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ServerId();
}
