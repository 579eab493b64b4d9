using System.Collections.Frozen;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>
/// The one table of owners: how each type of resource leads to a workspace or project, by the relationships that
/// <see href="https://github.com/hashicorp/go-tfe/blob/main/v2/openapi/spec.json">HashiCorp's OpenAPI document</see>
/// gives it. A type that does not stand here belongs to the organization, and is outside of every scope.
/// </summary>
internal static class OwnerRules
{
    private static readonly OwnerProof ByPlanOfRun = OfRun("plan");

    private static readonly OwnerRule[] All =
    [
        new("workspaces", "/workspaces/{id}") { IsShared = true },
        new("projects", "/projects/{id}") { IsOfProject = true, IsShared = true },

        new("runs", "/runs/{id}") { Owners = [new("workspace", "workspaces")], IsFixed = true },

        // None of these says which run it is of, neither in the documentation nor in the OpenAPI document; the run says
        // it of all of them.
        new("plans", null) { Proofs = [ByPlanOfRun] },
        new("applies", null) { Proofs = [OfRun("apply")] },
        new("cost-estimates", null) { Proofs = [OfRun("cost-estimate")] },
        new("comments", null) { Proofs = [OfRun("comments")] },
        new("run-events", null) { Proofs = [OfRun("run-events")] },
        new("plan-exports", "/plan-exports/{id}") { Owners = [new("plan", "plans")], Proofs = [ByPlanOfRun], IsFixed = true },

        new("policy-checks", "/policy-checks/{id}") { Owners = [new("run", "runs")], IsFixed = true },
        new("task-stages", "/task-stages/{id}") { Owners = [new("run", "runs")], IsFixed = true },
        new("policy-evaluations", "/policy-evaluations/{id}")
            { Owners = [new("policy-attachable", "task-stages")], IsFixed = true },
        new("policy-set-outcomes", "/policy-set-outcomes/{id}")
            { Owners = [new("policy-evaluation", "policy-evaluations")], IsFixed = true },
        new("task-results", "/task-results/{id}") { Owners = [new("task-stage", "task-stages")], IsFixed = true },
        new("task-result-outcomes", "/task-result-outcomes/{id}")
            { Owners = [new("task-result", "task-results")], IsFixed = true, Placeholder = "task_result_outcome_id" },
        new("tf-policy-evaluations", "/tf-policy-evaluations/{id}")
            { Owners = [new("run", "runs")], IsFixed = true, Placeholder = "tf_policy_evaluation_id" },
        new("tf-policy-set-outcomes", "/tf-policy-set-outcomes/{id}")
        {
            Owners = [new("tf-policy-evaluation", "tf-policy-evaluations")], IsFixed = true,
            Placeholder = "tf_policy_set_outcome_id",
        },

        new("state-versions", "/state-versions/{id}") { Owners = [new("workspace", "workspaces")], IsFixed = true },
        new("state-version-outputs", null)
            { Proofs = [new("state_version_id", "state-versions", "/state-versions/{owner}", "outputs")] },
        new("configuration-versions", null)
        {
            Proofs = [OfRun("configuration-version"),
                new("workspace_id", "workspaces", "/workspaces/{owner}/configuration-versions?page%5Bsize%5D=100",
                    null)],
        },
        new("assessment-results", "/assessment-results/{id}") { Owners = [new("workspace", "workspaces")], IsFixed = true },
        new("queries", "/queries/{id}") { Owners = [new("workspace", "workspaces")], IsFixed = true, Placeholder = "query_id" },
        new("workspace-change-requests", "/change-requests/{id}") { Owners = [new("workspace", "workspaces")], IsFixed = true },

        // A variable's own address is deprecated and takes no GET, so it is read where it must be.
        new("vars", null)
        {
            Owners = [new("configurable", "workspaces", "varsets") { Otherwise = ["varset", "workspace"] }],
            Proofs =
            [
                new("varset_id", "varsets", "/varsets/{owner}/relationships/vars/{id}", null),
                new("workspace_id", "workspaces", "/workspaces/{owner}/vars/{id}", null),
            ],
            IsShared = true,
        },
        new("workspace-tasks", null)
            { Owners = [new("workspace", "workspaces")],
                Proofs = [new("workspace_id", "workspaces", "/workspaces/{owner}/tasks/{id}", null)] },
        new("team-workspaces", "/team-workspaces/{id}") { Owners = [new("workspace", "workspaces")], IsFixed = true },

        // Both ends: a trigger's document has the names of both workspaces.
        new("run-triggers", "/run-triggers/{id}")
            { Owners = [new("workspace", "workspaces"), new("sourceable", "workspaces")], IsFixed = true,
                IsShared = true },
        new("notification-configurations", "/notification-configurations/{id}")
        {
            Owners = [new("subscribable", "workspaces", "projects", "stacks")], IsFixed = true,
        },

        // A set that the organization owns reaches whatever anyone applies it to; one that a project owns stays in the project.
        new("varsets", "/varsets/{id}") { Owners = [new("parent", "projects")], IsOfProject = true, IsShared = true },
        new("team-projects", "/team-projects/{id}") { Owners = [new("project", "projects")], IsOfProject = true, IsFixed = true },

        new("stacks", "/stacks/{id}") { Owners = [new("project", "projects")], IsOfProject = true, IsShared = true },
        new("stack-configurations", "/stack-configurations/{id}")
            { Owners = [new("stack", "stacks")], IsOfProject = true, IsFixed = true },
        new("stack-states", "/stack-states/{id}")
            { Owners = [new("stack", "stacks")], IsOfProject = true, IsFixed = true, Placeholder = "stack_state_id" },
        new("stack-deployment-groups", "/stack-deployment-groups/{id}")
        {
            Owners = [new("stack-configuration", "stack-configurations")], IsOfProject = true, IsFixed = true,
            Placeholder = "stack_deployment_group_id",
        },
        new("stack-deployment-runs", "/stack-deployment-runs/{id}")
        {
            Owners = [new("stack-deployment-group", "stack-deployment-groups")], IsOfProject = true, IsFixed = true,
        },
        new("stack-deployment-steps", "/stack-deployment-steps/{id}")
        {
            Owners = [new("stack-deployment-run", "stack-deployment-runs")], IsOfProject = true, IsFixed = true,
        },
    ];

    private static readonly FrozenDictionary<string, OwnerRule> ByType = All.ToFrozenDictionary(rule => rule.Type);

    private static readonly FrozenDictionary<string, OwnerRule> ByPlaceholder =
        All.Where(rule => rule.Placeholder is not null).ToFrozenDictionary(rule => rule.Placeholder!);

    private static readonly FrozenDictionary<string, OwnerRule> ByCollection =
        All.ToFrozenDictionary(rule => rule.Path is { } path ? path.Split('/')[1] : rule.Type);

    private static readonly ILookup<string, (OwnerRule Rule, OwnerProof Proof)> Naming = All
        .SelectMany(rule =>
            rule.Proofs.Where(
                proof => proof.Relationship is not null
                    && !proof.Path.Contains("{id}", StringComparison.Ordinal)).Select(proof => (rule, proof)))
        .Where(pair => pair.rule.Owners.Count == 0)
        .ToLookup(pair => pair.proof.Type);

    /// <summary>The rule of a type; null for what belongs to the organization.</summary>
    public static OwnerRule? Of(string type) => ByType.GetValueOrDefault(type);

    /// <summary>The rule of what an argument of this name takes the id of; null for what belongs to the organization,
    /// and for what is unknown.</summary>
    public static OwnerRule? OfArgument(string name) =>
        ByPlaceholder.GetValueOrDefault(name) ?? (ArgumentForms.ResourceTypeOf(name) is { } type ? Of(type) : null);

    /// <summary>The rule of what stands behind the first word of a path (<c>runs</c> of <c>/runs/run-1</c>).</summary>
    public static OwnerRule? OfCollection(string word) => ByCollection.GetValueOrDefault(word);

    /// <summary>What a resource of this type names as its own, and where: a run its plan.</summary>
    public static IEnumerable<(OwnerRule Rule, OwnerProof Proof)> NamedBy(string type) => Naming[type];

    private static OwnerProof OfRun(string relationship) => new("run_id", "runs", "/runs/{owner}", relationship);
}
