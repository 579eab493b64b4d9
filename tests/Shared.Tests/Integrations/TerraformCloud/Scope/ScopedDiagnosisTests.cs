using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Diagnosis;
using ServerlessMcp.Tests.Support;
using static ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Diagnosis.Documents;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Scope;

/// <summary>The diagnosis of a run through a URL that has a scope: the same cause as without one, in as few requests, the proofs among them, and nothing of anybody else.</summary>
public sealed class ScopedDiagnosisTests
{
    private const string ByNames = $$"""{"projects":["{{ProjectName}}"],"workspaces":["{{WorkspaceName}}"]}""";
    private const string ByIds = $$"""{"workspaces":["{{Workspace}}"]}""";
    private const string Foreign = "ws-ForeignAAAAAAAAA";
    private const string Canary = "CANARY";

    public static TheoryData<string, string> Situations
    {
        get
        {
            var all = new TheoryData<string, string>();
            foreach (var name in DocumentedSituations.All.Keys)
            {
                all.Add(name, ByNames);
                all.Add(name, ByIds);
            }

            return all;
        }
    }

    [Trait("Lane", "slow")]
    [Theory, MemberData(nameof(Situations))]
    public async Task Every_situation_has_its_cause_within_ten_requests_and_the_proofs_are_among_them(string name, string scope)
    {
        var situation = DocumentedSituations.All[name];
        using var upstream = new CountingHandler(situation.Upstream());
        var answer = await DiagnoseAsync(upstream, scope);
        var said = answer.Answer();
        Assert.False((bool)answer["isError"]!, said.ToJsonString());

        // Whose agents are busy is the organization's to know; that the run waits for one is the run's.
        var isOfAgents = situation.Cause is "no_agents" or "agent_pool_exhausted";
        Assert.Equal(isOfAgents ? "waits_for_agent" : situation.Cause, (string)said["cause"]!);
        if (isOfAgents)
        {
            Assert.Equal("The agents of the pool can't be read: it is not what this URL reaches.", (string)said["not_read"]!.AsArray().Single()!);
        }

        // Proven: the run, and by names its workspace as well; what came with the run needs no proof of its own.
        TestContext.Current.TestOutputHelper!.WriteLine($"{name}: {upstream.ApiRequests} requests");
        Assert.InRange(upstream.ApiRequests, scope == ByNames ? 3 : 2, 10);
    }

    [Fact]
    public async Task What_ten_requests_do_not_reach_is_said_and_what_explains_the_failure_is_not_among_it()
    {
        // A plan-only run that failed by a policy check, and by a stage with two evaluations, of a server that includes nothing.
        var second = PolicyEvaluation("failed");
        second["id"] = "poleval-second";
        var stage = TaskStage("post_plan", "failed").Related("policy-evaluations", PolicyEvaluation("failed"), second).Related("task-results",
            [.. Enumerable.Range(1, 3).Select(number => Resource("task-results", $"taskrs-{number}", "{}"))]);
        var run = RunDocument("policy_soft_failed", included: [PolicyCheck("soft_failed", "null"), TaskStage("post_plan", "failed")]);
        run.Remove("included");
        DocumentedUpstream Upstreamed() => Upstream((JsonObject)run.DeepClone())
            .Answering($"/api/v2/runs/{Run}/policy-checks", List(PolicyCheck("soft_failed", "{}")))
            .Answering($"/api/v2/runs/{Run}/task-stages", List(TaskStage("post_plan", "failed")))
            .Answering($"/api/v2/plans/{Plan}", Document(Resource("plans", Plan, """{"status":"finished"}""")))
            .Answering($"/api/v2/task-stages/{Stage}", Document(stage.DeepClone(), PolicyEvaluation("failed"), (JsonObject)second.DeepClone()))
            .Answering($"/api/v2/task-results/taskrs-1", Document(TaskResult("failed", "mandatory", "3 high")))
            .Answering($"/api/v2/task-results/taskrs-2", Document(TaskResult("failed", "advisory", "1 low")))
            .Answering($"/api/v2/task-results/taskrs-3", Document(TaskResult("passed", "advisory", "")))
            .Answering($"/api/v2/policy-evaluations/{Evaluation}/policy-set-outcomes", List(Outcome("policy-set-outcomes", "first", "mandatory")))
            .Answering("/api/v2/policy-evaluations/poleval-second/policy-set-outcomes", List(Outcome("policy-set-outcomes", "second", "mandatory")));
        using var scoped = new CountingHandler(Upstreamed());
        var said = (await DiagnoseAsync(scoped, ByNames)).Answer();
        Assert.Equal("plan_only_policy_failed", (string)said["cause"]!);
        Assert.NotNull(said["failed_policies"]);
        Assert.Contains(said["not_read"]!.AsArray(), sentence => ((string)sentence!).EndsWith("can't be read: 10 requests are the most that this takes.", StringComparison.Ordinal));
        Assert.Equal(10, scoped.ApiRequests);
    }

    [Fact]
    public async Task A_pool_of_agents_is_not_even_asked_for()
    {
        var upstream = (DocumentedUpstream)DocumentedSituations.All["agent_pool_exhausted"].Upstream();
        var said = (await DiagnoseAsync(upstream, ByNames)).Answer();
        Assert.Equal(("waits_for_agent", "agent"), ((string)said["cause"]!, (string)said["waits_for"]!));
        Assert.Equal(["tfc_runs_get", "tfc_runs_cancel"], said["next"]!.AsArray().Select(step => (string)step!["tool"]!));
        Assert.DoesNotContain(upstream.Requests, path => path.Contains("agent-pools", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(ByNames)]
    [InlineData(ByIds)]
    public async Task A_run_of_another_workspace_that_holds_the_lock_stays_unnamed(string scope)
    {
        var holder = Listed(Other, "planning", workspace: Foreign);
        holder["attributes"]!["message"] = Canary;
        var lockedBy = JsonNode.Parse($$"""{"type":"runs","id":"{{Other}}"}""");
        var upstream = Upstream(RunDocument("pending", workspace: """{"locked":true}""", lockedBy: lockedBy!.ToJsonString()))
            .Answering($"/api/v2/workspaces/{Workspace}/runs", List(Listed(Run, "pending")))
            .Answering($"/api/v2/workspaces/{Workspace}", Document(Home("""{"locked":true}""", lockedBy), holder, TheProject()));
        var answer = await DiagnoseAsync(upstream, scope);
        Assert.Equal(("locked", "lock"), ((string)answer.Answer()["cause"]!, (string)answer.Answer()["waits_for"]!));
        AssertNothingForeign(answer);
    }

    [Theory]
    [InlineData(ByNames)]
    [InlineData(ByIds)]
    public async Task A_run_of_another_workspace_in_the_queue_is_not_counted(string scope)
    {
        var before = Listed(Other, "planning", workspace: Foreign);
        before["attributes"]!["message"] = Canary;
        var upstream = Upstream(RunDocument("pending")).Answering($"/api/v2/workspaces/{Workspace}/runs", List(Listed(Run, "pending"), before));
        var answer = await DiagnoseAsync(upstream, scope);
        Assert.Equal(("pending", 1), ((string)answer.Answer()["cause"]!, (int)answer.Answer()["queue_position"]!));
        AssertNothingForeign(answer);
    }

    [Fact]
    public async Task A_run_of_another_workspace_is_refused_in_the_words_for_one_that_is_nowhere()
    {
        var foreign = RunDocument("planned");
        foreign["data"]!["relationships"]!["workspace"]!["data"]!["id"] = Foreign;
        foreign["data"]!["attributes"]!["message"] = Canary;
        var elsewhere = await DiagnoseAsync(Upstream(foreign), ByNames);
        var nowhere = await DiagnoseAsync(new DocumentedUpstream(), ByNames);
        Assert.Equal("out of scope", (string)elsewhere.Answer()["error"]!["title"]!);
        Assert.Equal(nowhere.ToJsonString(), elsewhere.ToJsonString());
        AssertNothingForeign(elsewhere);
    }

    private static void AssertNothingForeign(JsonNode answer) =>
        Assert.All([Foreign, Other, Canary], part => Assert.DoesNotContain(part, answer.ToJsonString(), StringComparison.Ordinal));

    private static async Task<JsonNode> DiagnoseAsync(HttpMessageHandler upstream, string? scope)
    {
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        await product.ConnectAsync(address: "https://app.terraform.io");
        var token = await product.TokenAsync($$"""{"methods":["*"],"tags":["*"],"tool_names":"short"{{(scope is null ? "" : $",\"scope\":{scope}")}}}""");
        return await product.CallAsync(token, "tfc_runs_diagnose", $$"""{"run_id":"{{Run}}"}""");
    }
}
