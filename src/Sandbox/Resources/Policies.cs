using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/policies</summary>
internal sealed class Policies : Resource<Policy>
{
    public Policies() => Include("policy_sets", p => SetsOf(p));

    public override void Map(RouteTable routes)
    {
        routes.Get("/organizations/{organization}/policies", x =>
        {
            var part = x.QueryValue("search[name]");
            var kind = x.QueryValue("filter[kind]");
            return Present.Page(x, x.OrganizationInPath().Policies.Where(p =>
                (kind is null || p.Kind == kind) && (part is null || p.Name.Contains(part, StringComparison.OrdinalIgnoreCase))));
        });
        routes.Get("/policies/{id}", x => Present.One(x, x.Find<Policy>("id")));
        PolicyWrites.Map(routes);
    }

    protected override void Describe(Policy policy, ResourceObject o, SandboxRequest x)
    {
        o.Attribute("name", policy.Name)
            .Attribute("description", policy.Description)
            .Attribute("kind", policy.Kind)
            .Attribute("enforcement-level", policy.EnforcementLevel)
            .Attribute("enforce",
                new JsonArray(new JsonObject
                {
                    ["path"] = policy.Name + (policy.Kind == "opa" ? ".rego" : ".sentinel"),
                    ["mode"] = policy.EnforcementLevel
                }))
            .Attribute("policy-set-count", SetsOf(policy).Count())
            .Attribute("updated-at", policy.UpdatedAt)
            .Relation("organization", policy.Organization)
            .Relations("policy-sets", SetsOf(policy))
            .Link("self", "/api/v2/policies/" + policy.Id);
        if (policy.Query is not null) o.Attribute("query", policy.Query);
    }

    private static IEnumerable<PolicySet> SetsOf(Policy policy) =>
        policy.Organization.PolicySets.Where(set => set.Policies.Contains(policy));
}
