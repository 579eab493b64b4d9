using System.Net;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Sandbox.Tests;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/run/states</summary>
public sealed class RunTests : IDisposable
{
    private readonly SandboxClient api = new();

    public void Dispose() => api.Dispose();

    [Fact]
    public async Task A_run_goes_through_its_states_and_stops_for_confirmation()
    {
        await SetMaxNodes("12");
        var run = await api.CreateRun("eu-frontend");
        Assert.Equal(["pending", "plan_queued", "planning", "planning", "cost_estimating", "cost_estimated", "cost_estimated"], await Watch(run, 7));
        var shown = await Attributes(run);
        Assert.True(shown["has-changes"]!.GetValue<bool>());
        Assert.Equal((true, true, true), Actions(shown));
        await api.Post($"/runs/{run}/actions/apply", HttpStatusCode.Accepted);
        Assert.Equal(["apply_queued", "applying", "applying", "applied"], await Watch(run, 4));
        Assert.Equal(
            ["pending-at", "plan-queued-at", "planning-at", "planned-at", "cost-estimating-at", "cost-estimated-at", "confirmed-at", "apply-queued-at", "applying-at", "applied-at"],
            (await Attributes(run))["status-timestamps"]!.AsObject().Select(p => p.Key));
        Assert.Equal((false, false, false), Actions(await Attributes(run)));
    }

    [Fact]
    public async Task Timestamps_are_those_of_the_transitions_however_late_one_looks()
    {
        await SetMaxNodes("12");
        var run = await api.CreateRun("eu-frontend");
        api.Wait(3600);
        var moments = (await Attributes(run))["status-timestamps"]!;
        Assert.Equal("2026-01-01T00:00:00+00:00", moments["pending-at"]!.GetValue<string>());
        Assert.Equal("2026-01-01T00:00:04+00:00", moments["planned-at"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_plan_only_run_finishes_without_waiting_and_is_not_listed_unless_asked_for()
    {
        await SetMaxNodes("12");
        var run = await api.CreateRun("eu-frontend", new JsonObject { ["plan-only"] = true });
        api.Wait(30);
        Assert.Equal("planned_and_finished", await api.Status(run));
        Assert.NotEqual(run, await api.LatestRun("eu-frontend"));
        var asked = await api.Get($"/workspaces/{api.Workspace("eu-frontend")}/runs?filter[operation]=plan_only");
        Assert.Equal(run, Assert.Single(asked["data"]!.AsArray())!["id"]!.GetValue<string>());
        await api.Post($"/runs/{run}/actions/apply", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_run_without_changes_finishes_after_the_plan()
    {
        var run = await api.CreateRun("eu-frontend");
        api.Wait(30);
        Assert.Equal("planned_and_finished", await api.Status(run));
        Assert.False((await Attributes(run))["has-changes"]!.GetValue<bool>());
    }

    [Fact]
    public async Task An_empty_apply_is_confirmable()
    {
        var run = await api.CreateRun("eu-frontend", new JsonObject { ["allow-empty-apply"] = true });
        api.Wait(30);
        Assert.Equal("planned", await api.Status(run));
        await api.Post($"/runs/{run}/actions/apply", HttpStatusCode.Accepted);
        api.Wait(30);
        Assert.Equal("applied", await api.Status(run));
    }

    [Fact]
    public async Task An_auto_applied_run_needs_nobody()
    {
        await SetMaxNodes("12");
        var run = await api.CreateRun("eu-frontend", new JsonObject { ["auto-apply"] = true });
        api.Wait(30);
        Assert.Equal("applied", await api.Status(run));
    }

    [Fact]
    public async Task A_saved_plan_waits_and_is_discarded_when_another_run_applies()
    {
        await SetMaxNodes("12");
        var saved = await api.CreateRun("eu-frontend", new JsonObject { ["save-plan"] = true });
        api.Wait(30);
        Assert.Equal("planned_and_saved", await api.Status(saved));
        Assert.True((await Attributes(saved))["actions"]!["is-confirmable"]!.GetValue<bool>());
        await api.CreateRun("eu-frontend", new JsonObject { ["auto-apply"] = true });
        api.Wait(30);
        Assert.Equal("discarded", await api.Status(saved));
    }

    [Fact]
    public async Task A_hard_mandatory_failure_ends_the_run_in_error()
    {
        var run = await api.LatestRun("eu-west-database");
        Assert.Equal("errored", await api.Status(run));
        var check = (await api.Get($"/runs/{run}/policy-checks"))["data"]![0]!;
        Assert.Equal("hard_failed", check["attributes"]!["status"]!.GetValue<string>());
        Assert.Equal(1, check["attributes"]!["result"]!["hard-failed"]!.GetValue<int>());
        Assert.False(check["attributes"]!["actions"]!["is-overridable"]!.GetValue<bool>());
        var refused = await api.Post($"/policy-checks/{check["id"]}/actions/override", HttpStatusCode.Conflict);
        Assert.Equal("transition not allowed", refused["errors"]![0]!["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_advisory_failure_does_not_stop_a_run()
    {
        var run = await api.LatestRun("frontend-cdn");
        Assert.Equal("policy_checked", await api.Status(run));
        var result = (await api.Get($"/runs/{run}/policy-checks"))["data"]![0]!["attributes"]!["result"]!;
        Assert.Equal(1, result["advisory-failed"]!.GetValue<int>());
        Assert.True(result["result"]!.GetValue<bool>());
    }

    [Fact]
    public async Task A_mandatory_opa_failure_waits_in_the_task_stage_until_it_is_overridden()
    {
        var run = await api.LatestRun("staging-k8s-cluster");
        var stage = (await api.Get($"/runs/{run}/task-stages"))["data"]![0]!;
        Assert.Equal("awaiting_override", stage["attributes"]!["status"]!.GetValue<string>());
        var evaluation = (await api.Get($"/task-stages/{stage["id"]}/policy-evaluations"))["data"]![0]!;
        var outcome = (await api.Get($"/policy-evaluations/{evaluation["id"]}/policy-set-outcomes"))["data"]![0]!;
        Assert.Equal("minimum-version", outcome["attributes"]!["outcomes"]![0]!["policy_name"]!.GetValue<string>());
        await api.Post($"/task-stages/{stage["id"]}/actions/override", HttpStatusCode.OK);
        api.Wait(10);
        Assert.Equal("cost_estimated", await api.Status(run));
    }

    [Fact]
    public async Task A_plan_without_a_required_variable_errors_and_says_so_in_its_log()
    {
        var run = await api.LatestRun("legacy-billing");
        var shown = await api.Get($"/runs/{run}?include=plan");
        Assert.Equal("errored", shown["data"]!["attributes"]!["status"]!.GetValue<string>());
        var log = await api.Text(shown["included"]![0]!["attributes"]!["log-read-url"]!.GetValue<string>());
        Assert.Contains("Error: No value for required variable", log, StringComparison.Ordinal);

        await api.Post($"/workspaces/{api.Workspace("legacy-billing")}/vars", HttpStatusCode.Created,
            SandboxClient.Body("vars", new JsonObject { ["key"] = "region", ["value"] = "eu-central-1", ["category"] = "terraform" }));
        var repaired = await api.CreateRun("legacy-billing");
        api.Wait(30);
        Assert.True((await Attributes(repaired))["actions"]!["is-confirmable"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Runs_of_a_workspace_wait_for_each_other()
    {
        await SetMaxNodes("12");
        var first = await api.CreateRun("eu-frontend");
        var second = await api.CreateRun("eu-frontend");
        api.Wait(60);
        Assert.Equal("cost_estimated", await api.Status(first));
        Assert.Equal("pending", await api.Status(second));
        await api.Post($"/runs/{first}/actions/discard", HttpStatusCode.Accepted);
        Assert.Equal("plan_queued", await api.Status(second));
    }

    [Fact]
    public async Task A_manual_lock_holds_the_queue_but_not_a_speculative_plan()
    {
        var id = api.Workspace("eu-frontend");
        await api.Post($"/workspaces/{id}/actions/lock", HttpStatusCode.OK);
        var held = await api.CreateRun("eu-frontend");
        var speculative = await api.CreateRun("eu-frontend", new JsonObject { ["plan-only"] = true });
        api.Wait(60);
        Assert.Equal("pending", await api.Status(held));
        Assert.Equal("planned_and_finished", await api.Status(speculative));
        await api.Post($"/workspaces/{id}/actions/unlock", HttpStatusCode.OK);
        api.Wait(60);
        Assert.Equal("planned_and_finished", await api.Status(held));
    }

    [Fact]
    public async Task A_run_holds_its_workspace_and_only_force_unlock_takes_it_away()
    {
        var id = api.Workspace("core-networking");
        var run = await api.LatestRun("core-networking");
        var refused = await api.Post($"/workspaces/{id}/actions/unlock", HttpStatusCode.Conflict);
        Assert.Equal("conflict", refused["errors"]![0]!["title"]!.GetValue<string>());
        Assert.Equal($"Unable to unlock workspace. The workspace is locked by Run {run} and may not be unlocked except by them.", refused["errors"]![0]!["detail"]!.GetValue<string>());
        await api.Post($"/workspaces/{id}/actions/lock", HttpStatusCode.Conflict);
        var freed = await api.Post($"/workspaces/{id}/actions/force-unlock", HttpStatusCode.OK);
        Assert.Null(freed["data"]!["relationships"]!["locked-by"]!["data"]);
    }

    [Fact]
    public async Task A_lock_holds_a_confirmed_run_before_its_apply()
    {
        var id = api.Workspace("production-k8s-cluster");
        var run = await api.LatestRun("production-k8s-cluster");
        await api.Post($"/workspaces/{id}/actions/force-unlock", HttpStatusCode.OK);
        await api.Post($"/workspaces/{id}/actions/lock", HttpStatusCode.OK);
        await api.Post($"/runs/{run}/actions/apply", HttpStatusCode.Accepted);
        api.Wait(60);
        Assert.Equal("confirmed", await api.Status(run));
        await api.Post($"/workspaces/{id}/actions/unlock", HttpStatusCode.OK);
        api.Wait(60);
        Assert.Equal("applied", await api.Status(run));
    }

    [Fact]
    public async Task A_plan_only_run_that_fails_a_soft_mandatory_policy_ends_there()
    {
        var run = await api.CreateRun("core-networking", new JsonObject { ["plan-only"] = true });
        api.Wait(30);
        Assert.Equal("policy_soft_failed", await api.Status(run));
    }

    [Fact]
    public async Task A_canceled_plan_ends_a_little_later()
    {
        await SetMaxNodes("12");
        var run = await api.CreateRun("eu-frontend");
        api.Wait(2);
        Assert.Equal("planning", await api.Status(run));
        await api.Post($"/runs/{run}/actions/cancel", HttpStatusCode.Accepted, new JsonObject { ["comment"] = "Wrong region" });
        Assert.Equal("planning", await api.Status(run));
        api.Wait(1);
        Assert.Equal("canceled", await api.Status(run));
        var refused = await api.Post($"/runs/{run}/actions/cancel", HttpStatusCode.Conflict);
        Assert.Equal("transition not allowed", refused["errors"]![0]!["title"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_run_that_ignores_its_interrupt_is_force_canceled_after_the_cool_off()
    {
        var id = api.Workspace("data-lake-ingest");
        var runs = (await api.Get($"/workspaces/{id}/runs"))["data"]!.AsArray();
        var (waiting, stuck) = (runs[0]!["id"]!.GetValue<string>(), runs[1]!["id"]!.GetValue<string>());
        Assert.Equal(("pending", "applying"), (await api.Status(waiting), await api.Status(stuck)));
        await api.Post($"/runs/{stuck}/actions/force-cancel", HttpStatusCode.Conflict);
        await api.Post($"/runs/{stuck}/actions/cancel", HttpStatusCode.Accepted);
        await api.Post($"/runs/{stuck}/actions/force-cancel", HttpStatusCode.Conflict);
        api.Wait(10);
        Assert.True((await Attributes(stuck))["actions"]!["is-force-cancelable"]!.GetValue<bool>());
        await api.Post($"/runs/{stuck}/actions/force-cancel", HttpStatusCode.Accepted);
        Assert.Equal("canceled", await api.Status(stuck));
        Assert.Equal("plan_queued", await api.Status(waiting));
    }

    [Fact]
    public async Task Force_execute_discards_what_is_in_the_way()
    {
        var stuck = await api.LatestRun("core-networking");
        var run = await api.CreateRun("core-networking");
        await api.Post($"/runs/{stuck}/actions/force-execute", HttpStatusCode.Forbidden);
        await api.Post($"/runs/{run}/actions/force-execute", HttpStatusCode.Accepted);
        api.Wait(1);
        Assert.Equal(("discarded", "plan_queued"), (await api.Status(stuck), await api.Status(run)));
    }

    [Fact]
    public async Task Discarding_what_is_over_is_a_conflict()
    {
        var run = await api.LatestRun("eu-frontend");
        await api.Post($"/runs/{run}/actions/discard", HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_destroy_run_leaves_an_empty_state()
    {
        var run = await api.CreateRun("eu-frontend", new JsonObject { ["is-destroy"] = true, ["auto-apply"] = true });
        api.Wait(30);
        Assert.Equal("applied", await api.Status(run));
        var state = await api.Get($"/workspaces/{api.Workspace("eu-frontend")}/current-state-version");
        Assert.Empty(state["data"]!["attributes"]!["resources"]!.AsArray());
    }

    [Fact]
    public async Task What_happened_to_a_run_can_be_read()
    {
        var run = await api.LatestRun("payment-gateway");
        var events = await api.Get($"/runs/{run}/run-events?include=actor,comment");
        Assert.Equal(["created", "discarded"], events["data"]!.AsArray().Select(e => e!["attributes"]!["action"]!.GetValue<string>()));
        Assert.Contains(events["included"]!.AsArray(), e => e!["type"]!.GetValue<string>() == "comments" && e["attributes"]!["body"]!.GetValue<string>().Contains("acquirer", StringComparison.Ordinal));
    }

    private async Task<List<string>> Watch(string run, int seconds)
    {
        var seen = new List<string>();
        for (var i = 0; i < seconds; i++)
        {
            seen.Add(await api.Status(run));
            api.Wait(1);
        }

        return seen;
    }

    private async Task SetMaxNodes(string value)
    {
        var id = api.Workspace("eu-frontend");
        var variable = (await api.Get($"/workspaces/{id}/vars"))["data"]!.AsArray().Single(v => v!["attributes"]!["key"]!.GetValue<string>() == "max_nodes")!["id"]!.GetValue<string>();
        await api.Patch($"/workspaces/{id}/vars/{variable}", SandboxClient.Body("vars", new JsonObject { ["value"] = value }, variable));
    }

    private async Task<JsonNode> Attributes(string run) => (await api.Get("/runs/" + run))["data"]!["attributes"]!;

    private static (bool, bool, bool) Actions(JsonNode attributes)
    {
        var actions = attributes["actions"]!;
        return (actions["is-cancelable"]!.GetValue<bool>(), actions["is-confirmable"]!.GetValue<bool>(), actions["is-discardable"]!.GetValue<bool>());
    }
}
