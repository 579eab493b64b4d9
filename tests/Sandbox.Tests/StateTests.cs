using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Sandbox.Tests;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-versions</summary>
public sealed class StateTests : IDisposable
{
    private const string File = """{"version":4,"serial":2,"lineage":"l","outputs":{"answer":{"value":42,"type":"number"}},"resources":[]}""";
    private readonly SandboxClient api = new();

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task State_is_only_taken_while_the_uploader_holds_the_lock()
    {
        var id = api.Workspace("sandbox-experiments");
        var refused = await api.Post($"/workspaces/{id}/state-versions", HttpStatusCode.Conflict, Upload(inline: true));
        Assert.Equal("This workspace is not locked and will only accept state uploads when locked", refused["errors"]![0]!["detail"]!.GetValue<string>());
        await api.Post($"/workspaces/{id}/actions/lock", HttpStatusCode.OK);
        await api.Post($"/workspaces/{id}/state-versions", HttpStatusCode.Created, Upload(inline: true));
        Assert.Equal(42, (await api.Get($"/workspaces/{id}/current-state-version-outputs"))["data"]![0]!["attributes"]!["value"]!.GetValue<int>());
        await api.Post($"/workspaces/{id}/state-versions", HttpStatusCode.Conflict, Upload(inline: true));
    }

    [Fact]
    public async Task State_that_comes_later_is_pending_until_it_is_there()
    {
        var id = api.Workspace("sandbox-experiments");
        await api.Post($"/workspaces/{id}/actions/lock", HttpStatusCode.OK);
        var created = (await api.Post($"/workspaces/{id}/state-versions", HttpStatusCode.Created, Upload(inline: false)))["data"]!;
        Assert.Equal("pending", created["attributes"]!["status"]!.GetValue<string>());
        await api.Json(HttpMethod.Get, $"/workspaces/{id}/current-state-version", HttpStatusCode.NotFound);
        using var put = new HttpRequestMessage(HttpMethod.Put, created["attributes"]!["hosted-state-upload-url"]!.GetValue<string>()) { Content = new StringContent(File) };
        using var stored = await api.Raw(put);
        Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
        var current = (await api.Get($"/workspaces/{id}/current-state-version"))["data"]!;
        Assert.Equal((created["id"]!.GetValue<string>(), "finalized"), (current["id"]!.GetValue<string>(), current["attributes"]!["status"]!.GetValue<string>()));
        using var redirect = await api.Send(HttpMethod.Get, current["attributes"]!["hosted-state-download-url"]!.GetValue<string>());
        Assert.Equal(File, await api.Text(redirect.Headers.Location!.OriginalString));
    }

    [Fact]
    public async Task Going_back_makes_a_new_version_of_the_old_content()
    {
        var id = api.Workspace("web-frontend");
        var versions = (await api.Get("/state-versions?filter[organization][name]=acme-corp&filter[workspace][name]=web-frontend"))["data"]!.AsArray();
        Assert.Equal([2L, 1L], versions.Select(v => v!["attributes"]!["serial"]!.GetValue<long>()));
        var first = versions[1]!["id"]!.GetValue<string>();
        await api.Post($"/workspaces/{id}/actions/lock", HttpStatusCode.OK);
        var body = SandboxClient.Body("state-versions", []);
        body["data"]!["relationships"] = new JsonObject { ["rollback-state-version"] = new JsonObject { ["data"] = new JsonObject { ["type"] = "state-versions", ["id"] = first } } };
        var back = (await api.Json(HttpMethod.Patch, $"/workspaces/{id}/state-versions", HttpStatusCode.Created, body))["data"]!["attributes"]!;
        Assert.Equal(3, back["serial"]!.GetValue<long>());
        Assert.Single(back["resources"]!.AsArray());
    }

    private static JsonObject Upload(bool inline)
    {
        var bytes = Encoding.UTF8.GetBytes(File);
#pragma warning disable CA5351 // the API's own checksum
        var attributes = new JsonObject { ["serial"] = 2, ["lineage"] = "l", ["md5"] = Convert.ToHexStringLower(MD5.HashData(bytes)) };
#pragma warning restore CA5351
        if (inline) attributes["state"] = Convert.ToBase64String(bytes);
        return SandboxClient.Body("state-versions", attributes);
    }
}
