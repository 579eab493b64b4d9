using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Organizations;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using static ServerlessMcp.Integrations.TerraformCloud.Tools.Rows;

namespace ServerlessMcp.Integrations.TerraformCloud.Tools;

/// <summary>Runs, from queue to apply.</summary>
internal static class Runs
{
    /// <summary>Makes a plan real; what lets a run do that by itself has the effect of this tool.</summary>
    public const string Apply = "hashicorp_terraform_cloud_runs_apply";

    private const string ReadOn = "Read the run until its status is final.";

    private static readonly string[] Core = ["core", "runs"];

    private static readonly string[] Area = ["runs"];

    private static readonly string[] Final = ["non_final", "final", "discardable"];

    private static readonly string[] Operations =
        ["plan_only", "plan_and_apply", "save_plan", "refresh_only", "destroy", "empty_apply"];

    // As the documentation and go-tfe have them.
    private static readonly string[] Sources =
    [
        "tfe-ui", "tfe-api", "tfe-configuration-version", "tfe-run-trigger", "tfe-module", "tfe-migration-framework",
        "tfe-infrastructure-lifecycle", "terraform", "terraform+cloud",
    ];

    private static readonly Argument Status = Query(
        "status", "filter[status]", JsonKind.Text, "Comma-separated: policy_override,planned,errored…").EachOf(
            RunStatus.Known);

    private static readonly string[] Related =
    [
        "plan", "apply", "created_by", "cost_estimate", "configuration_version",
        "configuration_version.ingress_attributes", "workspace", "task_stages", "tf_policy_evaluations",
    ];

    private static readonly Argument[] Origins =
    [
        Query("source", "filter[source]", JsonKind.Text, "Comma-separated: tfe-ui,tfe-api,tfe-configuration-version.")
            .EachOf(Sources).Rare(),
        Query("agent_pool_names", "filter[agent_pool_names]", JsonKind.Text, "Comma-separated.").Rare(),
        Query("timeframe", "filter[timeframe]", JsonKind.Text, "A year (2026) or 'year' for the last one (default).")
            .YearOr("year").Rare(),
        Query("search", "search[basic]", JsonKind.Text, "Message, user, commit, run id. Not with user or commit."),
        Query("user", "search[user]", JsonKind.Text, "User name.").Rare(),
        Query("commit", "search[commit]", JsonKind.Text, "Git SHA.").Rare(),
    ];

    private static readonly Argument[] Window =
    [
        Answer(RunWindow.SinceName, JsonKind.Text, "Created since; RFC 3339.").Instant().Rare(),
        Answer(RunWindow.UntilName, JsonKind.Text, "Created before.").Instant().Rare(),
    ];

    private static readonly ChangesSince Changes = new();

    private static readonly Argument[] Since =
    [
        Answer(RunWindow.SinceName, JsonKind.Text, "RFC 3339.").Instant().Required(),
        Answer(RunWindow.UntilName, JsonKind.Text, "RFC 3339. Default now.").Instant(),
    ];

    private static readonly Argument Comment = Root("comment", JsonKind.Text, "Why.");

    private static readonly RelatedName CreatedBy = new("created_by", "username");

    private static readonly RelatedName Workspace = new("workspace", "name");

    // What a person looks for in a list of runs, and no id that reading the run gives.
    private static readonly string[] Row = ["id", "status"];

    private static readonly ToldMember[] Told =
    [
        new RunSince(), new ShortText("message"), CreatedBy, new Truth("has_changes"), new Truth("is_destroy"),
        AllowedActions.OfRun, new RunWaitsFor(),
    ];

    public static IReadOnlyList<TerraformTool> Tools =>
    [
        List("list_all_hashicorp_terraform_cloud_runs", "/workspaces/{workspace_id}/runs", "runs", Core,
            "List a workspace's runs, newest first, without plan-only ones unless operation asks for them. " +
                "30 calls a minute: to follow one run, get it.") with
        {
            Arguments =
            [
                Status,
                Query("status_group", "filter[status_group]", JsonKind.Text, "Instead of single statuses.").OneOf(Final),
                Query("operation", "filter[operation]", JsonKind.Text, "Comma-separated: plan_only,destroy…").EachOf(Operations),
                .. Origins,
                .. Window,
            ],
            DefaultFields = Row,
            Told = Told,
            Include = ["created_by"],
            Includable = Related,
        },

        List("list_all_hashicorp_terraform_cloud_organization_runs", "/organizations/{organization_name}/runs", "runs", Core,
            "List an organization's runs; with since or until without plan-only ones, unless by operation. " +
                "30 calls a minute.") with
        {
            Arguments =
            [
                Status,
                Query("status_group", "filter[status_group]", JsonKind.Text, "Instead of single statuses.").OneOf(Final),
                Query("operation", "filter[operation]", JsonKind.Text, "Comma-separated: plan_only,destroy…").EachOf(Operations),
                Query("workspace_names", "filter[workspace_names]", JsonKind.Text, "Comma-separated exact names."),
                .. Origins,
                .. Window,
            ],
            DefaultFields = Row,
            Told = [Workspace, .. Told],
            Include = ["created_by", "workspace"],
            Includable = Related,
        },

        List("list_all_hashicorp_terraform_cloud_organization_run_queue",
            "/organizations/{organization_name}/runs/queue", "runs", Area,
            "List an organization's runs that wait for a worker or have one, in order: why a run does not start.") with
        {
            DefaultFields = ["id", "status", "message", "is_destroy", "plan_only", "created_at", "workspace_id"],
        },

        Read("hashicorp_terraform_cloud_runs_search", "/runs", "runs", Area,
            "A workspace's runs by a newer address. Prefer the list of runs, which filters by more.") with
        {
            Arguments =
            [
                Query("organization_name", "organization_name", JsonKind.Text, "Organization name.").Required(),
                Query("workspace_id", "workspace_id", JsonKind.Text, "ws-…").Required(),
                Status,
                Query("operation", "filter[operation]", JsonKind.Text, "Comma-separated: plan_only,destroy…")
                    .EachOf(Operations),
            ],
            Shape = ResponseShape.Collection,
            IsPaged = true,
            DefaultFields = ["id", "status", "message", "has_changes", "is_destroy", "created_at", "plan_id", "apply_id"],
        },

        Get("get_single_hashicorp_terraform_cloud_run_by_id", "/runs/{run_id}", "runs", Core,
            "Read a run: status, what it waits for, what can be done with it, planned changes, ids of plan, apply, " +
                "policy checks. To follow it, wait_seconds 20.")
                with
        {
            DefaultFields =
            [
                "id", "status", "message", "source", "created_at", "plan.resource_additions", "plan.resource_changes",
                "plan.resource_destructions", "plan_only", "auto_apply", "terraform_version",
                "force_cancel_available_at", "permissions.can_override_policy_check", "workspace_id",
                "configuration_version_id", "plan_id", "apply_id", "cost_estimate_id",
                "policy_check_ids", "task_stage_ids",
            ],
            Told =
            [
                new RunSince(), CreatedBy, Workspace with { IsBesideId = true }, new Truth("has_changes"),
                new Truth("is_destroy"), AllowedActions.OfRun, new RunWaitsFor(),
            ],
            Include = ["created_by", "plan", "workspace"],
            Includable = Related,
            Wait = WaitFor.RunToSettle,
        },

        Report("hashicorp_terraform_cloud_runs_diagnose", "/runs/{run_id}", "runs", new RunDiagnosis(), Core,
            "Why a run is stuck or failed: what it waits for, lock, queue, failed policies, tasks, error " +
                "diagnostics, and which tools get it on. Start here for a run in trouble."),

        Report("hashicorp_terraform_cloud_runs_statistics", "/organizations/{organization_name}/runs", "runs",
            new RunStatistics(), Core,
            "Count an organization's runs by status, user, source and workspace, without plan-only ones.") with
        {
            Arguments =
            [
                Answer(RunWindow.SinceName, JsonKind.Text, "RFC 3339. Default 7 days.").Instant(),
                Answer(RunWindow.UntilName, JsonKind.Text, "RFC 3339. Default now.").Instant().Rare(),
                Query(RunStatistics.Workspaces, "filter[workspace_names]", JsonKind.Text, "Comma-separated exact names.").Rare(),
            ],
        },

        Report("hashicorp_terraform_cloud_workspaces_changes_since", "/workspaces/{workspace_id}/runs", "runs", Changes, Area,
            "What was changed in a workspace since some time: applied runs, whose, what for, with counts, and states " +
                "written without a run.") with
        {
            IsPaged = true,
            Arguments = Since,
        },

        Report("hashicorp_terraform_cloud_organizations_changes_since", "/organizations/{organization_name}/runs", "runs",
            Changes, Area,
            "What was changed in an organization since some time: the runs that applied something, where, whose, with counts.")
            with
        {
            IsPaged = true,
            Arguments = Since,
        },

        Create("create_a_hashicorp_terraform_cloud_run", "/runs", "runs", Effect.Mutate, Core,
            "Start a run in an unlocked workspace. It stops before apply unless auto_apply is set: wait, or read it, " +
                "until can has confirm, then apply (or override first).") with
        {
            Arguments =
            [
                Relationship("workspace_id", "workspaces", "ws-…").Required(),
                Attribute("message", JsonKind.Text, "Shown next to the run."),
                Attribute("plan_only", JsonKind.Boolean, "Can never be applied. Default: the configuration version's."),
                Attribute("auto_apply", JsonKind.Boolean, "Apply unasked. Default: the workspace's.").HasEffectOf(Apply)
                    .Otherwise("false"),
                Attribute("is_destroy", JsonKind.Boolean, "Destroy all it manages.").HasEffectOfDelete(),
                Attribute("refresh_only", JsonKind.Boolean, "Only bring state up to date. Not with is_destroy."),
                Attribute("refresh", JsonKind.Boolean, "Refresh state before the plan. Default true.").Rare(),
                Attribute("save_plan", JsonKind.Boolean, "Apply later, without blocking the queue.").Rare(),
                Attribute("allow_empty_apply", JsonKind.Boolean, "Apply even without changes.").HasEffectOf(Apply).Rare(),
                Attribute("target_addrs", JsonKind.TextList, "Only these resource addresses: aws_instance.web."),
                Attribute("replace_addrs", JsonKind.TextList, "Replace these resource addresses.").Rare(),
                Attribute("variables", JsonKind.RecordList, "Terraform variables for this run only.").Secret() with
                {
                    Members =
                    [
                        Member("key", JsonKind.Text, "Name.").Required(),
                        Member("value", JsonKind.Text, "HCL literal; strings in quotes: \"eu-1\".").Required(),
                    ],
                },
                Attribute("terraform_version", JsonKind.Text, "Plan-only runs only: 1.9.5.").Rare(),
                Attribute("policy_paths", JsonKind.TextList, "Beta: policy directories.").Rare(),
                Attribute("invoke_action_addrs", JsonKind.TextList, "Invoke these actions: action.aws_lambda_invoke.warm.")
                    .Rare(),
                Attribute("allow_config_generation", JsonKind.Boolean, "Import blocks may generate configuration.").Rare(),
                Attribute("debugging_mode", JsonKind.Boolean, "Trace logs.").Rare(),
                Relationship("configuration_version_id", "configuration-versions", "cv-…; default the latest."),
            ],
            DefaultFields = ["id", "status", "message", "created_at", "plan_only", "auto_apply",
                "is_destroy", "workspace_id", "plan_id"],
            Told = [AllowedActions.OfRun],
            Follow = FollowRun.Starts,
        },

        Action("hashicorp_terraform_cloud_runs_apply", HttpMethod.Post, "/runs/{run_id}/actions/apply", "runs",
            Effect.Destroy, Core,
            "Confirm a run: its plan becomes real. Only while its can has confirm; read the plan's changes first.") with
        {
            Arguments = [Comment],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read the run until its status is applied or errored.",
            Follow = FollowRun.Confirms,
        },

        Action("hashicorp_terraform_cloud_runs_discard", HttpMethod.Post, "/runs/{run_id}/actions/discard", "runs",
            Effect.Destroy, Core,
            "Throw away a run that waits for confirmation or an override (can has discard); nothing is " +
                "changed. To stop one that is working, cancel it.") with
        {
            Arguments = [Comment],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = ReadOn,
        },

        Action("hashicorp_terraform_cloud_runs_cancel", HttpMethod.Post, "/runs/{run_id}/actions/cancel", "runs",
            Effect.Destroy, Core,
            "Interrupt a run that is planning or applying (can has cancel); Terraform stops cleanly. If it " +
                "hangs on, force-cancel follows.") with
        {
            Arguments = [Comment],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read the run until its status is canceled; if it stays, force-cancel is possible from " +
                "force_cancel_available_at on.",
        },

        Action("hashicorp_terraform_cloud_runs_force_cancel", HttpMethod.Post, "/runs/{run_id}/actions/force-cancel",
            "runs", Effect.Destroy, Core,
            "Kill a run that a cancel did not stop (can has force_cancel). Unlocks the workspace at once; " +
                "state of a half-done apply may be lost.") with
        {
            Arguments = [Comment],
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = "Read the run, then the workspace's current state version, to see what was left behind.",
        },

        Action("hashicorp_terraform_cloud_runs_force_execute", HttpMethod.Post, "/runs/{run_id}/actions/force-execute",
            "runs", Effect.Destroy, Area,
            "Let a pending run jump the queue: the run that holds the workspace is discarded. " +
                "Only if that one is discardable.") with
        {
            Shape = ResponseShape.NoContent,
            IsIdempotent = true,
            Next = ReadOn,
        },
    ];
}
