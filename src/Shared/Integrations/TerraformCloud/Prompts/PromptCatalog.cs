using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Prompts;

/// <summary>Every prompt, a row each.</summary>
public static class PromptCatalog
{
    private static readonly Argument Workspace = Id("workspace_name", "The workspace's exact name.").Required();

    private static readonly Argument Organization = Id("organization_name", "The organization's name.").Required();

    /// <summary>The prompts, in the order they are listed.</summary>
    public static IReadOnlyList<PromptDefinition> All { get; } =
    [
        new()
        {
            Name = "investigate_a_failed_run",
            Title = "Investigate a failed run",
            Description = "Finds out why a workspace's latest run failed or is stuck, and what to do about it. Changes nothing.",
            Arguments = [Workspace, Organization],
            Text = """
                The latest run of the Terraform workspace {workspace_name} in organization {organization_name} failed or
                  is stuck. Find out why. Change nothing.

                1. Find the workspace's id with [get_single_hashicorp_terraform_cloud_workspace_by_name], and its runs
                   with [list_all_hashicorp_terraform_cloud_runs]. Take the latest.
                2. Call [hashicorp_terraform_cloud_runs_diagnose] with its id: cause, failed policies, diagnostics with
                   file and line, lock and queue.
                3. If a variable is missing or wrong, look at [list_all_hashicorp_terraform_cloud_workspace_variables].
                4. If another run or somebody's lock is in the way, say who it is and since when; diagnose that run too.

                Answer with the cause in one sentence, the evidence (policy, or file and line), and the next steps with
                  the tools they take. Say which of them change something, and do not take them.
                """,
        },
        new()
        {
            Name = "review_a_plan",
            Title = "Review a plan",
            Description = "Reads what a run would change, and says what a reviewer has to look at before it is applied.",
            Arguments = [Id("run_id", "The run whose plan is reviewed.").Required()],
            Text = """
                Review the plan of Terraform run {run_id} before anybody applies it. Change nothing.

                1. Read the run with [get_single_hashicorp_terraform_cloud_run_by_id], wait_seconds 20, until its plan
                   has finished.
                2. Read [hashicorp_terraform_cloud_plans_summary] with plan_id {run_id}: counts, each changed resource
                   with its attribute paths, drift, outputs, failed checks, policies, cost. Follow next_cursor to the
                   end.

                Answer with: what is destroyed or replaced, and for a replacement the attribute that forces it; what
                  touches data, networks, permissions or secrets; what has drifted and would be undone; failed policies
                  and
                checks; the change in cost. End with "safe to apply", "apply with care" or "do not apply", and why. Do
                  not apply it.
                """,
        },
        new()
        {
            Name = "audit_outputs",
            Title = "Audit outputs",
            Description = "Reads the outputs of a workspace's current state and compares them with what is expected.",
            Arguments = [Workspace, Organization, Text("expectation", "What should hold: vpn_encryption_algorithm is AES-256.")],
            Text = """
                Audit the outputs of the Terraform workspace {workspace_name} in organization {organization_name}.
                  Expected: {expectation}

                1. Find the workspace's id with [get_single_hashicorp_terraform_cloud_workspace_by_name].
                2. Read the outputs of its current state with
                   [list_all_hashicorp_terraform_cloud_current_state_version_outputs]. Sensitive values are withheld; do
                   not try to get at them.

                Answer with a table of outputs, their values, and whether each is as expected. Where nothing is
                  expected, name what looks unsafe or out of date. Say what is, not what the name suggests.
                """,
        },
        new()
        {
            Name = "review_drift",
            Title = "Review drift",
            Description = "Says what has changed outside of Terraform across an organization, what it means, and " +
                "what to do first.",
            Arguments = [Organization],
            Text = """
                Review the drift of the Terraform organization {organization_name}. Change nothing.

                1. Read [hashicorp_terraform_cloud_workspaces_drift_report], and follow next_cursor to the end: drifted
                   resources by address and attribute, failed checks, age of each assessment.
                2. For each workspace with drift, see with [list_all_hashicorp_terraform_cloud_runs] whether a run is
                   under way that will undo it.

                Answer by urgency: what weakens security (public access, open ports, encryption off), what the next
                  apply would break or undo, what is harmless. For each: revert it by a run, or take it over into the
                configuration. Say which assessments are older than two days, and how many workspaces have none.
                """,
        },
        new()
        {
            Name = "override_a_policy_and_apply",
            Title = "Override a policy and apply",
            Description = "Gets a run on that waits in policy_override: shows the failed policy, overrides it and " +
                "applies, asking before each.",
            Arguments = [Workspace, Organization],
            Text = """
                The latest run of the Terraform workspace {workspace_name} in organization {organization_name} is stuck.
                  Get it on.

                1. Find the workspace's id with [get_single_hashicorp_terraform_cloud_workspace_by_name], and its latest
                   run with [list_all_hashicorp_terraform_cloud_runs].
                2. Call [hashicorp_terraform_cloud_runs_diagnose] with the run's id. If its cause is not
                   policy_override, stop and tell me.
                3. Tell me which policy failed, its enforcement level, and on which resource. Ask whether to override
                   it.
                4. When I agree, call [hashicorp_terraform_cloud_policy_checks_override] with the policy_check_id of the
                   diagnosis.
                5. Read the run with [get_single_hashicorp_terraform_cloud_run_by_id], wait_seconds 20, until
                   actions.is_confirmable. Tell me what it would change, and ask whether to apply it.
                6. When I agree, call [hashicorp_terraform_cloud_runs_apply], and read the run with wait_seconds 20
                   until its status is applied or errored.
                """,
        },
        new()
        {
            Name = "change_a_variable",
            Title = "Change a variable and run",
            Description = "Locks a workspace, sets a variable, unlocks it and starts a run.",
            Arguments = [Workspace, Organization, Text("variable", "The variable's name: max_nodes.").Required(),
                Text("value", "Its new value: 20.").Required()],
            Text = """
                In the Terraform workspace {workspace_name} in organization {organization_name}, set the variable
                  {variable} to {value}.

                1. Find the workspace's id with [get_single_hashicorp_terraform_cloud_workspace_by_name]. If it is
                   locked, stop and tell me by whom.
                2. Lock it with [hashicorp_terraform_cloud_workspaces_lock], so that no run starts meanwhile. Say why in
                   reason.
                3. Find the variable's id with [list_all_hashicorp_terraform_cloud_workspace_variables]. If there is no
                   {variable}, unlock the workspace and tell me which there are.
                4. Set it with [update_a_hashicorp_terraform_cloud_workspace_variable_by_id].
                5. Unlock the workspace with [hashicorp_terraform_cloud_workspaces_unlock]; do so also if a step before
                   failed.
                6. Start a run with [create_a_hashicorp_terraform_cloud_run], and read it with
                   [get_single_hashicorp_terraform_cloud_run_by_id], wait_seconds 20, until actions.is_confirmable. Tell
                   me what it would change; do not apply it.
                """,
        },
        new()
        {
            Name = "recover_a_locked_workspace",
            Title = "Recover a locked workspace",
            Description = "Finds out who locked a workspace, breaks the lock when told to, and starts a run.",
            Arguments = [Workspace, Organization, Text("message", "Shown next to the run: AI auto-recovery.").Required()],
            Text = """
                The Terraform workspace {workspace_name} in organization {organization_name} is locked. Recover it.

                1. Read it with [get_single_hashicorp_terraform_cloud_workspace_by_name]: whether it is locked, by whom
                   (locked_by) and why (locked_reason).
                2. If a run holds the lock, call [hashicorp_terraform_cloud_runs_diagnose] with that run's id. If it is
                   applying, stop: breaking its lock can lose state.
                3. Tell me who holds the lock and why, and ask whether to break it. When I agree, or have already told
                   you to, call [hashicorp_terraform_cloud_workspaces_force_unlock].
                4. Start a run with [create_a_hashicorp_terraform_cloud_run], with the message "{message}".
                5. Read it with [get_single_hashicorp_terraform_cloud_run_by_id], wait_seconds 20, until it needs
                   something. Tell me what it plans, and what it waits for.
                """,
        },
        new()
        {
            Name = "read_an_output",
            Title = "Read an output",
            Description = "Answers what one output of a workspace's current state really is.",
            Arguments = [Workspace, Organization, Text("output", "The output's name: vpn_encryption_algorithm.").Required()],
            Text = """
                What is the output {output} of the Terraform workspace {workspace_name} in organization
                  {organization_name} right now?

                1. Find the workspace's id with [get_single_hashicorp_terraform_cloud_workspace_by_name].
                2. Read the outputs of its current state with
                   [list_all_hashicorp_terraform_cloud_current_state_version_outputs].

                Answer with the value exactly as it stands there. If there is no {output}, say so and name the outputs
                  there are. If it is sensitive its value is withheld; say that.
                """,
        },
    ];

    // In the place of a path, an id or a name is checked against its form.
    private static Argument Id(string name, string description) =>
        new() { Name = name, Place = ArgumentPlace.Path, Kind = JsonKind.Text, WireName = name, Description = description };

    private static Argument Text(string name, string description) =>
        new() { Name = name, Place = ArgumentPlace.Answer, Kind = JsonKind.Text, WireName = name, Description = description };
}
