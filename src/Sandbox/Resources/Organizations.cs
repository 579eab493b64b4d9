using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/organizations</summary>
internal sealed class Organizations : Resource<Organization>
{
    public Organizations()
    {
        Include("default-project", o => o.DefaultProject);
        IncludeNothing("entitlement_set", "subscription");
    }

    public override void Map(RouteTable routes)
    {
        routes.Get("/organizations", x =>
        {
            var part = x.QueryValue("q") ?? x.QueryValue("q[name]");
            return Present.Page(
                x, x.World.Organizations.Where(
                    o => x.Caller.Sees(o)
                        && (part is null || o.Name.Contains(part, StringComparison.OrdinalIgnoreCase))));
        });
        routes.Get("/organizations/{organization}", x => Present.One(x, x.OrganizationInPath()));
        routes.Patch("/organizations/{organization}", Update);
        routes.Put("/organizations/{organization}", Update);
        routes.Get("/organizations/{organization}/entitlement-set", EntitlementSet);
        routes.Get("/organizations/{organization}/capacity", Capacity);
    }

    protected override void Describe(Organization organization, ResourceObject o, SandboxRequest x)
    {
        var owner = x.Caller.May(Permission.UpdateOrganization);
        o.Attribute("name", organization.Name)
            .Attribute("external-id", organization.ExternalId)
            .Attribute("email", owner ? organization.Email : null)
            .Attribute("created-at", organization.CreatedAt)
            .Attribute("collaborator-auth-policy", "password")
            .Attribute("cost-estimation-enabled", organization.CostEstimation)
            .Attribute("default-execution-mode", "remote")
            .Attribute("assessments-enforced", false)
            .Attribute("allow-force-delete-workspaces", false)
            .Attribute("plan-expired", false)
            .Attribute("plan-identifier", "business")
            .Attribute("plan-is-trial", false)
            .Attribute("plan-is-enterprise", x.World.Options.Tfe)
            .Attribute("saml-enabled", false)
            .Attribute("session-timeout", (JsonNode?)null)
            .Attribute("session-remember", (JsonNode?)null)
            .Attribute("two-factor-conformant", true)
            .Flags("permissions", ("can-update", owner), ("can-destroy", owner), ("can-create-workspace", owner),
                ("can-create-project", owner), ("can-create-team", owner),
                ("can-manage-varsets", owner), ("can-read-run-tasks", true), ("can-access-via-teams", true))
            .Relation("default-project", organization.DefaultProject)
            .Relation("entitlement-set", null, $"/api/v2/organizations/{organization.Name}/entitlement-set")
            .Link("self", "/api/v2/organizations/" + organization.Name);
        foreach (var (name, value) in organization.Settings) o.Attribute(name, value?.DeepClone());
    }

    private static Answer Update(SandboxRequest x)
    {
        var organization = x.OrganizationInPath();
        x.Require(Permission.UpdateOrganization);
        var attributes = SandboxRequest.Attributes(x.Data("organizations"));
        if (SandboxRequest.Text(attributes, "name") is { } name && name != organization.Name)
            throw ApiError.Invalid("name", "The sandbox does not rename organizations");
        foreach (var (key, value) in attributes) organization.Settings[key] = value?.DeepClone();
        return Present.One(x, organization);
    }

    private static Answer EntitlementSet(SandboxRequest x)
    {
        var organization = x.OrganizationInPath();
        var document = new ResourceObject("entitlement-sets", organization.ExternalId);
        foreach (var name in (string[])[
            "agents", "audit-logging", "configuration-designer", "cost-estimation", "global-run-tasks",
            "module-tests-generation", "operations",
            "policy-enforcement", "private-module-registry", "private-policy-agents", "private-run-tasks",
            "private-vcs", "run-tasks", "sentinel", "sso", "state-storage", "teams",
            "usage-reporting", "user-limit", "vcs-integrations",
            "versioned-policy-set-limit"])
        {
            document.Attribute(name, name.EndsWith(
                "limit", StringComparison.Ordinal) ? null : true);
        }

        document.Link("self", $"/api/v2/entitlement-sets/{organization.ExternalId}");
        return Answer.Document(new JsonObject { ["data"] = document.Build() });
    }

    private static Answer Capacity(SandboxRequest x)
    {
        var organization = x.OrganizationInPath();
        var runs = organization.Workspaces.SelectMany(w => w.Runs).Where(r => !r.IsFinal).ToList();
        var document = new ResourceObject("organization-capacity", organization.Name)
            .Attribute("pending", runs.Count(r => r.Status == RunStatus.Pending))
            .Attribute("running", runs.Count(r => r.Status is RunStatus.Planning or RunStatus.Applying));
        return Answer.Document(new JsonObject { ["data"] = document.Build() });
    }
}
