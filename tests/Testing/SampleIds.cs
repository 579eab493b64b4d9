using System.Net;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Testing;

/// <summary>An id for every parameter of every path: of what the sandbox has where it has it, made up elsewhere.</summary>
public sealed class SampleIds
{
    private readonly Dictionary<string, string> bySegment = [];
    private int bodies;

    /// <summary>Looks up and creates; the ids are the same in every new sandbox.</summary>
    public static async Task<SampleIds> Of(SandboxClient api)
    {
        var ids = new SampleIds();
        var workspace = api.Workspace("core-networking");
        var run = await api.LatestRun("core-networking");
        var frontend = api.Workspace("eu-frontend");
        var opaRun = (await api.Get($"/runs/{await api.LatestRun("staging-k8s-cluster")}/task-stages"))["data"]![0]!;
        var evaluation = opaRun["relationships"]!["policy-evaluations"]!["data"]![0]!["id"]!.GetValue<string>();
        ids.bySegment["workspaces"] = workspace;
        ids.bySegment["runs"] = run;
        ids.bySegment["plans"] = (await api.Get($"/runs/{run}/plan"))["data"]!["id"]!.GetValue<string>();
        ids.bySegment["applies"] = (await api.Get($"/runs/{run}/apply"))["data"]!["id"]!.GetValue<string>();
        ids.bySegment["configuration-versions"] = await First($"/workspaces/{workspace}/configuration-versions");
        ids.bySegment["cost-estimates"] = (await api.Get("/runs/" + run))["data"]!["relationships"]!["cost-estimate"]!["data"]!["id"]!.GetValue<string>();
        ids.bySegment["policy-checks"] = await First($"/runs/{run}/policy-checks");
        ids.bySegment["task-stages"] = opaRun["id"]!.GetValue<string>();
        ids.bySegment["policy-evaluations"] = evaluation;
        ids.bySegment["policy-set-outcomes"] = await First($"/policy-evaluations/{evaluation}/policy-set-outcomes");
        ids.bySegment["state-versions"] = (await api.Get($"/workspaces/{workspace}/current-state-version"))["data"]!["id"]!.GetValue<string>();
        ids.bySegment["state-version-outputs"] = await First($"/workspaces/{workspace}/current-state-version-outputs");
        ids.bySegment["policies"] = await First("/organizations/acme-corp/policies");
        ids.bySegment["policy-sets"] = await First("/organizations/acme-corp/policy-sets");
        ids.bySegment["varsets"] = await First("/organizations/acme-corp/varsets");
        ids.bySegment["teams"] = (await api.Get("/organizations/acme-corp/teams"))["data"]![1]!["id"]!.GetValue<string>();
        ids.bySegment["users"] = (await api.Get("/account/details"))["data"]!["id"]!.GetValue<string>();
        ids.bySegment["tags"] = await First("/organizations/acme-corp/tags");
        ids.bySegment["run-events"] = await First($"/runs/{run}/run-events");
        ids.bySegment["assessment-results"] = (await api.Get($"/workspaces/{api.Workspace("prod-database-cluster")}/current-assessment-result"))["data"]!["id"]!.GetValue<string>();
        ids.bySegment["frontend"] = frontend;
        ids.bySegment["assessed"] = api.Workspace("prod-database-cluster");
        ids.bySegment["varset-vars"] = await First($"/varsets/{ids.bySegment["varsets"]}/relationships/vars");
        ids.bySegment["vars"] = await Made("/workspaces/" + workspace + "/vars", "vars", new JsonObject { ["key"] = "sample", ["category"] = "terraform" });
        ids.bySegment["projects"] = await Made("/organizations/acme-corp/projects", "projects", new JsonObject { ["name"] = "Sample" });
        ids.bySegment["comments"] = await Made($"/runs/{run}/comments", "comments", new JsonObject { ["body"] = "Sample" });
        var team = (await api.Get("/organizations/acme-corp/teams"))["data"]![0]!["id"]!.GetValue<string>();
        ids.bySegment["notification-configurations"] = await Made($"/workspaces/{workspace}/notification-configurations", "notification-configurations",
            new JsonObject { ["name"] = "first", ["destination-type"] = "generic", ["enabled"] = false, ["url"] = "https://example.com/hook" });
        ids.bySegment["run-triggers"] = await Made($"/workspaces/{workspace}/run-triggers", "run-triggers", [], ("sourceable", "workspaces", api.Workspace("web-frontend")));
        ids.bySegment["team-workspaces"] = await Made("/team-workspaces", "team-workspaces", new JsonObject { ["access"] = "read" }, ("team", "teams", team), ("workspace", "workspaces", workspace));
        ids.bySegment["team-projects"] =
            await Made("/team-projects", "team-projects", new JsonObject { ["access"] = "read" }, ("team", "teams", team), ("project", "projects", ids.bySegment["projects"]));
        return ids;

        async Task<string> First(string path) => (await api.Get(path))["data"]![0]!["id"]!.GetValue<string>();

        async Task<string> Made(string path, string type, JsonObject attributes, params (string Name, string Type, string Id)[] relationships)
        {
            var body = SandboxClient.Body(type, attributes);
            body["data"]!["relationships"] = new JsonObject(relationships.Select(r =>
                KeyValuePair.Create(r.Name, (JsonNode?)new JsonObject { ["data"] = new JsonObject { ["type"] = r.Type, ["id"] = r.Id } })));
            return (await api.Post(path, HttpStatusCode.Created, body))["data"]!["id"]!.GetValue<string>();
        }
    }

    public string Fill(string path)
    {
        var segments = path.Split('/');
        for (var i = 1; i < segments.Length; i++)
        {
            if (segments[i].StartsWith('{')) segments[i] = Value(segments[i][1..^1], segments[i - 1], path);
        }

        return string.Join('/', segments);
    }

    /// <summary>The id of a resource of this type (<c>workspaces</c>); null for a type that the sandbox makes up.</summary>
    public string? Find(string type) => bySegment.GetValueOrDefault(type);

    /// <summary>What a list insists on.</summary>
    public string Query(DocumentedRow endpoint) => (endpoint.Method, endpoint.Path) switch
    {
        ("GET", "/api/v2/state-versions") => "?filter[organization][name]=acme-corp&filter[workspace][name]=eu-frontend",
        ("GET", "/api/v2/team-workspaces") => "?filter[workspace][id]=" + bySegment["workspaces"],
        ("GET", "/api/v2/team-projects") => "?filter[project][id]=" + bySegment["projects"],
        ("GET", "/api/v2/workspaces/{workspace_id}/run-triggers") => "?filter[run-trigger][type]=inbound",
        _ => "",
    };

    public JsonNode Body(DocumentedRow endpoint)
    {
        var last = endpoint.Path.Split('/')[^1];
        if (endpoint.HasArrayBody && (endpoint.Shape is "empty" or "collection") && !last.StartsWith('{')) return new JsonObject { ["data"] = new JsonArray(Item(last)) };
        var unique = "sample-" + (++bodies).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var attributes = new JsonObject { ["name"] = unique, ["key"] = unique, ["value"] = "sample", ["category"] = "terraform", ["body"] = "sample", ["description"] = "sample" };
        if (endpoint.Type == "vars" && endpoint.Path.EndsWith('}')) attributes.Remove("category");
        if (endpoint.Path == "/api/v2/workspaces/{workspace_id}/state-versions") attributes = new JsonObject { ["serial"] = 99, ["md5"] = "00000000000000000000000000000000" };
        if ((endpoint.Type is "workspaces" or "organizations") && endpoint.Path.EndsWith('}')) attributes.Remove("name");
        if (endpoint.Type is "team-workspaces" or "team-projects") attributes = new JsonObject { ["access"] = "read" };
        if (endpoint.Type == "notification-configurations") attributes = new JsonObject { ["name"] = unique, ["destination-type"] = "generic", ["enabled"] = false, ["url"] = "https://example.com/hook" };
        if (endpoint.Type == "policies") attributes["enforcement-level"] = "advisory";
        return new JsonObject
        {
            ["data"] = new JsonObject
            {
                ["type"] = endpoint.Type,
                ["attributes"] = attributes,
                ["relationships"] = new JsonObject
                {
                    ["workspace"] = One("workspaces"),
                    ["sourceable"] = new JsonObject { ["data"] = new JsonObject { ["type"] = "workspaces", ["id"] = bySegment["frontend"] } },
                    ["team"] = One("teams"),
                    ["project"] = One("projects"),
                    ["rollback-state-version"] = One("state-versions"),
                },
            },
        };
    }

    private JsonObject One(string type) => new() { ["data"] = new JsonObject { ["type"] = type, ["id"] = bySegment[type] } };

    private JsonObject Item(string segment)
    {
        var type = segment switch
        {
            "remote-state-consumers" or "workspace-exclusions" => "workspaces",
            "project-exclusions" => "projects",
            "tag-selectors" => "tag-bindings",
            "team-tokens" => "authentication-tokens",
            _ => segment,
        };
        var item = new JsonObject { ["type"] = type, ["attributes"] = new JsonObject { ["key"] = "env", ["value"] = "prod" } };
        if (type != "tag-bindings") item["id"] = bySegment.GetValueOrDefault(type, "x-0123456789abcdef");
        return item;
    }

    private string Value(string name, string before, string path) => (name, before) switch
    {
        ("organization_name", _) => "acme-corp",
        ("organization", _) or ("name", "organizations") => "acme-corp",
        (_, "workspaces") when path.EndsWith("/current-assessment-result", StringComparison.Ordinal) => bySegment["assessed"],
        (_, "vars") when path.Contains("/varsets/", StringComparison.Ordinal) => bySegment["varset-vars"],
        (_, "vars") when path.Contains("/registry-modules/", StringComparison.Ordinal) => "var-0123456789abcdef",
        (_, "parameters") => "var-0123456789abcdef",
        (_, "workspaces") when name.EndsWith("name", StringComparison.Ordinal) => "core-networking",
        (_, "varsets") when path.StartsWith("/api/v2/workspaces/", StringComparison.Ordinal) => bySegment["varsets"],
        _ => name.EndsWith("id", StringComparison.Ordinal) && bySegment.TryGetValue(before, out var id) ? id : "sample-0123456789abcdef",
    };
}
