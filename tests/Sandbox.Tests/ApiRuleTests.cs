using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Sandbox.Tests;

/// <summary>Paging, errors, permissions and what every answer carries.</summary>
public sealed class ApiRuleTests : IDisposable
{
    private readonly SandboxClient api = new();

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Lists_come_in_pages_of_20_with_absolute_links()
    {
        var first = await api.Get("/organizations/acme-corp/workspaces");
        var pagination = first["meta"]!["pagination"]!;
        Assert.Equal(20, first["data"]!.AsArray().Count);
        Assert.Equal((1, 20, 2, 2, 26), (Int("current-page"), Int("page-size"), Int("next-page"), Int("total-pages"), Int("total-count")));
        Assert.Null(pagination["prev-page"]);
        var second = await api.Get(first["links"]!["next"]!.GetValue<string>());
        Assert.Equal(6, second["data"]!.AsArray().Count);
        Assert.Null(second["links"]!["next"]);
        Assert.StartsWith("https://app.terraform.io/api/v2/organizations/acme-corp/workspaces?", second["links"]!["prev"]!.GetValue<string>(), StringComparison.Ordinal);

        int Int(string name) => pagination[name]!.GetValue<int>();
    }

    [Fact]
    public async Task A_page_has_at_most_100_entries()
    {
        var page = await api.Get("/organizations/acme-corp/workspaces?page[size]=1000");
        Assert.Equal(100, page["meta"]!["pagination"]!["page-size"]!.GetValue<int>());
    }

    [Fact]
    public async Task The_runs_of_an_organization_are_not_counted()
    {
        var pagination = (await api.Get("/organizations/acme-corp/runs"))["meta"]!["pagination"]!.AsObject();
        Assert.False(pagination.ContainsKey("total-count") || pagination.ContainsKey("total-pages"));
        Assert.Equal(2, pagination["next-page"]!.GetValue<int>());
    }

    [Theory]
    [InlineData("search[name]=cluster", "production-k8s-cluster prod-database-cluster search-cluster staging-k8s-cluster vault-cluster")]
    [InlineData("search[wildcard-name]=*-cdn", "frontend-cdn")]
    [InlineData("search[tags]=network,prod&sort=-name", "internal-vpn core-networking")]
    [InlineData("filter[current-run][status]=policy_override", "core-networking")]
    public async Task Workspaces_are_found(string query, string names)
    {
        var found = await api.Get("/organizations/acme-corp/workspaces?" + query);
        Assert.Equal(names.Split(' ').Order(StringComparer.Ordinal), found["data"]!.AsArray().Select(w => w!["attributes"]!["name"]!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Workspaces_are_filtered_by_project()
    {
        var project = (await api.Get("/organizations/acme-corp/projects?filter[names]=Payments"))["data"]![0]!["id"]!.GetValue<string>();
        var found = await api.Get("/organizations/acme-corp/workspaces?filter[project][id]=" + project);
        Assert.Equal(["legacy-billing", "payment-gateway"], found["data"]!.AsArray().Select(w => w!["attributes"]!["name"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Included_resources_are_walked_by_path_and_come_once()
    {
        var found = await api.Get("/organizations/acme-corp/workspaces/eu-frontend?include=current_run,current_run.plan,project,outputs");
        Assert.Equal(["plans", "projects", "runs", "workspace-outputs", "workspace-outputs"], found["included"]!.AsArray().Select(i => i!["type"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        var refused = await api.Json(HttpMethod.Get, "/organizations/acme-corp/workspaces?include=nonsense", HttpStatusCode.BadRequest);
        Assert.Contains("include parameter", refused["errors"]![0]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_good_token_everything_is_401()
    {
        api.Token = null;
        var refused = await api.Json(HttpMethod.Get, "/account/details", HttpStatusCode.Unauthorized);
        Assert.Equal("unauthorized", refused["errors"]![0]!["title"]!.GetValue<string>());
        api.Token = "made.atlasv1.up";
        await api.Json(HttpMethod.Get, "/organizations", HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task What_belongs_to_others_does_not_exist()
    {
        var id = api.Workspace("core-networking");
        api.Token = TerraformSandbox.OtherOrganizationToken;
        var refused = await api.Json(HttpMethod.Get, "/workspaces/" + id, HttpStatusCode.NotFound);
        Assert.Equal("not found", refused["errors"]![0]!["title"]!.GetValue<string>());
        await api.Json(HttpMethod.Get, "/organizations/acme-corp/workspaces", HttpStatusCode.NotFound);
        Assert.Equal("globex", (await api.Get("/organizations"))["data"]![0]!["id"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_reader_reads_and_every_change_is_404()
    {
        var id = api.Workspace("core-networking");
        var run = await api.LatestRun("core-networking");
        var check = (await api.Get($"/runs/{run}/policy-checks"))["data"]![0]!["id"]!.GetValue<string>();
        var plan = (await api.Get($"/runs/{run}?include=plan"))["included"]![0]!["id"]!.GetValue<string>();
        api.Token = TerraformSandbox.ReadToken;
        Assert.False((await api.Get("/workspaces/" + id))["data"]!["attributes"]!["permissions"]!["can-lock"]!.GetValue<bool>());
        foreach (var path in (string[])[$"/workspaces/{id}/actions/lock", $"/workspaces/{id}/actions/force-unlock", $"/runs/{run}/actions/discard", $"/policy-checks/{check}/actions/override"])
        {
            await api.Post(path, HttpStatusCode.NotFound);
        }

        await api.Post("/runs", HttpStatusCode.NotFound, SandboxClient.RunBody(id));
        await api.Json(HttpMethod.Get, $"/plans/{plan}/json-output", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_organization_token_neither_runs_nor_overrides_but_sets_variables()
    {
        var id = api.Workspace("core-networking");
        var run = await api.LatestRun("core-networking");
        var check = (await api.Get($"/runs/{run}/policy-checks"))["data"]![0]!["id"]!.GetValue<string>();
        api.Token = TerraformSandbox.OrganizationToken;
        await api.Post("/runs", HttpStatusCode.NotFound, SandboxClient.RunBody(id));
        await api.Post($"/policy-checks/{check}/actions/override", HttpStatusCode.NotFound);
        await api.Post($"/runs/{run}/actions/apply", HttpStatusCode.NotFound);
        await api.Json(HttpMethod.Get, "/account/details", HttpStatusCode.NotFound);
        await api.Post($"/workspaces/{id}/vars", HttpStatusCode.Created, SandboxClient.Body("vars", new JsonObject { ["key"] = "a", ["value"] = "b", ["category"] = "env" }));
    }

    [Fact]
    public async Task A_bad_attribute_is_422_that_points_at_it()
    {
        var taken = await api.Post("/organizations/acme-corp/workspaces", HttpStatusCode.UnprocessableEntity, SandboxClient.Body("workspaces", new JsonObject { ["name"] = "eu-frontend" }));
        Assert.Equal("""{"errors":[{"status":"422","title":"invalid attribute","detail":"Name has already been taken","source":{"pointer":"/data/attributes/name"}}]}""", taken.ToJsonString());
        var body = SandboxClient.Body("runs", []);
        Assert.Equal("/data/relationships/workspace", (await api.Post("/runs", HttpStatusCode.UnprocessableEntity, body))["errors"]![0]!["source"]!["pointer"]!.GetValue<string>());
    }

    [Fact]
    public async Task Workspaces_are_created_changed_and_deleted_and_safe_delete_spares_what_has_resources()
    {
        var created = await api.Post("/organizations/acme-corp/workspaces", HttpStatusCode.Created, SandboxClient.Body("workspaces", new JsonObject { ["name"] = "brand-new", ["description"] = "x" }));
        var id = created["data"]!["id"]!.GetValue<string>();
        Assert.Matches("^ws-[1-9A-HJ-NP-Za-km-z]{16}$", id);
        var changed = await api.Patch("/workspaces/" + id, SandboxClient.Body("workspaces", new JsonObject { ["auto-apply"] = true, ["terraform-version"] = "1.12.0" }));
        Assert.True(changed["data"]!["attributes"]!["auto-apply"]!.GetValue<bool>());
        await api.Post($"/workspaces/{id}/actions/safe-delete", HttpStatusCode.NoContent);
        await api.Json(HttpMethod.Get, "/workspaces/" + id, HttpStatusCode.NotFound);
        var refused = await api.Post($"/workspaces/{api.Workspace("eu-frontend")}/actions/safe-delete", HttpStatusCode.Conflict);
        Assert.Contains("still managing resources", refused["errors"]![0]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
        refused = await api.Post($"/workspaces/{api.Workspace("payment-gateway")}/actions/safe-delete", HttpStatusCode.Conflict);
        Assert.Contains("locked", refused["errors"]![0]!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Locking_and_unlocking_twice_are_conflicts()
    {
        var id = api.Workspace("eu-frontend");
        Assert.Equal("Unable to unlock workspace. The workspace is already unlocked.", await Conflict("unlock"));
        Assert.Equal("Unable to force unlock workspace. The workspace is already unlocked.", await Conflict("force-unlock"));
        await api.Post($"/workspaces/{id}/actions/lock", HttpStatusCode.OK);
        Assert.Equal("Unable to lock workspace. The workspace is already locked.", await Conflict("lock"));

        async Task<string> Conflict(string verb) =>
            (await api.Post($"/workspaces/{id}/actions/{verb}", HttpStatusCode.Conflict))["errors"]![0]!["detail"]!.GetValue<string>();
    }

    [Fact]
    public async Task Old_variable_paths_still_work()
    {
        var found = await api.Get("/vars?filter[organization][name]=acme-corp&filter[workspace][name]=eu-frontend");
        var id = found["data"]!.AsArray().Single(v => v!["attributes"]!["key"]!.GetValue<string>() == "max_nodes")!["id"]!.GetValue<string>();
        await api.Patch("/vars/" + id, SandboxClient.Body("vars", new JsonObject { ["value"] = "11" }, id));
        await api.Json(HttpMethod.Delete, "/vars/" + id, HttpStatusCode.NoContent);
        await api.Json(HttpMethod.Delete, "/vars/" + id, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Every_answer_names_itself()
    {
        using var ping = await api.Send(HttpMethod.Get, "/ping");
        Assert.Equal(HttpStatusCode.NoContent, ping.StatusCode);
        Assert.Equal("HCP Terraform", ping.Headers.GetValues("TFP-AppName").Single());
        Assert.Equal("2.6", ping.Headers.GetValues("TFP-API-Version").Single());
        Assert.True(Guid.TryParse(ping.Headers.GetValues("x-request-id").Single(), CultureInfo.InvariantCulture, out _));
        using var organizations = await api.Send(HttpMethod.Get, "/organizations");
        Assert.Equal("application/vnd.api+json", organizations.Content.Headers.ContentType!.MediaType);
        using var head = await api.Send(HttpMethod.Head, "/organizations");
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(SandboxClient.Cancellation));
    }

    [Fact]
    public async Task Terraform_finds_the_services()
    {
        api.Token = null;
        Assert.Equal("/api/v2/", (await api.Get("/.well-known/terraform.json"))["tfe.v2"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("/account/details")]
    [InlineData("/organizations/acme-corp")]
    [InlineData("/organizations/acme-corp/entitlement-set")]
    [InlineData("/organizations/acme-corp/capacity")]
    [InlineData("/organizations/acme-corp/teams")]
    [InlineData("/organizations/acme-corp/tags")]
    [InlineData("/organizations/acme-corp/policies?include=policy_sets")]
    [InlineData("/organizations/acme-corp/policy-sets?include=policies,workspaces")]
    [InlineData("/organizations/acme-corp/varsets?include=vars")]
    [InlineData("/organizations/acme-corp/runs?include=plan,apply,created_by,cost_estimate,workspace,configuration_version,task_stages")]
    [InlineData("/organizations/acme-corp/runs/queue")]
    [InlineData("/state-versions?filter[organization][name]=acme-corp&filter[workspace][name]=eu-frontend&include=outputs,run")]
    [InlineData("/workspaces/{prod-database-cluster}/current-assessment-result")]
    [InlineData("/workspaces/{prod-database-cluster}/configuration-versions")]
    [InlineData("/workspaces/{prod-database-cluster}/varsets")]
    [InlineData("/workspaces/{prod-database-cluster}/current-state-version?include=outputs,created_by")]
    public async Task Reads_answer(string path)
    {
        var start = path.IndexOf('{', StringComparison.Ordinal);
        if (start >= 0)
        {
            var name = path[(start + 1)..path.IndexOf('}', StringComparison.Ordinal)];
            path = path.Replace("{" + name + "}", api.Workspace(name), StringComparison.Ordinal);
        }

        Assert.NotNull((await api.Get(path))["data"]);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"data":{},"data":{}}""")]
    [InlineData("""{"data":[]}""")]
    [InlineData("""{"data":{"type":"runs","relationships":[1]}}""")]
    [InlineData("""{"data":{"type":"runs","relationships":{"workspace":"ws-1"}}}""")]
    [InlineData("""{"data":{"type":"workspaces"}}""")]
    public async Task A_body_of_the_wrong_shape_is_refused(string body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://app.terraform.io/api/v2/runs") { Content = new StringContent(body) };
        request.Headers.Authorization = new System.Net.Http.Headers.AuthenticationHeaderValue("Bearer", TerraformSandbox.OwnerToken);
        using var refused = await api.Raw(request);
        Assert.InRange((int)refused.StatusCode, 400, 422);
    }

    [Fact]
    public async Task Requests_at_once_are_all_served_and_no_id_is_given_twice()
    {
        var ids = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForAsync(0, 100, SandboxClient.Cancellation, async (_, _) =>
        {
            ids.Add(await api.CreateRun("eu-frontend"));
            await api.Get("/organizations/acme-corp/runs?include=plan");
        });
        Assert.Equal(100, ids.Distinct().Count());
        Assert.Equal(200, api.Sandbox.Requests.Total);
    }

    [Fact]
    public void Two_sandboxes_are_alike()
    {
        using var other = new SandboxClient();
        Assert.Equal(api.Workspace("core-networking"), other.Workspace("core-networking"));
    }

    [Fact]
    public async Task It_can_pass_for_terraform_enterprise()
    {
        using var enterprise = new SandboxClient(new SandboxOptions { Tfe = true });
        using var ping = await enterprise.Send(HttpMethod.Get, "/ping");
        Assert.Equal("Terraform Enterprise", ping.Headers.GetValues("TFP-AppName").Single());
        Assert.True(ping.Headers.Contains("X-TFE-Version"));
    }

    [Fact]
    public async Task Projects_are_created_renamed_and_deleted_unless_they_hold_workspaces()
    {
        var created = await api.Post("/organizations/acme-corp/projects", HttpStatusCode.Created, SandboxClient.Body("projects", new JsonObject { ["name"] = "Research" }));
        var id = created["data"]!["id"]!.GetValue<string>();
        await api.Patch("/projects/" + id, SandboxClient.Body("projects", new JsonObject { ["name"] = "Lab" }, id));
        await api.Json(HttpMethod.Delete, "/projects/" + id, HttpStatusCode.NoContent);
        var full = (await api.Get("/organizations/acme-corp/projects?q=Data"))["data"]![0]!["id"]!.GetValue<string>();
        await api.Json(HttpMethod.Delete, "/projects/" + full, HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task An_unknown_path_is_404() => await api.Json(HttpMethod.Get, "/nothing/here", HttpStatusCode.NotFound);
}
