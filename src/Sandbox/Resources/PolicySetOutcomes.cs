using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/policy-evaluations#list-policy-outcomes. The
/// items of <c>outcomes</c> are in snake_case.</summary>
internal sealed class PolicySetOutcomes : Resource<PolicySetOutcome>
{
    public override void Map(RouteTable routes)
    {
        routes.Get("/policy-evaluations/{id}/policy-set-outcomes", x =>
        {
            var (status, level) = (x.QueryValue("filter[0][status]"), x.QueryValue("filter[0][enforcementLevel]"));
            return Present.Page(x, x.Find<PolicyEvaluation>("id").Outcomes.Where(o =>
                (status is null && level is null)
                || o.Verdicts.Any(
                    v => (status is null || Status(v) == status)
                        && (level is null || v.Policy.EnforcementLevel == level))));
        });
        routes.Get("/policy-set-outcomes/{id}", x => Present.One(x, x.Find<PolicySetOutcome>("id")));
    }

    protected override void Describe(PolicySetOutcome outcome, ResourceObject o, SandboxRequest x) =>
        o.Attribute("outcomes", new JsonArray([.. outcome.Verdicts.Select(Item)]))
            .Attribute("error", "")
            .Attribute("overridable", outcome.Overridable)
            .Attribute("policy-set-name", outcome.Set.Name)
            .Attribute("policy-set-description", outcome.Set.Description)
            .Attribute("result-count", new JsonObject
            {
                ["advisory-failed"] = outcome.Verdicts.Count(v => !v.Passed && v.Policy.EnforcementLevel == "advisory"),
                ["mandatory-failed"] = outcome.Verdicts.Count(v => !v.Passed && v.Policy.EnforcementLevel == "mandatory"),
                ["passed"] = outcome.Verdicts.Count(v => v.Passed),
                ["errored"] = 0,
            })
            .Relation("policy-evaluation", outcome.Evaluation);

    private static string Status(PolicyVerdict verdict) => verdict.Passed ? "passed" : "failed";

    private static JsonNode Item(PolicyVerdict verdict) => new JsonObject
    {
        ["enforcement_level"] = verdict.Policy.EnforcementLevel,
        ["query"] = verdict.Policy.Query,
        ["status"] = Status(verdict),
        ["policy_name"] = verdict.Policy.Name,
        ["description"] = verdict.Policy.Description,
        ["output"] = new JsonArray([.. verdict.Violations.Select(v => (JsonNode)new JsonObject { ["print"] = v })]),
    };
}
