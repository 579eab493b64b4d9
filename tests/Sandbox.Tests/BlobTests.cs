using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Sandbox.Tests;

/// <summary>Logs, plan JSON, state and configurations: what lies on the other host.</summary>
public sealed class BlobTests : IDisposable
{
    private readonly SandboxClient api = new();

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task A_log_is_framed_grows_and_is_read_in_pieces()
    {
        var run = await api.CreateRun("production-k8s-cluster", new JsonObject { ["plan-only"] = true });
        var url = (await api.Get($"/runs/{run}/plan"))["data"]!["attributes"]!["log-read-url"]!.GetValue<string>();
        Assert.StartsWith("https://archivist.terraform.io/v1/object/", url, StringComparison.Ordinal);
        Assert.Equal("", await api.Text(url + "?limit=100&offset=0"));
        api.Wait(3);
        var begun = await api.Text(url);
        Assert.StartsWith("\u0002Terraform v", begun, StringComparison.Ordinal);
        Assert.False(begun.EndsWith('\u0003'));
        api.Wait(10);
        var whole = await api.Text(url);
        Assert.EndsWith("\u0003", whole, StringComparison.Ordinal);
        Assert.Contains("Plan: 1 to add, 0 to change, 0 to destroy.", whole, StringComparison.Ordinal);
        Assert.Equal(whole[10..20], await api.Text(url + "?limit=10&offset=10"));
        Assert.Equal("", await api.Text(url + "?limit=10&offset=1000000"));
    }

    [Fact]
    public async Task Plan_json_comes_by_a_redirect_that_is_good_for_a_minute()
    {
        var run = await api.LatestRun("core-networking");
        var plan = (await api.Get($"/runs/{run}/plan"))["data"]!["id"]!.GetValue<string>();
        using var redirect = await api.Send(HttpMethod.Get, $"/plans/{plan}/json-output");
        Assert.Equal(HttpStatusCode.TemporaryRedirect, redirect.StatusCode);
        var url = redirect.Headers.Location!.OriginalString;
        var changes = JsonNode.Parse(await api.Text(url))!["resource_changes"]!.AsArray();
        Assert.Contains(changes, c => c!["address"]!.GetValue<string>() == "aws_security_group_rule.bastion_ssh" && c["change"]!["actions"]![0]!.GetValue<string>() == "create");
        api.Wait(60);
        using var expired = await api.Send(HttpMethod.Get, url);
        Assert.Equal(HttpStatusCode.Forbidden, expired.StatusCode);
    }

    [Fact]
    public async Task Plan_json_of_an_unfinished_plan_is_204()
    {
        var run = await api.CreateRun("eu-frontend");
        using var none = await api.Send(HttpMethod.Get, $"/runs/{run}/plan/json-output");
        Assert.Equal(HttpStatusCode.NoContent, none.StatusCode);
    }

    [Fact]
    public async Task Hosted_state_wants_the_token_and_then_leads_to_a_host_that_refuses_it()
    {
        var state = await api.Get($"/workspaces/{api.Workspace("internal-vpn")}/current-state-version");
        var hosted = state["data"]!["attributes"]!["hosted-state-download-url"]!.GetValue<string>();
        Assert.StartsWith("https://app.terraform.io/api/state-versions/sv-", hosted, StringComparison.Ordinal);
        using var redirect = await api.Send(HttpMethod.Get, hosted);
        Assert.Equal(HttpStatusCode.Found, redirect.StatusCode);
        var url = redirect.Headers.Location!.OriginalString;
        var file = JsonNode.Parse(await api.Text(url))!;
        Assert.Equal("AES-128", file["outputs"]!["vpn_encryption_algorithm"]!["value"]!.GetValue<string>());
        Assert.Equal("not-a-real-preshared-key", file["outputs"]!["vpn_preshared_key"]!["value"]!.GetValue<string>());

        using var leaking = new HttpRequestMessage(HttpMethod.Get, url);
        leaking.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TerraformSandbox.OwnerToken);
        using var refused = await api.Raw(leaking);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        var recorded = api.Sandbox.Requests.ToList()[^1];
        Assert.True(recorded.HasAuthorization && recorded.HasKnownToken && recorded.Host == "archivist.terraform.io");

        api.Token = null;
        await api.Json(HttpMethod.Get, hosted, HttpStatusCode.Unauthorized);
        api.Wait(25 * 3600);
        using var expired = await api.Send(HttpMethod.Get, url);
        Assert.Equal(HttpStatusCode.Forbidden, expired.StatusCode);
    }

    [Fact]
    public async Task The_documented_form_of_hosted_state_is_a_pre_signed_address()
    {
        using var documented = new SandboxClient(new SandboxOptions { RateLimits = false, HostedStateThroughApi = false });
        var state = await documented.Get($"/workspaces/{documented.Workspace("internal-vpn")}/current-state-version");
        var url = state["data"]!["attributes"]!["hosted-json-state-download-url"]!.GetValue<string>();
        Assert.Equal("1.0", JsonNode.Parse(await documented.Text(url))!["format_version"]!.GetValue<string>());
    }

    [Fact]
    public async Task Neither_host_answers_for_the_other()
    {
        using var api404 = await api.Send(HttpMethod.Get, "https://archivist.terraform.io/api/v2/ping");
        Assert.Equal(HttpStatusCode.NotFound, api404.StatusCode);
        using var blob404 = await api.Send(HttpMethod.Get, "https://app.terraform.io/v1/object/x");
        Assert.Equal(HttpStatusCode.NotFound, blob404.StatusCode);
    }

    [Fact]
    public async Task An_uploaded_configuration_queues_a_run()
    {
        var id = api.Workspace("sandbox-experiments");
        await api.Post("/runs", HttpStatusCode.UnprocessableEntity, SandboxClient.RunBody(id));
        var created = await api.Post($"/workspaces/{id}/configuration-versions", HttpStatusCode.Created, SandboxClient.Body("configuration-versions", []));
        var version = created["data"]!["id"]!.GetValue<string>();
        var upload = created["data"]!["attributes"]!["upload-url"]!.GetValue<string>();
        using var put = new HttpRequestMessage(HttpMethod.Put, upload) { Content = new ByteArrayContent(Encoding.ASCII.GetBytes("not really a tar")) };
        using var stored = await api.Raw(put);
        Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        var shown = (await api.Get("/configuration-versions/" + version))["data"]!["attributes"]!;
        Assert.Equal("uploaded", shown["status"]!.GetValue<string>());
        Assert.Null(shown["upload-url"]);
        Assert.Equal("pending", await api.Status(await api.LatestRun("sandbox-experiments")));
    }
}
