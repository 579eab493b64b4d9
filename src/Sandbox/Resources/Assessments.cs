using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/assessment-results</summary>
internal sealed class Assessments : Resource<AssessmentResult>
{
    public override void Map(RouteTable routes)
    {
        routes.Get("/workspaces/{id}/current-assessment-result",
            x => Present.One(x, x.Visible(x.Find<Workspace>("id").Assessment)));
        routes.Get("/assessment-results/{id}", x => Present.One(x, x.Find<AssessmentResult>("id")));
        routes.Get("/assessment-results/{id}/json-output", x =>
        {
            x.Require(Permission.ReadPlanJson);
            return Answer.Json(PlanJson.Of(x.Find<AssessmentResult>("id")));
        });
    }

    protected override void Describe(AssessmentResult result, ResourceObject o, SandboxRequest x)
    {
        var self = "/api/v2/assessment-results/" + result.Id;
        o.Attribute("drifted", result.ResourcesDrifted > 0)
            .Attribute("succeeded", true)
            .Attribute("error-message", (System.Text.Json.Nodes.JsonNode?)null)
            .Attribute("resources-drifted", result.ResourcesDrifted)
            .Attribute("resources-undrifted", result.ResourcesUndrifted)
            .Attribute("all-checks-succeeded", result.FailedChecks.Count == 0)
            .Attribute("checks-passed", 0)
            .Attribute("checks-failed", result.FailedChecks.Count)
            .Attribute("checks-errored", 0)
            .Attribute("checks-unknown", 0)
            .Attribute("created-at", result.CreatedAt)
            .Relation("workspace", result.Workspace)
            .Link("self", self)
            .Link("json-output", self + "/json-output")
            .Link("json-schema", self + "/json-schema")
            .Link("log-output", self + "/log-output");
    }
}
