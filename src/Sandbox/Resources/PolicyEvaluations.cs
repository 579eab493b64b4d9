using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/policy-evaluations</summary>
internal sealed class PolicyEvaluations : Resource<PolicyEvaluation>
{
    public override void Map(RouteTable routes)
    {
        routes.Get("/task-stages/{id}/policy-evaluations", x => Present.Page(x, [x.Find<TaskStage>("id").Evaluation]));
        routes.Get("/policy-evaluations/{id}", x => Present.One(x, x.Find<PolicyEvaluation>("id")));
    }

    protected override void Describe(PolicyEvaluation evaluation, ResourceObject o, SandboxRequest x) =>
        o.Attribute("status", evaluation.Status)
            .Attribute("policy-kind", "opa")
            .Attribute("policy-tool-version", "0.70.0")
            .Attribute("result-count", new JsonObject
            {
                ["advisory-failed"] = evaluation.Failed("advisory"),
                ["mandatory-failed"] = evaluation.Failed("mandatory"),
                ["passed"] = evaluation.Passed,
                ["errored"] = 0,
            })
            .Attribute("created-at", evaluation.CreatedAt)
            .Relation("policy-attachable", evaluation.Run.TaskStages.Find(s => s.Evaluation == evaluation))
            .Relations("policy-set-outcomes", evaluation.Outcomes,
                $"/api/v2/policy-evaluations/{evaluation.Id}/policy-set-outcomes")
            .Link("self", "/api/v2/policy-evaluations/" + evaluation.Id);
}
