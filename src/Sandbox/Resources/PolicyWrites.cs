using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>Creating, changing and deleting policies, and their code, which is kept and never run.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/policies</summary>
internal static class PolicyWrites
{
    private static readonly string[] Sentinel = ["hard-mandatory", "soft-mandatory", "advisory"];
    private static readonly string[] Opa = ["mandatory", "advisory"];

    public static void Map(RouteTable routes)
    {
        routes.Post("/organizations/{organization}/policies", Create);
        routes.Patch("/policies/{id}", Update);
        routes.Delete("/policies/{id}", Delete);
        routes.Put("/policies/{id}/upload", x =>
        {
            var policy = x.Find<Policy>("id");
            x.Require(Permission.UpdateOrganization);
            (policy.Source, policy.UpdatedAt) = (x.Body, x.Now);
            return Present.One(x, policy);
        });
        routes.Get("/policies/{id}/download", x =>
        {
            var policy = x.Find<Policy>("id");
            return Answer.Redirect(
                x.World.Blobs.ShortUrl(
                    x, "text/plain; charset=utf-8",
                    () => policy.Source ?? Encoding.UTF8.GetBytes($"# {policy.Description}\n")), 307);
        });
    }

    private static Answer Create(SandboxRequest x)
    {
        var organization = x.OrganizationInPath();
        x.Require(Permission.UpdateOrganization);
        var data = x.Data("policies");
        var attributes = SandboxRequest.Attributes(data);
        var name = SandboxRequest.Text(attributes, "name");
        if (string.IsNullOrWhiteSpace(name)) throw ApiError.Invalid("name", "Name can't be blank");
        if (organization.Policies.Exists(p => p.Name == name)) throw ApiError.Invalid("name", "Name has already been taken");
        var kind = SandboxRequest.Text(attributes, "kind") ?? "sentinel";
        if (kind is not ("sentinel" or "opa")) throw ApiError.Invalid("kind", "Kind is not included in the list");
        var query = SandboxRequest.Text(attributes, "query");
        if (kind == "opa" && string.IsNullOrWhiteSpace(query)) throw ApiError.Invalid("query", "Query can't be blank");
        var policy = new Policy(
            x.World.Ids.Next("pol"), organization, name, kind, Level(kind, attributes) ?? "soft-mandatory", x.Now)
        {
            Description = SandboxRequest.Text(attributes, "description") ?? "",
            Query = query,
        };
        var sets = new List<PolicySet>();
        Attachments.Take(x, data, "policy-sets", sets);
        foreach (var set in sets) set.Policies.Add(policy);
        organization.Policies.Add(x.World.Add(policy));
        return Present.One(x, policy, 201);
    }

    private static Answer Update(SandboxRequest x)
    {
        var policy = x.Find<Policy>("id");
        x.Require(Permission.UpdateOrganization);
        var attributes = SandboxRequest.Attributes(x.Data("policies"));
        policy.EnforcementLevel = Level(policy.Kind, attributes) ?? policy.EnforcementLevel;
        if (attributes.ContainsKey("description")) policy.Description = SandboxRequest.Text(attributes, "description") ?? "";
        if (attributes.ContainsKey("query") && policy.Kind == "opa") policy.Query = SandboxRequest.Text(attributes, "query");
        policy.UpdatedAt = x.Now;
        return Present.One(x, policy);
    }

    private static Answer Delete(SandboxRequest x)
    {
        var policy = x.Find<Policy>("id");
        x.Require(Permission.UpdateOrganization);
        foreach (var set in policy.Organization.PolicySets) set.Policies.Remove(policy);
        policy.Organization.Policies.Remove(policy);
        x.World.Remove(policy);
        return Answer.NoContent();
    }

    /// <summary>The level as given now, or in the older form <c>enforce: [{path, mode}]</c>; null when not given.</summary>
    private static string? Level(string kind, JsonObject attributes)
    {
        var level = SandboxRequest.Text(attributes, "enforcement-level")
            ?? (attributes["enforce"] is JsonArray { Count: > 0 } enforce
                ? SandboxRequest.Text(SandboxRequest.Child(enforce[0], "mode")) : null);
        if (level is not null && !(kind == "opa" ? Opa : Sentinel).Contains(level))
            throw ApiError.Invalid("enforcement-level", "Enforcement level is not included in the list");
        return level;
    }
}
