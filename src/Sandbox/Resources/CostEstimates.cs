using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/cost-estimates</summary>
internal sealed class CostEstimates : Resource<CostEstimate>
{
    public override void Map(RouteTable routes) =>
        routes.Get("/cost-estimates/{id}", x => Present.One(x, x.Find<CostEstimate>("id")));

    protected override void Describe(CostEstimate estimate, ResourceObject o, SandboxRequest x)
    {
        List<KeyValuePair<string, DateTimeOffset>> moments = [KeyValuePair.Create("queued-at", estimate.QueuedAt)];
        if (estimate.FinishedAt is { } finished) moments.Add(KeyValuePair.Create("finished-at", finished));
        o.Attribute("status", estimate.Status)
            .Attribute("error-message", (System.Text.Json.Nodes.JsonNode?)null)
            .Attribute("prior-monthly-cost", CostEstimate.Text(estimate.Prior))
            .Attribute("proposed-monthly-cost", CostEstimate.Text(estimate.Proposed))
            .Attribute("delta-monthly-cost", CostEstimate.Text(estimate.Proposed - estimate.Prior))
            .Attribute("resources-count", estimate.Matched + estimate.Unmatched)
            .Attribute("matched-resources-count", estimate.Matched)
            .Attribute("unmatched-resources-count", estimate.Unmatched)
            .Timestamps(moments)
            .Link("self", "/api/v2/cost-estimates/" + estimate.Id);
    }
}
