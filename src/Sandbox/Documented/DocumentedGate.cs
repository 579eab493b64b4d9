using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Documented;

/// <summary>Who gets past a documented endpoint's door; everybody else is told 404.</summary>
internal static class DocumentedGate
{
    /// <summary>Prefixes of ids the sandbox keeps itself: one of these that it does not know does not exist.</summary>
    private static readonly HashSet<string> Kept =
        ["ws", "run", "prj", "plan", "apply", "cv", "sv", "team", "user", "pol", "polset", "polchk", "varset", "var",
            "ts", "poleval", "ce", "wsc", "asmtres", "wsout"];

    public static void Check(DocumentedEndpoint endpoint, SandboxRequest x)
    {
        foreach (var (name, value) in x.Values)
        {
            // An id that ends so is one that nobody has, for tests that need a 404 of a thing the sandbox makes up.
            if (value.EndsWith("Missing", StringComparison.Ordinal) || x.World.Documented.IsGone(value))
                throw ApiError.NotFound();
            if (name is "organization_name" or "organization") x.Visible(x.World.Organizations.Find(o => o.Name == value));
            else if (name == "id" || name.EndsWith("_id", StringComparison.Ordinal)) Known(endpoint, x, value);
        }

        if (x.World.Documented.IsGone(x.Path)) throw ApiError.NotFound();
        if (!endpoint.Reads) x.Require(Permission.UpdateOrganization);
        // The site's own settings are for its administrators; the sandbox takes the owner for one.
        if (endpoint.Path.StartsWith("/api/v2/admin/", StringComparison.Ordinal) && x.Caller.Kind != CallerKind.Owner)
            throw ApiError.NotFound();
    }

    private static void Known(DocumentedEndpoint endpoint, SandboxRequest x, string id)
    {
        var entity = x.World.Find<Entity>(id);
        if (entity is not null)
        {
            x.Visible(entity);
        }
        else if (id.Split('-') is [var prefix, _] && Kept.Contains(prefix)
            && !(prefix == "var" && MakesUpVariables(endpoint)))
        {
            throw ApiError.NotFound();
        }

        if (x.World.Documented.Find(id) is { } record && !ReferenceEquals(record.Organization, x.Caller.Organization))
            throw ApiError.NotFound();
    }

    // The parameters of policy sets and the variables of module tests are called like variables of workspaces, but the
    // sandbox has none of its own.
    private static bool MakesUpVariables(DocumentedEndpoint endpoint) =>
        endpoint.Path.Contains("/policy-sets/", StringComparison.Ordinal)
        || endpoint.Path.Contains("/registry-modules/", StringComparison.Ordinal);
}
