using System.Globalization;
using System.Text.Json.Nodes;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>What has drifted, and which workspaces need somebody: in the sandbox's organization, and in ones that are too large, too closed or out of order.</summary>
public sealed class OrganizationReportTests
{
    private const string Drift = "hashicorp_terraform_cloud_workspaces_drift_report";
    private const string Overview = "hashicorp_terraform_cloud_organizations_overview";

    [Fact]
    public async Task Drift_is_told_by_address_and_attribute_with_failed_checks_and_ages_ranked()
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await ReadAsync(product, Drift);
        Assert.Equal("""{"workspaces":26,"assessed":2,"drifted":1,"with_failed_checks":1,"assessment_failed":0,"not_assessed":24}""", answer["summary"]!.ToJsonString());
        var drifted = answer["items"]![0]!;
        Assert.Equal(("prod-database-cluster", 6, 1), ((string)drifted["workspace_name"]!, (int)drifted["age_hours"]!, (int)drifted["drifted_count"]!));
        Assert.Equal("""[{"address":"aws_db_instance.reader","action":"update","changed":["publicly_accessible","tags.owner"]}]""", drifted["drifted"]!.ToJsonString());
        var check = answer["items"]![1]!;
        Assert.Equal(("web-frontend", 31), ((string)check["workspace_name"]!, (int)check["age_hours"]!));
        Assert.Equal("""[{"address":"check.certificate","status":"fail","message":"The certificate of web.acme-corp.example.com expires in 6 days."}]""", check["failed_checks"]!.ToJsonString());
        Assert.Equal(3, product.Sandbox.Requests.ToList().Count);
        Assert.Equal(product.Time.GetUtcNow().AddHours(-6).ToString("yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture), ((string)drifted["assessed_at"]!)[..16]);
        Assert.Contains("keeps the last assessment alone", (string)answer["first_seen"]!, StringComparison.Ordinal);
        Assert.StartsWith("analytics", ((string)answer["not_assessed"]!)[..9], StringComparison.Ordinal);
        Assert.DoesNotContain("asmtres-", answer.ToJsonString(), StringComparison.Ordinal); // No tool of this URL takes it.
        var more = (await product.CallAsync(await product.TokenAsync("""{"tags":["*"]}"""), Drift)).Answer();
        Assert.StartsWith("asmtres-", (string)more["items"]![0]!["assessment_result_id"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_values_of_drift_are_shown_on_request_masked_as_those_of_a_plan()
    {
        await using var product = await TestProduct.StartAsync();
        var changed = (await ReadAsync(product, Drift, """{"include_values":true}"""))["items"]![0]!["drifted"]![0]!["changed"]!;
        Assert.Equal("""[{"path":"publicly_accessible","before":false,"after":true},{"path":"tags.owner","before":"data","after":"unknown"}]""", changed.ToJsonString());
    }

    [Fact]
    public async Task Where_nothing_was_assessed_drift_is_unknown()
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await ReadAsync(product, Drift, """{"search":"internal-vpn"}""");
        Assert.Equal("""{"workspaces":1,"assessed":0,"drifted":"unknown","with_failed_checks":"unknown","assessment_failed":0,"not_assessed":1}""", answer["summary"]!.ToJsonString());
        Assert.Equal("internal-vpn.", (string)answer["not_assessed"]!);
    }

    [Fact]
    public async Task Without_the_permission_for_details_the_numbers_remain_and_the_reason_is_told()
    {
        await using var product = await TestProduct.StartAsync();
        product.Credentials.Token = TerraformSandbox.ReadToken;
        var drifted = (await ReadAsync(product, Drift))["items"]![0]!;
        Assert.Equal(1, (int)drifted["drifted_count"]!);
        Assert.Null(drifted["drifted"]);
        Assert.Contains("workspace admin", (string)drifted["not_read"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_of_drift_have_every_workspace_once_and_each_page_its_own_details()
    {
        await using var product = await TestProduct.StartAsync();
        var first = await ReadAsync(product, Drift, """{"page_size":1}""");
        var second = await ReadAsync(product, Drift, $$"""{"cursor":"{{first["next_cursor"]}}"}""");
        Assert.Equal(["prod-database-cluster", "web-frontend"], new[] { first, second }.Select(page => (string)page["items"]!.AsArray().Single()!["workspace_name"]!));
        Assert.NotNull(second["items"]![0]!["failed_checks"]);
        Assert.Null(second["next_cursor"]);
        Assert.Equal(2, (int)second["total_count"]!);
    }

    [Fact]
    public async Task The_organization_is_summed_up_by_what_is_most_urgent()
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await ReadAsync(product, Overview, """{"page_size":50}""");
        Assert.Equal("explorer", (string)answer["source"]!);
        Assert.Equal("""{"workspaces":26,"errored":2,"stuck":1,"waiting":4,"locked":1,"drifted":1,"failed_checks":1,"not_assessed":24}""", answer["summary"]!.ToJsonString());
        var rows = answer["items"]!.AsArray().ToDictionary(row => (string)row!["workspace_name"]!, row => row!);
        Assert.Equal(["eu-west-database", "legacy-billing"], rows.Keys.Take(2));
        Assert.Equal(("policy_override", "override"), ((string)rows["core-networking"]["run_status"]!, (string)rows["core-networking"]["waits_for"]!));
        Assert.Equal("confirmation", (string)rows["frontend-cdn"]["waits_for"]!);
        Assert.Equal(("maria-chen", "Investigating the failed canary, do not run"), ((string)rows["payment-gateway"]["locked_by"]!, (string)rows["payment-gateway"]["locked_reason"]!));
        Assert.Equal(1, (int)rows["prod-database-cluster"]["drifted_count"]!);
        Assert.DoesNotContain("locked", rows["data-lake-ingest"]["states"]!.AsArray().Select(state => (string)state!)); // Its own run holds it: that is how runs work.
        Assert.InRange(product.Sandbox.Requests.ToList().Count, 4, 12);
        Assert.InRange(Tokens.Count(answer.ToJsonString()), 100, 1500);
    }

    [Fact]
    public async Task Each_row_says_since_when_whose_and_what_for_and_why_a_run_errored()
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await ReadAsync(product, Overview, """{"states":["errored","waiting"]}""");
        Assert.All(answer["items"]!.AsArray(), row => Assert.All(new[] { "run_id", "run_status", "since", "created_by", "message" }, member => Assert.NotNull(row![member])));
        var errored = answer["items"]!.AsArray().First(row => (string)row!["run_status"]! == "errored")!;
        var run = await ReadAsync(product, "hashicorp_terraform_cloud_runs_diagnose", $$"""{"run_id":"{{errored["run_id"]}}"}""");
        Assert.Equal((string)run["summary"]!, (string)errored["diagnosis"]!);
    }

    [Fact]
    public async Task A_run_that_waits_for_a_lock_is_stuck_and_says_whose_it_is()
    {
        await using var product = await TestProduct.StartAsync();
        var run = (await product.CallAsync(await product.TokenAsync("""{"methods":["*"]}"""), "create_a_hashicorp_terraform_cloud_run",
            $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("payment-gateway")}}","message":"Roll out 4.8"}""")).Answer();
        var answer = await ReadAsync(product, Overview, """{"states":["stuck"],"search":"payment"}""");
        var row = answer["items"]!.AsArray().Single()!;
        Assert.Equal("""["stuck","locked"]""", row["states"]!.ToJsonString());
        var stuck = row["stuck"]!;
        Assert.Equal(((string)run["id"]!, "pending", "lock", "maria-chen"), ((string)stuck["run_id"]!, (string)stuck["run_status"]!, (string)stuck["waits_for"]!, (string)stuck["behind"]!));
        Assert.NotNull(stuck["since"]);
        Assert.NotNull(stuck["created_by"]);
        Assert.StartsWith("Roll out 4.8", (string)stuck["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_behind_another_and_one_that_works_unusually_long_are_stuck()
    {
        await using var product = await TestProduct.StartAsync();
        var row = (await ReadAsync(product, Overview, """{"states":["stuck"]}"""))["items"]!.AsArray().Single()!;
        Assert.Equal("data-lake-ingest", (string)row["workspace_name"]!);
        var holder = (string)row["stuck"]!["run_id"]!;
        Assert.Equal(("applying", "terraform", 1), ((string)row["stuck"]!["run_status"]!, (string)row["stuck"]!["waits_for"]!, (int)row["stuck"]!["more"]!));

        // What waits behind it is found by its own workspace's list.
        var runs = await ReadAsync(product, "list_all_hashicorp_terraform_cloud_runs", $$"""{"workspace_id":"{{row["workspace_id"]}}","status_group":"non_final"}""");
        Assert.Contains(runs["items"]!.AsArray(), run => (string)run!["id"]! != holder && (string)run["status"]! == "pending");
    }

    [Fact]
    public async Task A_scope_and_a_URL_that_only_reads_have_it_of_what_they_reach()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"methods":["read"],"scope":{"projects":["Data"]}}""");
        var answer = (await product.CallAsync(token, Overview)).Answer();
        Assert.Equal((6, 1, 1, 1), ((int)answer["summary"]!["workspaces"]!, (int)answer["summary"]!["errored"]!, (int)answer["summary"]!["stuck"]!, (int)answer["summary"]!["drifted"]!));
        Assert.Equal("workspaces", (string)answer["source"]!);
        Assert.Contains("policy", (string)answer["items"]!.AsArray().First(row => (string)row!["run_status"]! == "errored")!["diagnosis"]!, StringComparison.Ordinal);
        Assert.Null(answer["not_covered"]);
    }

    [Fact]
    public async Task What_is_not_known_is_not_zero()
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", "/api/v2/organizations/*/runs").Status(404);
        var summary = (await ReadAsync(product, Overview, """{"search":"internal-vpn"}"""))["summary"]!;
        Assert.Equal("""{"workspaces":1,"errored":0,"stuck":"unknown","waiting":0,"locked":0,"drifted":"unknown","failed_checks":"unknown","not_assessed":1}""", summary.ToJsonString());
    }

    [Theory]
    [InlineData("""{"states":["locked"]}""", "payment-gateway")]
    [InlineData("""{"states":["drifted"]}""", "prod-database-cluster")]
    [InlineData("""{"search":"frontend-cdn"}""", "frontend-cdn")]
    public async Task It_is_narrowed_by_state_and_by_name(string arguments, string only)
    {
        await using var product = await TestProduct.StartAsync();
        var answer = await ReadAsync(product, Overview, arguments);
        Assert.Equal(only, (string)answer["items"]!.AsArray().Single()!["workspace_name"]!);
    }

    [Fact]
    public async Task Both_are_narrowed_by_project()
    {
        await using var product = await TestProduct.StartAsync();
        var projects = await ReadAsync(product, "list_all_hashicorp_terraform_cloud_projects", tags: """["*"]""");
        var data = (string)projects["items"]!.AsArray().Single(project => (string)project!["name"]! == "Data")!["id"]!;
        Assert.Equal(6, (int)(await ReadAsync(product, Drift, $$"""{"project_id":"{{data}}"}"""))["summary"]!["workspaces"]!);
        Assert.Equal(6, (int)(await ReadAsync(product, Overview, $$"""{"project_id":"{{data}}"}"""))["summary"]!["workspaces"]!);
    }

    [Theory]
    [InlineData(403)]
    [InlineData(404)]
    public async Task A_token_that_may_not_explore_gets_the_same_by_the_list(int status)
    {
        await using var product = await TestProduct.StartAsync();
        var explored = await ReadAsync(product, Overview, """{"page_size":50}""");
        product.Sandbox.Faults.On("GET", "/api/v2/organizations/*/explorer").Status(status);
        var listed = await ReadAsync(product, Overview, """{"page_size":50}""");
        Assert.Equal("workspaces", (string)listed["source"]!);
        Assert.Equal(explored["summary"]!.ToJsonString(), listed["summary"]!.ToJsonString());
        Assert.Equal(explored["items"]!.AsArray().Select(row => (string)row!["workspace_name"]!).Order(), listed["items"]!.AsArray().Select(row => (string)row!["workspace_name"]!).Order());
    }

    [Theory]
    [InlineData("500", "The explorer can't be read: 500.")]
    [InlineData("403", "The explorer can't be read: 403.")]
    [InlineData("malformed", "The explorer can't be read: the answer is not the JSON that it should be.")]
    [InlineData("page", "The explorer can't be read: 127.0.0.1 answered with something that is not the Terraform API's JSON: text/html, beginning with \"login\".")]
    [InlineData("cut", "The explorer can't be read: The connection to 127.0.0.1 ended before the answer did.")]
    [InlineData("slow", "The explorer can't be read: it did not answer within 10 s.")]
    public async Task An_explorer_that_fails_is_made_up_for_by_the_list_and_the_reason_is_told(string how, string reason)
    {
        await using var product = await TestProduct.StartAsync();
        var explored = await ReadAsync(product, Overview, """{"page_size":50}""");
        var rule = product.Sandbox.Faults.On("GET", "/api/v2/organizations/*/explorer");
        _ = how switch
        {
            "malformed" => rule.Body("""{"data":[{"id":"ws-1","attributes":{"exter"""),
            "page" => rule.Body("<html>login</html>", "text/html"),
            "cut" => rule.Cut(),
            "slow" => rule.Delay(TimeSpan.FromMinutes(5)),
            var status => rule.Status(int.Parse(status, CultureInfo.InvariantCulture)),
        };
        var started = product.Time.GetUtcNow();
        var call = ReadAsync(product, Overview, """{"page_size":50}""");
        if (how == "slow")
        {
            await product.WhenAskedAsync("/explorer", times: 2);
            product.Time.Advance(TimeSpan.FromSeconds(10));
        }

        var listed = await call;
        Assert.Equal(("workspaces", reason), ((string)listed["source"]!, (string)listed["source_reason"]!));
        Assert.Equal(explored["summary"]!.ToJsonString(), listed["summary"]!.ToJsonString());
        Assert.InRange(product.Time.GetUtcNow() - started, TimeSpan.Zero, TimeSpan.FromSeconds(12));
    }

    [Fact]
    public async Task A_429_of_the_explorer_is_passed_on_and_nothing_is_sent_after_it()
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", "/api/v2/organizations/*/explorer").Status(429).Header("x-ratelimit-reset", "3");
        var error = (await ReadAsync(product, Overview))["error"]!;
        Assert.Equal((429, 3), ((int)error["status"]!, (int)error["retry_after_seconds"]!));
        Assert.Single(product.Sandbox.Requests.ToList());
    }

    [Fact]
    public async Task Workspaces_that_the_explorer_does_not_know_are_not_taken_for_healthy()
    {
        await using var product = await TestProduct.StartAsync(between: sandbox => new LateExplorer(new SandboxHandler(sandbox), "legacy-billing", "internal-vpn"));
        var answer = await ReadAsync(product, Overview, """{"page_size":50}""");
        Assert.Equal("""{"workspaces":26,"errored":1,"stuck":1,"waiting":4,"locked":1,"drifted":1,"failed_checks":1,"not_assessed":22,"run_unknown":2}""", answer["summary"]!.ToJsonString());
        Assert.Equal("Of 2 the explorer did not tell (it may be behind), so that of their runs and drift nothing is known: internal-vpn, legacy-billing.", (string)answer["not_covered"]!);
    }

    [Fact]
    public async Task Workspaces_beyond_what_is_read_of_the_explorer_are_not_known_either()
    {
        // The list is narrowed by project, which the explorer can't be: 50 of these 100 it would have told on its eleventh page.
        using var upstream = new LargeOrganization(workspaces: 2500) { FirstListed = 950, Listed = 100 };
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var answer = await ReadAsync(product, Overview, """{"page_size":20}""");
        Assert.Equal((100, 50, 50), ((int)answer["summary"]!["workspaces"]!, (int)answer["summary"]!["errored"]!, (int)answer["summary"]!["run_unknown"]!));
        Assert.StartsWith("Of 50 the explorer did not tell (it has 1500 more than the 1000 that were read of it), so that of their runs and drift nothing is known: workspace-1000, ",
            (string)answer["not_covered"]!, StringComparison.Ordinal);
        Assert.EndsWith(", workspace-1009, ….", (string)answer["not_covered"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("500", "500, and that takes a workspace admin.")]
    [InlineData("malformed", "127.0.0.1 answered with something that is not the Terraform API's JSON: ")]
    [InlineData("cut", "The connection to 127.0.0.1 ended before the answer did.")]
    [InlineData("429", "429, the API takes no more requests for 3 s.")]
    public async Task Details_of_drift_that_cannot_be_read_leave_the_numbers_and_the_reason(string how, string reason)
    {
        await using var product = await TestProduct.StartAsync();
        var rule = product.Sandbox.Faults.On("GET", "/api/v2/assessment-results/*/json-output").Header("x-ratelimit-reset", "3");
        _ = how switch
        {
            "malformed" => rule.Body("""{"format_version":"1.2","resource_drift":[{"address":"a"},]"""),
            "cut" => rule.CutMidBody(),
            var status => rule.Status(int.Parse(status, CultureInfo.InvariantCulture)),
        };
        var items = (await ReadAsync(product, Drift))["items"]!.AsArray();
        Assert.Equal(1, (int)items[0]!["drifted_count"]!);
        Assert.All(items, row => Assert.StartsWith("Its details can't be read: " + reason, (string)row!["not_read"]!, StringComparison.Ordinal));

        // After a 429 the second workspace's are not asked for.
        Assert.Equal(how == "429" ? 2 : 3, product.Sandbox.Requests.ToList().Count);
    }

    [Fact]
    public async Task A_Terraform_Enterprise_is_not_asked_to_explore()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.EnterpriseTokenAsync("{}");
        var answer = (await product.CallAsync(token, Overview)).Answer();
        Assert.Equal("workspaces", (string)answer["source"]!);
        Assert.Equal(26, (int)answer["summary"]!["workspaces"]!);
        Assert.DoesNotContain(product.Sandbox.Requests.ToList(), request => request.Path.EndsWith("/explorer", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(Drift)]
    [InlineData(Overview)]
    public async Task An_organization_of_thousands_is_read_up_to_its_bound_and_the_rest_is_said(string tool)
    {
        using var upstream = new CountingHandler(new LargeOrganization(workspaces: 2500));
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var answer = await ReadAsync(product, tool, """{"page_size":20}""");
        Assert.StartsWith("1500 workspaces beyond the first 1000.", (string)answer["not_covered"]!, StringComparison.Ordinal);
        Assert.Equal(1000, (int)answer["summary"]!["workspaces"]!);
        Assert.InRange(upstream.ApiRequests, 10, tool == Drift ? 18 : 26);
        if (tool == Overview)
        {
            // Why the first errored is asked for; of the others it is said that it was not.
            Assert.Equal(5, answer["items"]!.AsArray().Count(row => row!["diagnosis"] is not null));
            Assert.StartsWith("Why a run errored is said of the first 5 of a page; hashicorp_terraform_cloud_runs_diagnose", (string)answer["diagnosed"]!, StringComparison.Ordinal);
        }

        var tokens = Tokens.Count(answer.ToJsonString());
        TestContext.Current.TestOutputHelper!.WriteLine($"{tool}: {upstream.ApiRequests} requests, {tokens} tokens");
        Assert.InRange(tokens, 500, 5000);
    }

    [Fact]
    public async Task A_scope_is_looked_for_on_every_page_and_what_lies_beyond_is_said()
    {
        using var upstream = new CountingHandler(new LargeOrganization(workspaces: 2500));
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var token = await product.TokenAsync("""{"scope":{"workspaces":["workspace-5*"]}}""");
        var answer = (await product.CallAsync(token, Drift, """{"page_size":1}""")).Answer();
        Assert.Equal(111, (int)answer["summary"]!["workspaces"]!);
        Assert.Equal("The organization's workspaces beyond the first 1000. Narrow it by search or project_id.", (string)answer["not_covered"]!);
        using var small = new CountingHandler(new LargeOrganization(workspaces: 600));
        await using var other = await TestProduct.StartAsync(between: _ => small);
        var whole = (await other.CallAsync(await other.TokenAsync("""{"scope":{"workspaces":["workspace-5*"]}}"""), Drift, """{"page_size":1}""")).Answer();
        Assert.Equal(111, (int)whole["summary"]!["workspaces"]!);
        Assert.Null(whole["not_covered"]);
    }

    [Theory]
    [InlineData(Drift)]
    [InlineData(Overview)]
    public async Task An_upstream_that_refuses_is_the_usual_error(string tool)
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", "/api/v2/organizations/*/workspaces").Status(429).Header("x-ratelimit-reset", "3");
        var error = (await ReadAsync(product, tool))["error"]!;
        Assert.Equal((429, 3), ((int)error["status"]!, (int)error["retry_after_seconds"]!));
    }

    private static async Task<JsonNode> ReadAsync(TestProduct product, string tool, string arguments = "{}", string tags = """["core"]""") =>
        (await product.CallAsync(await product.TokenAsync($$"""{"tags":{{tags}}}"""), tool, arguments)).Answer();

    /// <summary>An explorer that has not heard of some workspaces yet.</summary>
    private sealed class LateExplorer(HttpMessageHandler inner, params string[] unknown) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var answer = await base.SendAsync(request, cancellationToken);
            if (request.RequestUri!.AbsolutePath.EndsWith("/explorer", StringComparison.Ordinal))
            {
                var document = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellationToken))!;
                var rows = document["data"]!.AsArray();
                Assert.Equal(unknown.Length, rows.RemoveAll(row => unknown.Contains((string?)row!["attributes"]!["workspace-name"] ?? (string)row["attributes"]!["workspace_name"]!)));
                document["meta"]!["pagination"]!["total-count"] = rows.Count;
                answer.Content = new StringContent(document.ToJsonString());
            }

            return answer;
        }
    }
}
