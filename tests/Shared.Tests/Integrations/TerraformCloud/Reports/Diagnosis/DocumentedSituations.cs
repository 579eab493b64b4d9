using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;
using static ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Diagnosis.Documents;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>Situations that the sandbox can't be brought into: what the API documents of them, the cause expected, and the tools advised.</summary>
internal static class DocumentedSituations
{
    private const string Agents = """{"status":"queued","execution-details":{"mode":"agent","agent-pool-id":"apool-yoGUFz5zcRMMz53i","agent-pool-name":"on-premises"}}""";
    private const string Confirmable = """{"actions":{"is-confirmable":true,"is-cancelable":true,"is-discardable":true}}""";
    private const string Cancelable = """{"actions":{"is-cancelable":true}}""";
    private const string Finished = """{"status":"finished","resource-additions":1,"resource-changes":0,"resource-destructions":0,"log-read-url":"https://app.terraform.io/logs/plan"}""";
    private const string UserLock = """{"type":"users","id":"user-62goNpx1ThQf689e"}""";

    // Structured lines, as runs of Terraform 1.0 and later may log: https://developer.hashicorp.com/terraform/internals/machine-readable-ui#diagnostic
    private const string ApplyLog = "\u0002{\"@level\":\"info\",\"@message\":\"aws_s3_bucket.b: Creating...\",\"type\":\"apply_start\"}\n"
        + "{\"@level\":\"error\",\"@message\":\"Error: creating S3 Bucket: AccessDenied\",\"type\":\"diagnostic\",\"diagnostic\":{\"severity\":\"error\",\"summary\":\"creating S3 Bucket: AccessDenied\","
        + "\"detail\":\"api error AccessDenied: Access Denied\",\"address\":\"aws_s3_bucket.b\",\"range\":{\"filename\":\"main.tf\",\"start\":{\"line\":12,\"column\":1,\"byte\":1},\"end\":{\"line\":12,\"column\":2,\"byte\":2}}}}\n\u0003";

    private const string PlanLog = "\u0002\u2577\n\u2502 Error: Reference to undeclared resource\n\u2502 \n\u2502   on main.tf line 12, in output \"x\":\n\u2502   12: output \"x\" { value = terraform_data.nope.id }\n\u2502 \n\u2502 There is no managed resource.\n\u2575\n\u0003";
    private const string Sentinel = """{"data":{"network":{"policies":[{"policy":{"name":"restrict","enforcement-level":"hard-mandatory"},"result":false,"trace":{"rules":{"main":{"value":false,"position":{"filename":"./restrict.sentinel","line":12}}}}}]}}}""";
    // What Terraform and its wrapper print of a crash: https://github.com/hashicorp/terraform/blob/v1.11.4/internal/logging/panic.go
    private const string Crash = "\u0002aws_s3_bucket.b: Creating...\n\n!!!!!!!!!!!!!!!!!!!!!!!!!!! TERRAFORM CRASH !!!!!!!!!!!!!!!!!!!!!!!!!!!!\n\nTerraform crashed! This is always indicative of a bug within Terraform.\n\n"
        + "panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x18 pc=0x1b2c3d4]\n\ngoroutine 1 [running]:\nmain.main()\n\n"
        + "Operation failed: failed running terraform apply (exit 11)\n\u0003";

    public static IReadOnlyDictionary<string, Situation> All { get; } = new[]
    {
        Of("locked_by_team", "locked_by_team", ["tfc_workspaces_unlock", "tfc_workspaces_force_unlock"], () =>
            Upstream(RunDocument("pending", workspace: """{"locked":true,"locked-reason":"Migration"}""", lockedBy: """{"type":"teams","id":"team-6p5jTwJQXwqZBncC"}"""))
                .Answering($"/api/v2/workspaces/{Workspace}/runs", List(Listed(Run, "pending"))).Answering($"/api/v2/workspaces/{Workspace}", Locked("teams", "team-6p5jTwJQXwqZBncC", """{"name":"platform"}"""))),

        Of("confirmed_and_locked_by_user", "locked_by_user", ["tfc_workspaces_unlock", "tfc_workspaces_force_unlock"], () =>
            Upstream(RunDocument("confirmed", plan: Finished, workspace: """{"locked":true}""", lockedBy: UserLock))
                .Answering($"/api/v2/workspaces/{Workspace}", Locked("users", "user-62goNpx1ThQf689e", """{"username":"dave"}"""))),

        Of("queued_behind_two", "queued", ["tfc_runs_diagnose", "tfc_runs_get"], () =>
            Upstream(RunDocument("pending")).Answering($"/api/v2/workspaces/{Workspace}/runs", List(Listed("run-newerAAAAAAAAAAA", "pending"), Listed(Run, "pending"), Listed(Other, "pending"), Listed("run-oldestAAAAAAAAAA", "planning")))),

        Of("locked_by_a_discardable_run", "locked_by_run", ["tfc_runs_diagnose", "tfc_runs_discard", "tfc_runs_force_execute", "tfc_runs_get"], () =>
            Upstream(RunDocument("pending", workspace: """{"locked":true}""", lockedBy: $$"""{"type":"runs","id":"{{Other}}"}"""))
                .Answering($"/api/v2/workspaces/{Workspace}/runs", List(Listed(Run, "pending"), Listed(Other, "policy_override", isDiscardable: true)))),

        Of("agent_pool_exhausted", "agent_pool_exhausted", ["tfc_agents_list", "tfc_runs_get", "tfc_runs_cancel"], () =>
            Upstream(RunDocument("plan_queued", plan: Agents, workspace: """{"execution-mode":"agent"}""")).Answering($"/api/v2/agent-pools/{Pool}/agents", List(Agent(1, "busy"), Agent(2, "busy"), Agent(3, "exited")))),

        Of("no_agents", "no_agents", ["tfc_agents_list", "tfc_runs_cancel"], () =>
            Upstream(RunDocument("apply_queued", plan: Finished, apply: Agents, workspace: """{"execution-mode":"agent"}""")).Answering($"/api/v2/agent-pools/{Pool}/agents", List(Agent(1, "exited"), Agent(2, "unknown")))),

        Of("waits_for_worker", "waits_for_worker", ["tfc_organization_run_queue_list", "tfc_runs_get", "tfc_runs_cancel"], () => Upstream(RunDocument("plan_queued", plan: """{"status":"managed_queued"}"""))),

        // The run does not say yet where it will be planned, but the workspace does.
        Of("queuing", "no_agents", ["tfc_agents_list", "tfc_runs_cancel"], () =>
            Upstream(RunDocument("queuing", Cancelable, workspace: """{"locked":false,"execution-mode":"agent"}""")).Answering($"/api/v2/agent-pools/{Pool}/agents", List(Agent(1, "errored")))),

        Of("queuing_for_a_worker", "waits_for_worker", ["tfc_organization_run_queue_list", "tfc_runs_get", "tfc_runs_cancel"], () => Upstream(RunDocument("queuing", Cancelable))),

        Of("queuing_apply", "agent_pool_exhausted", ["tfc_agents_list", "tfc_runs_get", "tfc_runs_cancel"], () =>
            Upstream(RunDocument("queuing_apply", Cancelable, plan: Finished, apply: Agents.Replace("queued", "pending", StringComparison.Ordinal), workspace: """{"execution-mode":"agent"}"""))
                .Answering($"/api/v2/agent-pools/{Pool}/agents", List(Agent(1, "busy")))),

        // A pool is the organization's, so that neither every token nor every URL may read it.
        Of("agents_cannot_be_read", "waits_for_agent", ["tfc_runs_get", "tfc_runs_cancel"], () => Upstream(RunDocument("plan_queued", Cancelable, plan: Agents, workspace: """{"execution-mode":"agent"}"""))),

        Of("locked_and_nobody_named", "locked", ["tfc_workspaces_force_unlock", "tfc_runs_get"], () =>
            Upstream(RunDocument("pending", workspace: """{"locked":true,"locked-reason":"Migration"}""")).Answering($"/api/v2/workspaces/{Workspace}/runs", List(Listed(Run, "pending")))
                .Answering($"/api/v2/workspaces/{Workspace}", Document(Home("""{"locked":true,"locked-reason":"Migration"}"""), TheProject()))),

        Of("apply_errored", "apply_errored", ["tfc_applies_logs", "tfc_current_state_versions_get", "tfc_runs_create"], () =>
            Upstream(RunDocument("errored", plan: Finished, apply: """{"status":"errored","log-read-url":"https://app.terraform.io/logs/apply"}""")).AnsweringText("/logs/apply", ApplyLog)),

        Of("apply_errored_and_its_log_is_gone", "apply_errored", ["tfc_applies_logs", "tfc_current_state_versions_get", "tfc_runs_create"], () =>
            Upstream(RunDocument("errored", plan: Finished, apply: """{"status":"errored","log-read-url":"https://app.terraform.io/logs/gone"}"""))),

        Of("crashed_while_it_applied", "crashed", ["tfc_applies_logs", "tfc_applies_errored_state", "tfc_current_state_versions_get", "tfc_runs_create"], () =>
            Upstream(RunDocument("errored", plan: Finished, apply: """{"status":"errored","log-read-url":"https://app.terraform.io/logs/apply"}""")).AnsweringText("/logs/apply", Crash)),

        Of("killed", "killed", ["tfc_plans_logs", "tfc_runs_create"], () =>
            Planned("Terraform v1.11.4\non linux_amd64\nInitializing plugins and modules...\naws_s3_bucket.b: Refreshing state... [id=b]\n\nOperation failed: failed running terraform plan (signal: killed)\n")),

        Of("setup_failed", "setup_failed", ["tfc_plans_logs", "tfc_runs_create"], () =>
            Planned("Terraform v1.9.8\non linux_amd64\n\nSetup failed: failed unpacking terraform config: lstat /tmp/slug: no such file or directory\n")),

        Of("init_failed", "init_failed", ["tfc_plans_logs", "tfc_workspace_variables_list", "tfc_runs_create"], () =>
            Planned("Terraform v1.11.4\non linux_amd64\nInitializing plugins and modules...\n\n╷\n│ Error: Failed to query available provider packages\n│ \n│ Could not retrieve the list of available versions.\n╵\n\nOperation failed: failed running terraform init (exit 1)\n")),

        Of("a_log_that_says_nothing_of_its_end", "plan_errored", ["tfc_plans_logs", "tfc_workspace_variables_list", "tfc_runs_create"], () =>
            Planned("Terraform v1.11.4\non linux_amd64\nInitializing plugins and modules...\naws_s3_bucket.b: Refreshing state... [id=b]\n")),

        // "The apply will not run": nobody was lost, and the policies say why.
        Of("apply_unreachable_after_a_policy", "policy_hard_failed", ["tfc_policy_checks_list", "tfc_runs_create"], () =>
            Upstream(RunDocument("errored", plan: Finished, apply: """{"status":"unreachable"}""", included: [PolicyCheck("hard_failed", Sentinel)]))
                .Answering($"/api/v2/runs/{Run}/policy-checks", List(PolicyCheck("hard_failed", Sentinel)))),

        Of("apply_unreachable_after_its_plan_failed", "plan_errored", ["tfc_plans_logs", "tfc_workspace_variables_list", "tfc_runs_create"], () =>
            Upstream(RunDocument("errored", plan: """{"status":"errored","log-read-url":"https://app.terraform.io/logs/plan"}""", apply: """{"status":"unreachable"}""")).AnsweringText("/logs/plan", PlanLog)),

        // The plan is finished, its policies passed, and what it printed is the last word.
        Of("apply_unreachable_and_the_plan_printed_an_error", "plan_printed_errors", ["tfc_plans_logs", "tfc_run_events_list", "tfc_runs_create"], () =>
            Upstream(RunDocument("errored", plan: Finished, apply: """{"status":"unreachable"}""")).AnsweringText("/logs/plan", PlanLog)),

        Of("apply_unreachable_and_nothing_says_why", "errored", ["tfc_run_events_list", "tfc_runs_create"], () =>
            Upstream(RunDocument("errored", plan: Finished, apply: """{"status":"unreachable"}"""))),

        Of("plan_unreachable_after_a_task", "task_failed", ["tfc_task_stages_list", "tfc_runs_create"], () =>
            Upstream(RunDocument("errored", plan: """{"status":"unreachable"}""", apply: """{"status":"unreachable"}""", included: [TaskStage("pre_plan", "failed")]))
                .Answering($"/api/v2/task-stages/{Stage}", Document(TaskStage("pre_plan", "failed").Related("task-results", TaskResult("failed", "mandatory", "3 high")), TaskResult("failed", "mandatory", "3 high")))),

        Of("canceled_before_it_applied", "canceled", ["tfc_run_events_list", "tfc_current_state_versions_get", "tfc_runs_create"], () =>
            Upstream(RunDocument("canceled", plan: Finished, apply: """{"status":"unreachable"}"""))),

        Of("canceled_while_it_applied", "canceled", ["tfc_run_events_list", "tfc_current_state_versions_get", "tfc_runs_create"], () =>
            Upstream(RunDocument("canceled", plan: Finished, apply: """{"status":"canceled","status-timestamps":{"started-at":"2025-12-31T23:45:00+00:00"}}"""))),

        // A server that ignores include: everything is read by its own address.
        Of("plan_failed_and_nothing_was_included", "plan_errored", ["tfc_plans_logs", "tfc_workspace_variables_list", "tfc_runs_create"], () =>
            NotIncluding(RunDocument("errored", plan: """{"status":"errored","log-read-url":"https://app.terraform.io/logs/plan"}""", apply: """{"status":"unreachable"}""")).AnsweringText("/logs/plan", PlanLog)),

        Of("apply_failed_and_nothing_was_included", "apply_errored", ["tfc_applies_logs", "tfc_current_state_versions_get", "tfc_runs_create"], () =>
            NotIncluding(RunDocument("errored", plan: Finished, apply: """{"status":"errored","log-read-url":"https://app.terraform.io/logs/apply"}""")).AnsweringText("/logs/apply", ApplyLog)),

        Of("task_failed_and_nothing_was_included", "task_failed", ["tfc_task_stages_list", "tfc_runs_create"], () =>
            NotIncluding(RunDocument("errored", plan: """{"status":"unreachable"}""", included: [TaskStage("pre_plan", "failed")]))
                .Answering($"/api/v2/task-stages/{Stage}", Document(TaskStage("pre_plan", "failed").Related("task-results", TaskResult("failed", "mandatory", "3 high"))))
                .Answering("/api/v2/task-results/taskrs-EmnmsEDL1jgd1GTP", Document(TaskResult("failed", "mandatory", "3 high")))),

        Of("confirmation_and_nothing_was_included", "confirmation", ["tfc_plans_summary", "tfc_runs_apply", "tfc_runs_discard"], () =>
            NotIncluding(RunDocument("cost_estimated", Confirmable, plan: Finished, included: [Resource("cost-estimates", "ce-BPvFFrYCqRV6qVBK", """{"status":"finished","delta-monthly-cost":"25.488"}""")]))),

        Of("nothing_was_included_and_nothing_can_be_read", "errored_unread", ["tfc_run_events_list", "tfc_plans_logs", "tfc_runs_create"], () =>
            Upstream(Bare(RunDocument("errored")))),

        // The server answers all runs of the workspace, whatever it is asked for.
        Of("a_queue_of_runs_that_have_ended", "locked", ["tfc_workspaces_unlock", "tfc_workspaces_force_unlock", "tfc_runs_get"], () =>
            Upstream(RunDocument("pending", workspace: """{"locked":true}"""))
                .Answering($"/api/v2/workspaces/{Workspace}/runs", List(Listed(Run, "pending"), Listed(Other, "planned_and_finished"), Listed("run-oldestAAAAAAAAAA", "applied")))
                .Answering($"/api/v2/workspaces/{Workspace}", Document(Home("""{"locked":true,"permissions":{"can-unlock":true,"can-force-unlock":true}}"""), TheProject()))),

        Of("the_queue_cannot_be_read", "turn_unknown", ["tfc_workspaces_get", "tfc_runs_get"], () => Upstream(RunDocument("pending"))),

        Of("plan_only_and_pending", "pending", ["tfc_runs_get"], () => Upstream(RunDocument("pending", """{"plan-only":true}"""))),

        Of("plan_only_or_nothing_to_apply", "finished", ["tfc_plans_get", "tfc_runs_create"], () =>
            Upstream(RunDocument("planned_and_finished", """{"plan-only":null,"has-changes":null}""", plan: Finished))),

        Of("whether_it_is_confirmable_is_not_said", "between_stages_unsaid", ["tfc_plans_get", "tfc_runs_get"], () => Upstream(RunDocument("planned", """{"actions":{}}""", plan: Finished))),

        Of("which_workers_it_takes_is_not_said", "waits_for_some_worker", ["tfc_organization_run_queue_list", "tfc_runs_get", "tfc_runs_cancel"], () =>
            Upstream(RunDocument("plan_queued", Cancelable, workspace: """{"locked":false,"execution-mode":null}"""))),

        Of("policy_check_soft_failed_of_an_old_engine", "policy_override", ["tfc_policy_checks_override", "tfc_runs_discard"], () =>
            Upstream(RunDocument("policy_override", plan: Finished, included: [PolicyCheck("soft_failed", "null")])).Answering($"/api/v2/runs/{Run}/policy-checks", List(PolicyCheck("soft_failed", "{}")))),

        Of("policy_evaluation_failed_for_good", "policy_hard_failed", ["tfc_task_stages_list", "tfc_runs_create"], () =>
            Upstream(RunDocument("errored", plan: Finished, included: [TaskStage("post_plan", "failed")]))
                .Answering($"/api/v2/task-stages/{Stage}", Document(TaskStage("post_plan", "failed").Related("policy-evaluations", PolicyEvaluation("failed")), PolicyEvaluation("failed")))
                .Answering($"/api/v2/policy-evaluations/{Evaluation}/policy-set-outcomes", List(Outcome("policy-set-outcomes", "private-buckets", "mandatory")))),

        Of("tf_policy_override", "tf_policy_override", ["tfc_tf_policy_evaluations_override", "tfc_runs_discard"], () =>
            Upstream(RunDocument("tf_policy_override", """{"actions":{"is-discardable":true}}""", plan: Finished, included: [TfPolicyEvaluation("awaiting_override")]))
                .Answering($"/api/v2/tf-policy-evaluations/{TfEvaluation}/tf-policy-set-outcomes", List(Outcome("tf-policy-set-outcomes", "private-buckets", "mandatory")))),

        Of("tf_policy_failed", "policy_hard_failed", ["tfc_tf_policy_evaluations_list", "tfc_runs_create"], () =>
            Upstream(RunDocument("errored", plan: Finished, included: [TfPolicyEvaluation("failed")]))
                .Answering($"/api/v2/tf-policy-evaluations/{TfEvaluation}/tf-policy-set-outcomes", List(Outcome("tf-policy-set-outcomes", "private-buckets", "mandatory")))),

        Of("pre_plan_task_failed", "task_failed", ["tfc_task_stages_list", "tfc_runs_create"], () =>
            Upstream(RunDocument("errored", included: [TaskStage("pre_plan", "failed")]))
                .Answering($"/api/v2/task-stages/{Stage}", Document(TaskStage("pre_plan", "failed").Related("task-results", TaskResult("failed", "mandatory", "3 high")), TaskResult("failed", "mandatory", "3 high")))),

        Of("post_plan_task_awaits_override", "task_stage_override", ["tfc_task_stages_override", "tfc_runs_discard"], () =>
            Upstream(RunDocument("post_plan_awaiting_decision", plan: Finished, included: [TaskStage("post_plan", "awaiting_override")]))
                .Answering($"/api/v2/task-stages/{Stage}", Document(TaskStage("post_plan", "awaiting_override").Related("task-results", TaskResult("failed", "mandatory", "3 high")), TaskResult("failed", "mandatory", "3 high")))),

        // There is no plan yet, so there is nothing to discard.
        Of("pre_plan_awaits_decision", "task_stage_override", ["tfc_task_stages_override", "tfc_runs_cancel"], () => AwaitsDecision("pre_plan", """{"status":"pending"}""")),

        // It was confirmed, so it can't be discarded any more.
        Of("pre_apply_awaits_decision", "task_stage_override", ["tfc_task_stages_override", "tfc_runs_cancel"], () => AwaitsDecision("pre_apply", Finished)),

        // Older versions have no status of their own for it: the stage waits while the run's status says that the stage runs.
        Of("post_plan_running_and_its_stage_awaits_override", "task_stage_override", ["tfc_task_stages_override", "tfc_runs_discard"], () =>
            Upstream(RunDocument("post_plan_running", plan: Finished, included: [TaskStage("post_plan", "awaiting_override")]))
                .Answering($"/api/v2/task-stages/{Stage}", Document(TaskStage("post_plan", "awaiting_override").Related("task-results", TaskResult("unreachable", "mandatory", "no answer")), TaskResult("unreachable", "mandatory", "no answer")))),

        Of("configuration_errored", "configuration_errored", ["tfc_runs_create"], () =>
            Upstream(RunDocument("errored", plan: """{"status":"pending"}""", included: [Resource("configuration-versions", "cv-ntv3HbhJqvFzamy7", """{"status":"errored","error":"failed_to_fetch","error-message":"Failed to clone the repository"}""")]))),

        Of("errored_otherwise", "errored", ["tfc_run_events_list", "tfc_runs_create"], () => Upstream(RunDocument("errored", plan: """{"status":"canceled","log-read-url":"https://app.terraform.io/logs/plan"}"""))),

        Of("waits_for_confirmation_with_its_cost", "confirmation", ["tfc_plans_summary", "tfc_runs_apply", "tfc_runs_discard"], () =>
            Upstream(RunDocument("cost_estimated", """{"actions":{"is-confirmable":true,"is-cancelable":true,"is-discardable":true}}""", plan: Finished,
                included: [Resource("cost-estimates", "ce-BPvFFrYCqRV6qVBK", """{"status":"finished","delta-monthly-cost":"25.488"}""")]))),

        Of("policies_passed_and_waits_for_confirmation", "confirmation", ["tfc_plans_summary", "tfc_runs_apply", "tfc_runs_discard"], () =>
            Upstream(RunDocument("policy_checked", Confirmable, plan: Finished, included: [PolicyCheck("passed", "null")]))),

        Of("tf_policies_passed_and_waits_for_confirmation", "confirmation", ["tfc_plans_summary", "tfc_runs_apply", "tfc_runs_discard"], () =>
            Upstream(RunDocument("tf_policy_checked", Confirmable, plan: Finished, included: [TfPolicyEvaluation("passed")]))),

        Of("post_plan_tasks_passed_and_waits_for_confirmation", "confirmation", ["tfc_plans_summary", "tfc_runs_apply", "tfc_runs_discard"], () =>
            Upstream(RunDocument("post_plan_completed", Confirmable, plan: Finished, included: [TaskStage("post_plan", "passed")]))),

        Of("waits_for_confirmation_by_somebody_else", "confirmation", ["tfc_plans_summary"], () =>
            Upstream(RunDocument("planned", """{"actions":{"is-confirmable":true},"permissions":{"can-apply":false}}""", plan: Finished))),

        Of("between_stages", "between_stages", ["tfc_runs_get"], () => Upstream(RunDocument("planned", plan: Finished))),

        Of("a_status_of_tomorrow", "unknown", ["tfc_run_events_list"], () => Upstream(RunDocument("contemplating"))),

        // A Terraform Enterprise that does not know an include answers 400; the diagnosis asks again for less.
        Of("an_include_is_not_known", "errored", ["tfc_run_events_list", "tfc_runs_create"], () => new OldEnterprise(RunDocument("errored"))),
    }.ToDictionary(situation => situation.Name);

    private static Situation Of(string name, string cause, string[] next, Func<HttpMessageHandler> upstream) => new(name, cause, next, upstream);

    private static DocumentedUpstream AwaitsDecision(string stage, string plan) =>
        Upstream(RunDocument(stage + "_awaiting_decision", Cancelable, plan: plan, included: [TaskStage(stage, "awaiting_override")]))
            .Answering($"/api/v2/task-stages/{Stage}", Document(TaskStage(stage, "awaiting_override").Related("task-results", TaskResult("failed", "mandatory", "3 high")), TaskResult("failed", "mandatory", "3 high")));

    private static DocumentedUpstream Planned(string log) =>
        Upstream(RunDocument("errored", plan: """{"status":"errored","log-read-url":"https://app.terraform.io/logs/plan"}""")).AnsweringText("/logs/plan", $"\u0002{log}\u0003");

    private static JsonObject Locked(string type, string id, string attributes) => Document(
        Home("""{"locked":true,"locked-reason":"Migration"}""", JsonNode.Parse($$"""{"type":"{{type}}","id":"{{id}}"}""")), Resource(type, id, attributes), TheProject());

    private static JsonObject Bare(JsonObject document)
    {
        document.Remove("included");
        return document;
    }

    // What the run includes, answered by its own address alone; the stages as their list.
    private static DocumentedUpstream NotIncluding(JsonObject run)
    {
        var included = run["included"]!.AsArray().Select(one => (JsonObject)one!.DeepClone()).ToList();
        var upstream = Upstream(Bare(run));
        foreach (var one in included)
        {
            upstream.Answering($"/api/v2/{(string)one["type"]!}/{(string)one["id"]!}", Document(one.DeepClone(), TheProject()));
        }

        return upstream.Answering($"/api/v2/runs/{Run}/task-stages", List([.. included.Where(one => (string)one["type"]! == "task-stages")]));
    }

    private sealed class OldEnterprise(JsonObject run) : DelegatingHandler(Upstream(run))
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.Query.Contains("task_stages", StringComparison.Ordinal)
                ? Task.FromResult(new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("""{"errors":[{"status":"400","title":"bad include"}]}""") })
                : base.SendAsync(request, cancellationToken);
    }
}
