namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>A few pages of the documentation, with the index that its site is searched by; one is missing, and one is no
/// text.</summary>
internal static class TharsisDocumentation
{
    private static readonly (string Path, string Title, string Crumb, string About, string Keywords)[] Pages =
    [
        ("/intro", "Introduction", "Tharsis", "What Tharsis is.", ""),
        ("/guides/service_accounts", "Service Accounts", "Guides", "Machine identities that log in with client credentials or OIDC.", "client secret"),
        ("/guides/managed_identities", "Managed Identities", "Guides", "How runs get credentials of a cloud.", "aws azure"),
        ("/guides/runs", "Runs", "Guides", "A run has a plan and an apply.", "plan apply job"),
        ("/guides/resource_identifiers", "Resource Identifiers", "Guides", "Global ids and TRNs.", "gid trn"),
        ("/guides/gone", "A page that is gone", "Guides", "", ""),
        ("/guides/binary", "A page that is no text", "Guides", "", ""),
    ];

    /// <summary>The index or a page; null for another path.</summary>
    public static (int Status, string Body, string Type)? Serve(string path)
    {
        if (path == "/search-index.json")
        {
            JsonObject List(Func<(string Path, string Title, string Crumb, string About, string Keywords), string> text, bool isTitle = false) => new()
            {
                ["documents"] = new JsonArray([.. Pages.Select((page, at) => (JsonNode)new JsonObject
                {
                    ["i"] = at,
                    ["t"] = text(page),
                    ["u"] = page.Path,
                    ["b"] = isTitle ? new JsonArray(page.Crumb) : null,
                })]),
                ["index"] = new JsonObject(),
            };
            return (200, new JsonArray(
                List(page => page.Title, isTitle: true), List(page => page.Title), List(page => page.About), List(page => page.Keywords),
                List(page => page.About)).ToJsonString(), "application/json");
        }

        if (!path.EndsWith(".md", StringComparison.Ordinal) || Array.FindIndex(Pages, page => page.Path + ".md" == path) is not (>= 0 and var found))
        {
            return null;
        }

        var (_, title, _, about, _) = Pages[found];
        return path switch
        {
            "/guides/gone.md" => (404, "not found", "text/plain"),
            "/guides/binary.md" => (200, "\u0001", "application/octet-stream"),
            _ => (200, $"# {title}\n\n{about}\n", "text/markdown; charset=utf-8"),
        };
    }
}
