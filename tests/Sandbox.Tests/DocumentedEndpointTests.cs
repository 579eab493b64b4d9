using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Sandbox.Tests;

/// <summary>Every endpoint the documentation has, pre-signed addresses and the callback of run tasks aside, answers what it should.</summary>
public sealed class DocumentedEndpointTests : IDisposable
{
    /// <summary>Answers that are documented too, and right for what the sandbox holds.</summary>
    private static readonly HashSet<(string Path, int Status)> Otherwise =
        [("/api/v2/applies/{id}/errored-state", 404), ("/api/v2/runs/{run_id}/actions/force-execute", 403)];

    private readonly SandboxClient api = new();

    public void Dispose() => api.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_endpoint_answers_its_status_and_its_shape(bool tfe)
    {
        var problems = new List<string>();
        var count = 0;
        using var client = new SandboxClient(new SandboxOptions { RateLimits = false, Tfe = tfe });
        var ids = await SampleIds.Of(client);
        foreach (var endpoint in DocumentedRow.All.Where(e => e.IsIn(tfe)).OrderBy(e => e.Method == "DELETE"))
        {
            count++;
            // What deletes or ends things gets a sandbox of its own, so that the others find what they ask for.
            using var own = endpoint.Effect == "destroy" ? new SandboxClient(client.Options) : null;
            if (own is not null) await SampleIds.Of(own);
            var problem = await Problem(own ?? client, endpoint, ids);
            if (problem is not null) problems.Add($"{endpoint.Method} {endpoint.Path}: {problem}");
        }

        Assert.True(problems.Count == 0, $"{problems.Count} of {count}:\n" + string.Join('\n', problems));
        Assert.True(count > 550, count.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task An_endpoint_of_the_other_product_does_not_exist()
    {
        await api.Json(HttpMethod.Get, "/admin/users", HttpStatusCode.NotFound);
        await api.Get("/organization/audit-trail");
        using var enterprise = new SandboxClient(new SandboxOptions { Tfe = true });
        await enterprise.Get("/admin/users");
        await enterprise.Json(HttpMethod.Get, "/organization/audit-trail", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_is_written_to_a_made_up_thing_is_remembered()
    {
        const string Pools = "/organizations/acme-corp/agent-pools";
        Assert.Equal(2, (await api.Get(Pools))["meta"]!["pagination"]!["total-count"]!.GetValue<int>());
        var body = SandboxClient.Body("agent-pools", new JsonObject { ["name"] = "build-agents" });
        var id = (await api.Post(Pools, HttpStatusCode.Created, body))["data"]!["id"]!.GetValue<string>();
        Assert.StartsWith("apool-", id, StringComparison.Ordinal);
        await api.Patch("/agent-pools/" + id, SandboxClient.Body("agent-pools", new JsonObject { ["organization-scoped"] = true }));
        var shown = (await api.Get("/agent-pools/" + id))["data"]!["attributes"]!;
        Assert.Equal(("build-agents", true), (shown["name"]!.GetValue<string>(), shown["organization-scoped"]!.GetValue<bool>()));
        Assert.Equal(3, (await api.Get(Pools))["data"]!.AsArray().Count);
        await api.Json(HttpMethod.Delete, "/agent-pools/" + id, HttpStatusCode.NoContent);
        await api.Json(HttpMethod.Get, "/agent-pools/" + id, HttpStatusCode.NotFound);
        Assert.Equal(2, (await api.Get(Pools))["data"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_made_up_thing_always_looks_the_same_and_keeps_its_secrets()
    {
        var first = await api.Get("/oauth-clients/oc-0123456789abcdef");
        Assert.Equal(first.ToJsonString(), (await api.Get("/oauth-clients/oc-0123456789abcdef")).ToJsonString());
        Assert.Null(first["data"]!["attributes"]!["secret"]);
        var team = (await api.Get("/organizations/acme-corp/teams"))["data"]![0]!["id"]!.GetValue<string>();
        var made = await api.Post($"/teams/{team}/authentication-tokens", HttpStatusCode.Created, SandboxClient.Body("authentication-tokens", new JsonObject { ["description"] = "ci" }));
        Assert.Contains(".atlasv1.notAReal", made["data"]!["attributes"]!["token"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Null((await api.Get("/authentication-tokens/" + made["data"]!["id"]))["data"]!["attributes"]!["token"]);
    }

    [Fact]
    public async Task Nobody_sees_or_changes_more_through_a_made_up_thing_than_elsewhere()
    {
        var workspace = api.Workspace("core-networking");
        await api.Json(HttpMethod.Get, "/agent-pools/apool-Missing", HttpStatusCode.NotFound);
        await api.Json(HttpMethod.Get, "/workspaces/ws-0123456789abcdef/tasks", HttpStatusCode.NotFound);
        api.Token = TerraformSandbox.ReadToken;
        await api.Post("/organizations/acme-corp/agent-pools", HttpStatusCode.NotFound, SandboxClient.Body("agent-pools", new JsonObject { ["name"] = "x" }));
        api.Token = TerraformSandbox.OtherOrganizationToken;
        await api.Json(HttpMethod.Get, "/organizations/acme-corp/agent-pools", HttpStatusCode.NotFound);
        await api.Json(HttpMethod.Get, $"/workspaces/{workspace}/tasks", HttpStatusCode.NotFound);
        api.Token = null;
        await api.Json(HttpMethod.Get, "/organizations/acme-corp/agent-pools", HttpStatusCode.Unauthorized);
    }

    private static async Task<string?> Problem(SandboxClient client, DocumentedRow endpoint, SampleIds ids)
    {
        var path = ids.Fill(endpoint.Path);
        using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method), "https://app.terraform.io" + path + ids.Query(endpoint));
        request.Headers.Authorization = new("Bearer", client.Token);
        if (endpoint.Method is not ("GET" or "DELETE") || endpoint.HasArrayBody) request.Content = new StringContent(ids.Body(endpoint).ToJsonString());
        using var answer = await client.Raw(request);
        var body = await answer.Content.ReadAsStringAsync(SandboxClient.Cancellation);
        var status = (int)answer.StatusCode;
        // A run, a lock or an upload in the wrong moment is a documented 409; their own tests find the right moment.
        if (status == 409 && endpoint.Method != "GET") return null;
        if (Otherwise.Contains((endpoint.Path, status))) return null;
        if (status != endpoint.Status) return $"{status}, not {endpoint.Status}: {body}";
        return endpoint.Shape switch
        {
            "empty" => body.Length == 0 ? null : "a body: " + body,
            "blob" => answer.Headers.Location?.Host == "archivist.terraform.io" ? null : "no address of a blob",
            "text" or "csv" => body.Length > 0 ? null : "no text",
            "single" => Json(body, data => data is JsonObject, endpoint),
            "collection" or "explorer" => Json(body, data => data is JsonArray, endpoint),
            "registry-download" => answer.Headers.Contains("X-Terraform-Get") ? null : "no X-Terraform-Get",
            "plain" when path == "/api/v1/ping" => body == "pong" ? null : body,
            _ => Json(body, _ => true, endpoint),
        };
    }

    private static string? Json(string body, Func<JsonNode?, bool> fits, DocumentedRow endpoint)
    {
        try
        {
            var data = JsonNode.Parse(body)?["data"];
            if (!fits(data)) return "the data does not fit: " + body;
            var first = data as JsonObject ?? (data is JsonArray { Count: > 0 } list ? list[0] : null);
            var type = first?["type"]?.GetValue<string>();
            // An empty list of things the sandbox really keeps is an answer too.
            return endpoint.Shape is not ("single" or "collection") || (data is JsonArray && first is null) || type == endpoint.Type ? null : $"type {type}, not {endpoint.Type}";
        }
        catch (JsonException)
        {
            return "not JSON: " + body;
        }
    }
}
