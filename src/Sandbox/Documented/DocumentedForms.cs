using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;
using ServerlessMcp.Sandbox.Resources;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Documented;

/// <summary>The surfaces that are not JSON:API, or only partly.</summary>
internal static class DocumentedForms
{
    private static readonly HashSet<string> Hcp = PlainPaths(tfe: false);
    private static readonly HashSet<string> Enterprise = PlainPaths(tfe: true);

    public static Answer Answer(DocumentedEndpoint endpoint, SandboxRequest x) => endpoint.Shape switch
    {
        "plain" => Plain(x.Path),
        "text" => Http.Answer.Text($"This is the sandbox's text for {endpoint.Path}.\n"),
        "csv" => new Answer(
            200, "workspace_name,organization_name,drifted\ncore-networking,acme-corp,false\n"u8.ToArray(),
            "text/csv; charset=utf-8"),
        "json" => Http.Answer.Json(JsonNode.Parse(Blob(endpoint.Path))!),
        "audit-trail" => AuditTrail(x),
        "explorer" => ExplorerRows.Answer(x),
        "cursor" => Cursor(x, DocumentedType.Of(endpoint.Type)),
        "scim" => ScimForms.One(endpoint, x),
        "scim-list" => ScimForms.List(endpoint, x),
        "registry-protocol" => Registry(endpoint),
        "registry-download" => Download(x),
        var other => throw new NotSupportedException(other),
    };

    public static byte[] Blob(string path) => Http.Answer.Bytes(
        new JsonObject { ["format_version"] = "1.0", ["sandbox"] = "An example of what is behind " + path });

    /// <summary>What needs no token; null for every other path.</summary>
    public static Answer? Public(string method, string path, bool tfe) =>
        method == "GET" && (tfe ? Enterprise : Hcp).Contains(path) ? Plain(path) : null;

    private static HashSet<string> PlainPaths(bool tfe) =>
        [.. DocumentedEndpoint.All.Where(e => e.Shape == "plain" && e.IsIn(tfe)).Select(e => e.Path)];

    private static Answer Plain(string path) => path switch
    {
        "/api/v1/ping" => Http.Answer.Text("pong"),
        "/api/v1/health/readiness" => Http.Answer.Json(new JsonObject { ["status"] = "pass", ["checks"] = new JsonArray() }),
        "/api/v1/diagnostics" => Http.Answer.Json(
            new JsonObject
            {
                ["passed"] = true,
                ["checks"] = new JsonArray(new JsonObject { ["name"] = "database", ["passed"] = true })
            }),
        _ => Http.Answer.Json(new JsonObject
        {
            ["api"] = new JsonArray("192.0.2.0/24"),
            ["notifications"] = new JsonArray("198.51.100.10/32"),
            ["sentinel"] = new JsonArray("198.51.100.11/32"),
            ["vcs"] = new JsonArray("198.51.100.12/32"),
        }),
    };

    /// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/audit-trails: flat rows, and a pagination
    /// with underscores at the root.</summary>
    private static Answer AuditTrail(SandboxRequest x)
    {
        var rows = x.World.All<RunEvent>().Where(e => x.Caller.Sees(e) && e.CreatedAt > x.Now.AddDays(-14))
            .OrderByDescending(e => e.CreatedAt).Select(e => (JsonNode)new JsonObject
            {
                ["id"] = IdGenerator.Named("ae", e.Id)[3..],
                ["version"] = "0",
                ["type"] = "Resource",
                ["timestamp"] = ResourceObject.Instant(e.CreatedAt),
                ["auth"] = new JsonObject
                {
                    ["accessor_id"] = e.Actor?.Id,
                    ["description"] = e.Actor?.Username,
                    ["type"] = "Client",
                    ["impersonator_id"] = null,
                    ["organization_id"] = e.Run.Organization.ExternalId
                },
                ["request"] = new JsonObject { ["id"] = null },
                ["resource"] = new JsonObject
                {
                    ["id"] = e.Run.Id,
                    ["type"] = "run",
                    ["action"] = e.Action,
                    ["meta"] = new JsonObject { ["workspace"] = e.Run.Workspace.Id }
                },
            }).ToArray();
        var count = rows.Length;
        return Http.Answer.Json(new JsonObject
        {
            ["data"] = new JsonArray(rows),
            ["pagination"] = new JsonObject
            {
                ["current_page"] = 1,
                ["prev_page"] = null,
                ["next_page"] = null,
                ["total_pages"] = 1,
                ["total_count"] = count
            },
        });
    }

    private static Answer Cursor(SandboxRequest x, DocumentedType type) => Http.Answer.Document(new JsonObject
    {
        ["data"] = new JsonArray(
            [.. Enumerable.Range(1, 2)
                .Select(n => DocumentedObject.Of(
                    x, type, IdGenerator.Named(type.Prefix, x.Path + "#" + n.ToString(CultureInfo.InvariantCulture)),
                    written: null))]),
        ["meta"] = new JsonObject { ["continuation"] = null },
    });

    private static Answer Registry(DocumentedEndpoint endpoint) =>
        Http.Answer.Json(endpoint.Path.EndsWith("/versions", StringComparison.Ordinal)
        ? new JsonObject
        {
            ["modules"] = new JsonArray(
            new JsonObject
            {
                ["versions"] =
                new JsonArray(new JsonObject { ["version"] = "1.0.0" }, new JsonObject { ["version"] = "1.1.0" })
            })
        }
        : new JsonObject
        {
            ["id"] = "acme-corp/vpc/aws/1.1.0",
            ["namespace"] = "acme-corp",
            ["name"] = "vpc",
            ["provider"] = "aws",
            ["version"] = "1.1.0",
            ["published_at"] = "2026-01-01T00:00:00Z"
        });

    /// <summary>https://developer.hashicorp.com/terraform/registry/api-docs#download-source-code-for-a-specific-module-version</summary>
    private static Answer Download(SandboxRequest x)
    {
        var module = ConfigurationArchive.Write("main.tf", "output \"id\" {\n  value = \"vpc-0123456789abcdef0\"\n}\n");
        var answer = Http.Answer.NoContent();
        answer.Headers.Add(KeyValuePair.Create("X-Terraform-Get", x.World.Blobs.ShortUrl(x, "application/gzip", () => module)));
        return answer;
    }
}
