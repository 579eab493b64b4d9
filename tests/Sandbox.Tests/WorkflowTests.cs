using System.Net;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Sandbox.Tests;

/// <summary>The four workflows, step by step as a client of the raw API takes them.</summary>
public sealed class WorkflowTests : IDisposable
{
    private readonly SandboxClient api = new();

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task Core_networking_is_stuck_on_a_soft_mandatory_policy_that_is_overridden_and_then_applied()
    {
        var found = await api.Get("/organizations/acme-corp/workspaces?search[name]=core-networking&include=current_run");
        var run = found["included"]![0]!;
        Assert.Equal("policy_override", run["attributes"]!["status"]!.GetValue<string>());
        var id = run["id"]!.GetValue<string>();

        var checks = await api.Get($"/runs/{id}/policy-checks");
        var check = checks["data"]![0]!;
        Assert.True(check["attributes"]!["actions"]!["is-overridable"]!.GetValue<bool>());
        Assert.Equal(1, check["attributes"]!["result"]!["soft-failed"]!.GetValue<int>());
        var policies = check["attributes"]!["result"]!["sentinel"]!["data"]!["network-guardrails"]!["policies"]!.AsArray();
        var failed = Assert.Single(policies, p => !p!["result"]!.GetValue<bool>() && p["policy"]!["enforcement-level"]!.GetValue<string>() == "soft-mandatory");
        Assert.Equal("network-guardrails/restrict-ingress-cidr", failed!["policy"]!["name"]!.GetValue<string>());

        var checkId = check["id"]!.GetValue<string>();
        using (var output = await api.Send(HttpMethod.Get, $"/policy-checks/{checkId}/output"))
        {
            Assert.Equal(HttpStatusCode.TemporaryRedirect, output.StatusCode);
            Assert.Contains("aws_security_group_rule.bastion_ssh: ingress from 0.0.0.0/0 to port 22", await api.Text(output.Headers.Location!.OriginalString), StringComparison.Ordinal);
        }

        await api.Post($"/runs/{id}/actions/apply", HttpStatusCode.Conflict);
        var overridden = await api.Post($"/policy-checks/{checkId}/actions/override", HttpStatusCode.OK, new JsonObject { ["comment"] = "Approved by security" });
        Assert.Equal("overridden", overridden["data"]!["attributes"]!["status"]!.GetValue<string>());
        Assert.Equal("policy_checked", await api.Status(id));
        await api.Post($"/policy-checks/{checkId}/actions/override", HttpStatusCode.Conflict);

        await api.Post($"/runs/{id}/actions/apply", HttpStatusCode.Accepted, new JsonObject { ["comment"] = "Go" });
        Assert.Equal("apply_queued", await api.Status(id));
        api.Wait(1);
        Assert.Equal("applying", await api.Status(id));
        api.Wait(2);
        Assert.Equal("applied", await api.Status(id));
        var comments = await api.Get($"/runs/{id}/comments");
        Assert.Equal(["Approved by security", "Go"], comments["data"]!.AsArray().Select(c => c!["attributes"]!["body"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Eu_frontend_is_locked_changed_unlocked_and_run()
    {
        var id = api.Workspace("eu-frontend");
        await api.Post($"/workspaces/{id}/actions/lock", HttpStatusCode.OK, new JsonObject { ["reason"] = "Scaling up" });
        var variables = (await api.Get($"/workspaces/{id}/vars"))["data"]!.AsArray();
        var nodes = Assert.Single(variables, v => v!["attributes"]!["key"]!.GetValue<string>() == "max_nodes")!;
        Assert.Equal("10", nodes["attributes"]!["value"]!.GetValue<string>());
        Assert.Contains(variables, v => v!["attributes"]!["sensitive"]!.GetValue<bool>() && v["attributes"]!["value"] is null);

        var variable = nodes["id"]!.GetValue<string>();
        var changed = await api.Patch($"/workspaces/{id}/vars/{variable}", SandboxClient.Body("vars", new JsonObject { ["value"] = "20" }, variable));
        Assert.Equal("20", changed["data"]!["attributes"]!["value"]!.GetValue<string>());
        await api.Post($"/workspaces/{id}/actions/unlock", HttpStatusCode.OK);

        var run = await api.CreateRun("eu-frontend", new JsonObject { ["message"] = "More nodes", ["auto-apply"] = true });
        api.Wait(30);
        Assert.Equal("applied", await api.Status(run));
        var outputs = await api.Get($"/workspaces/{id}/current-state-version-outputs");
        Assert.Equal(20, Output(outputs, "max_nodes")!.GetValue<int>());
    }

    [Fact]
    public async Task Payment_gateway_is_force_unlocked_and_run()
    {
        var found = await api.Get("/organizations/acme-corp/workspaces/payment-gateway?include=locked_by");
        Assert.True(found["data"]!["attributes"]!["locked"]!.GetValue<bool>());
        Assert.Contains("canary", found["data"]!["attributes"]!["locked-reason"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Equal("maria-chen", found["included"]![0]!["attributes"]!["username"]!.GetValue<string>());
        var id = found["data"]!["id"]!.GetValue<string>();

        var refused = await api.Post($"/workspaces/{id}/actions/unlock", HttpStatusCode.Conflict);
        Assert.Equal("Unable to unlock workspace. The workspace is locked by User maria-chen and may not be unlocked except by them.", refused["errors"]![0]!["detail"]!.GetValue<string>());
        var freed = await api.Post($"/workspaces/{id}/actions/force-unlock", HttpStatusCode.OK);
        Assert.False(freed["data"]!["attributes"]!["locked"]!.GetValue<bool>());

        var run = await api.CreateRun("payment-gateway", new JsonObject { ["message"] = "AI auto-recovery" });
        api.Wait(30);
        var shown = (await api.Get("/runs/" + run))["data"]!["attributes"]!;
        Assert.Equal("AI auto-recovery", shown["message"]!.GetValue<string>());
        Assert.True(shown["actions"]!["is-confirmable"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Internal_vpn_still_uses_aes_128_and_its_secret_is_told_only_one_by_one()
    {
        var outputs = await api.Get($"/workspaces/{api.Workspace("internal-vpn")}/current-state-version-outputs");
        Assert.Equal("AES-128", Output(outputs, "vpn_encryption_algorithm")!.GetValue<string>());
        Assert.Null(Output(outputs, "vpn_preshared_key"));
        var secret = outputs["data"]!.AsArray().Single(o => o!["attributes"]!["name"]!.GetValue<string>() == "vpn_preshared_key")!["id"]!.GetValue<string>();
        var shown = await api.Get("/state-version-outputs/" + secret);
        Assert.Equal("not-a-real-preshared-key", shown["data"]!["attributes"]!["value"]!.GetValue<string>());
    }

    private static JsonNode? Output(JsonNode document, string name) =>
        document["data"]!.AsArray().Single(o => o!["attributes"]!["name"]!.GetValue<string>() == name)!["attributes"]!["value"];
}
