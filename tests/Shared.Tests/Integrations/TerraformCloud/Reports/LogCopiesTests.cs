using System.Globalization;
using ServerlessMcp.Redaction;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>
/// What a plan marks is withheld in its run's logs where it has no mark. The logs are the terraform command's own (<c>Terraform/copies/make.sh</c>): every secret has "canary" in
/// it, or is the number 271828182845.
/// </summary>
public sealed class LogCopiesTests
{
    private const string Plan = "plan-0123456789abcdef";
    private const string Apply = "apply-0123456789abcdef";
    private const string Run = "run-0123456789abcdef";
    private const string PlanLogs = "hashicorp_terraform_cloud_plans_logs";
    private const string ApplyLogs = "hashicorp_terraform_cloud_applies_logs";
    private const string Diagnose = "hashicorp_terraform_cloud_runs_diagnose";

    public static TheoryData<string, string, string> Calls => new()
    {
        { PlanLogs, $$"""{"plan_id":"{{Plan}}"}""", "plan.text" },
        { PlanLogs, $$"""{"plan_id":"{{Run}}"}""", "plan.text" },
        { PlanLogs, $$"""{"plan_id":"{{Plan}}","grep":"canary|271828|output|sensitive","context":0}""", "plan.text" },
        { PlanLogs, $$"""{"plan_id":"{{Plan}}","tail":50}""", "plan.text" },
        { PlanLogs, $$"""{"plan_id":"{{Plan}}"}""", "plan.json" },
        { ApplyLogs, $$"""{"apply_id":"{{Run}}"}""", "apply.text" },
        { ApplyLogs, $$"""{"apply_id":"{{Apply}}"}""", "apply.text" },
        { ApplyLogs, $$"""{"apply_id":"{{Apply}}","grep":"canary","context":3}""", "apply.text" },
        { Diagnose, $$"""{"run_id":"{{Run}}"}""", "apply.text" },
    };

    [Theory, MemberData(nameof(Calls))]
    public async Task Copies_of_what_the_plan_marks_are_in_no_answer(string tool, string arguments, string log)
    {
        await using var product = await ProductAsync(log);
        var answer = (await product.CallAsync(await product.TokenAsync(), tool, arguments)).Answer();
        Assert.True((bool)answer["copies_checked"]!);
        Assert.Equal("", Leaked(answer.ToJsonString()));
        Assert.True(log == "plan.json" || answer.ToJsonString().Contains(SecretCopies.Withheld, StringComparison.Ordinal) || arguments.Contains("\"canary\"", StringComparison.Ordinal), answer.ToJsonString());
    }

    // The other way round: without the plan they are there, or the tests above would show nothing.
    [Fact]
    public async Task Without_the_full_plan_the_answer_says_that_copies_are_not_checked()
    {
        await using var product = await ProductAsync("plan.text", json: 404);
        var answer = (await product.CallAsync(await product.TokenAsync(), PlanLogs, $$"""{"plan_id":"{{Plan}}"}""")).Answer();
        Assert.False((bool)answer["copies_checked"]!);
        Assert.Contains("canary-Pa55", answer.ToJsonString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("running")]
    [InlineData("errored")]
    [InlineData("canceled")]
    public async Task A_plan_without_JSON_is_not_asked_for_it(string status)
    {
        await using var product = await ProductAsync("plan.text", status);
        var answer = (await product.CallAsync(await product.TokenAsync(), PlanLogs, $$"""{"plan_id":"{{Plan}}"}""")).Answer();
        Assert.False((bool)answer["copies_checked"]!);
        Assert.DoesNotContain(product.Sandbox.Requests.ToList(), request => request.Path.EndsWith("/json-output", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_plan_is_read_once_however_many_pages_and_callers_there_are()
    {
        await using var product = await ProductAsync("plan.text");
        var token = await product.TokenAsync();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => product.CallAsync(token, PlanLogs, $$"""{"plan_id":"{{Plan}}"}""")));
        Assert.Single(product.Sandbox.Requests.ToList(), request => request.Path.EndsWith("/json-output", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_is_asked_for_again_after_five_minutes()
    {
        await using var product = await ProductAsync("plan.text", json: 403);
        var token = await product.TokenAsync("""{"methods":["*"]}""");
        foreach (var (minutes, requests) in new[] { (0, 1), (4, 1), (2, 2) })
        {
            product.Time.Advance(TimeSpan.FromMinutes(minutes));
            Assert.False((bool)(await product.CallAsync(token, PlanLogs, $$"""{"plan_id":"{{Plan}}"}""")).Answer()["copies_checked"]!);
            Assert.Equal(requests, product.Sandbox.Requests.ToList().Count(request => request.Path.EndsWith("/json-output", StringComparison.Ordinal)));
        }
    }

    [Theory]
    [InlineData("s3cr3t-Pa55", "output = \"s3cr3t-Pa55\"", "output = \"(sensitive)\"")]
    [InlineData("s3cr3t-Pa55", "xs3cr3t-Pa55x", "x(sensitive)x")]
    [InlineData("abc123", "a abc123 b, xabc123, \"abc123\"", "a (sensitive) b, xabc123, \"(sensitive)\"")]
    [InlineData("abc12", "abc12", "abc12")]
    [InlineData("a\"b\\c\nd<e>&f", "a\\\"b\\\\c\\nd\\u003ce\\u003e\\u0026f", "(sensitive)")]
    [InlineData("one line that is long\nanother line\n", "  + one line that is long\n  + another line", "  + (sensitive)\n  + (sensitive)")]
    [InlineData("{\"a\":{\"password\":\"within-json\"}}", "password = \"within-json\"", "password = \"(sensitive)\"")]
    [InlineData("s3cr3t-Pa55", "czNjcjN0LVBhNTU=", "(sensitive)=")]
    [InlineData("s3cr3t-Pa55", "Basic dXNlcjpzM2NyM3QtUGE1NQ==", "Basic dXNlcjp(sensitive)Q==")]
    [InlineData("we\"ird<&>", """jj = "\"{\\\"a\\\":\\\"we\\\\\\\"ird\\\\u003c\\\\u0026\\\\u003e\\\"}\"" and""", """jj = "\"{\\\"a\\\":\\\"(sensitive)\\\"}\"" and""")]
    [InlineData("p@ss word", "u = \"https://u:p%40ss+word@h\"", "u = \"https://u:(sensitive)@h\"")]
    [InlineData("p@ss/word", "https://u:p%40ss%2Fword@h", "https://u:(sensitive)@h")]
    [InlineData("271828182845", "= 271828182845", "= (sensitive)")]
    [InlineData("correct horse battery", "│ the phrase is correct horse\n│ battery", "│ the phrase is (sensitive)\n│ battery")]
    [InlineData("correct horse battery", "is correct\nhorse battery said", "is correct\n(sensitive) said")]
    public void A_value_is_found_in_each_form_that_a_log_has_it_in(string value, string text, string shown) => Assert.Equal(shown, Copies(value).Withhold(text));

    [Fact]
    public void Values_that_overlap_are_withheld_together() => Assert.Equal("<(sensitive)>", Copies("abcdefgh-ij", "gh-ijklmnop").Withhold("<abcdefgh-ijklmnop>"));

    [Fact]
    public void A_long_value_is_withheld_whole_and_of_any_length()
    {
        foreach (var length in new[] { 8, 15, 16, 511, 512, 513, 1024, 5000 })
        {
            var value = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i * i % 23))));
            Assert.Equal("x (sensitive) y", Copies(value).Withhold($"x {value} y"));
        }
    }

    [Fact]
    public void No_value_is_kept_and_what_is_none_is_not_withheld()
    {
        var random = new Random(7);
        var values = Enumerable.Range(0, 500).Select(_ => Word(random, random.Next(8, 80))).ToArray();
        var copies = Copies(values);
        for (var i = 0; i < 2000; i++)
        {
            var text = $"{Word(random, 20)} {Word(random, 30)}";
            Assert.Same(text, copies.Withhold(text));
            var value = values[random.Next(values.Length)];
            Assert.DoesNotContain(value, copies.Withhold($"{Word(random, 3)}{value}{Word(random, 3)}"), StringComparison.Ordinal);
        }
    }

    // Linear in the text, whatever the values have in common: 4 times as much takes at most 6 times as long of a processor, best of five.
    [Trait("Lane", "slow")]
    [Fact]
    public void The_time_is_of_the_text_and_not_of_the_values()
    {
        var copies = Copies([.. Enumerable.Range(0, 400).Select(i => new string('a', 8 + i) + i.ToString(CultureInfo.InvariantCulture) + "!")]);
        var (text, four) = (new string('a', 10_000), new string('a', 40_000));
        var (one, all) = (ThreadTime.Best(() => copies.Withhold(text)), ThreadTime.Best(() => copies.Withhold(four)));
        Assert.True(all < (one * 6) + TimeSpan.FromMilliseconds(5), $"{one} and {all}");
    }

    private static SecretCopies Copies(params string[] values)
    {
        var copies = new SecretCopies();
        var forms = new CopyForms(copies);
        foreach (var value in values)
            forms.Add(System.Text.Json.JsonSerializer.SerializeToElement(value));
        return copies;
    }

    private static string Word(Random random, int length) => string.Concat(Enumerable.Range(0, length).Select(_ => "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"[random.Next(62)]));

    // A word of a phrase that a line was broken behind is shorter than what is looked for.
    private static string Leaked(string answer)
    {
        var at = answer.IndexOf("canary", StringComparison.Ordinal) is >= 0 and var canary ? canary : answer.IndexOf("271828182845", StringComparison.Ordinal);
        return at < 0 ? "" : answer[Math.Max(0, at - 40)..Math.Min(answer.Length, at + 60)];
    }

    private static async Task<TestProduct> ProductAsync(string log, string planStatus = "finished", int json = 307)
    {
        var product = await TestProduct.StartAsync();
        var faults = product.Sandbox.Faults;
        var plan = Filled("""{"id":"PLAN","type":"plans","attributes":{"status":"STATUS","log-read-url":"http://localhost:8080/v1/object/the-log"}}""");
        var apply = Filled("""{"id":"APPLY","type":"applies","attributes":{"status":"errored","log-read-url":"http://localhost:8080/v1/object/the-log"},"relationships":{"state-versions":{"data":[{"id":"sv-0123456789abcdef","type":"state-versions"}]}}}""");
        var run = Filled("""{"id":"RUN","type":"runs","attributes":{"status":"errored"},"relationships":{"plan":{"data":{"id":"PLAN","type":"plans"}},"apply":{"data":{"id":"APPLY","type":"applies"}}}}""");
        var state = Filled("""{"id":"sv-0123456789abcdef","type":"state-versions","relationships":{"run":{"data":{"id":"RUN","type":"runs"}}}}""");
        faults.On("GET", $"/api/v2/plans/{Plan}").Body(Document(plan));
        faults.On("GET", $"/api/v2/runs/{Run}/plan").Body(Document(plan));
        faults.On("GET", $"/api/v2/applies/{Apply}").Body(Document(apply));
        faults.On("GET", $"/api/v2/runs/{Run}").Body(Document(run, plan, apply));
        faults.On("GET", "/api/v2/state-versions/sv-0123456789abcdef").Body(Document(state, run));
        faults.On("GET", $"/api/v2/plans/{Plan}/json-output").Status(json).Header("Location", "http://localhost:8080/v1/object/the-plan");
        faults.On("GET", "/v1/object/the-plan").Body(await File.ReadAllTextAsync(PathOf("plan.document.json"), TestContext.Current.CancellationToken), "application/json");
        faults.On("GET", "/v1/object/the-log").Body("\u0002" + await File.ReadAllTextAsync(PathOf(log), TestContext.Current.CancellationToken) + "\u0003", "text/plain");
        return product;

        string Filled(string json) => json.Replace("PLAN", Plan, StringComparison.Ordinal).Replace("APPLY", Apply, StringComparison.Ordinal)
            .Replace("RUN", Run, StringComparison.Ordinal).Replace("STATUS", planStatus, StringComparison.Ordinal);
    }

    private static string Document(string data, params string[] included) => "{\"data\":" + data + ",\"included\":[" + string.Join(',', included) + "]}";

    private static string PathOf(string name) => SourceTree.PathOf("tests", "Shared.Tests", "Integrations", "TerraformCloud", "Reports", "Terraform", "copies", name);
}
