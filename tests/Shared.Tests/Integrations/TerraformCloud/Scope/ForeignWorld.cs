using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Integrations.TerraformCloud.Scope;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Scope;

/// <summary>
/// The sandbox, of which one workspace and its project are in a URL's scope and everything else is marked: every text of every resource that belongs elsewhere begins with
/// <see cref="Canary"/>, whatever the sandbox would say, and so does what stands behind its links. Resources that the sandbox makes up on demand belong where their id says:
/// <see cref="Own"/> ids to the scope, <see cref="Other"/> ids elsewhere. What the product sends can be seen.
/// </summary>
internal sealed class ForeignWorld(FaultySandbox sandbox) : DelegatingHandler(new SandboxHandler(sandbox))
{
    public const string Canary = "CANARY";

    /// <summary>How ids end that are made up and are in scope: 16 characters with their number.</summary>
    public const string Own = "OwnAAAAAAAAAAAAA";

    /// <summary>How ids end that are made up and are not.</summary>
    public const string Other = "OtherAAAAAAAAAAA";

    private readonly HashSet<string> foreign = new(StringComparer.Ordinal);
    private readonly HashSet<string> foreignLinks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> ownByType = [];
    private readonly Dictionary<string, string> otherByType = [];

    /// <summary>What was sent since the last <see cref="Requests"/><c>.Clear</c>.</summary>
    public List<(string Method, string Path)> Requests { get; } = [];

    /// <summary>Answers instead of the sandbox; null to let it answer.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?>? Instead { get; set; }

    /// <summary>An id of this type that is in scope; made up where the sandbox has none.</summary>
    public string OwnOf(string type, string? prefix) => ownByType.GetValueOrDefault(type) ?? prefix + Own;

    /// <summary>An id of this type that is not in scope.</summary>
    public string OtherOf(string type, string? prefix) => otherByType.GetValueOrDefault(type) ?? prefix + Other;

    /// <summary>All ids that no answer may have.</summary>
    public IEnumerable<string> ForeignIds => foreign.Append(Other);

    /// <summary>The names that no answer may have.</summary>
    public List<string> ForeignNames { get; } = ["canary-project"];

    /// <summary>Fills the sandbox and learns what is whose.</summary>
    public async Task FillAsync(string ownWorkspace, string ownProject)
    {
        // A workspace of another project that has one of everything the API can make, all of it named after the canary.
        var project = await SendAsync(HttpMethod.Post, "/organizations/acme-corp/projects", """{"data":{"type":"projects","attributes":{"name":"canary-project"}}}""");
        var there = Id(project);
        var workspace = Id(await SendAsync(HttpMethod.Post, "/organizations/acme-corp/workspaces",
            Body("workspaces", """{"name":"canary-vault","description":"CANARY"}""", ("project", "projects", there))));
        var own = sandbox.WorkspaceId(ownWorkspace)!;
        var home = (string)(await SendAsync(HttpMethod.Get, $"/workspaces/{own}"))["data"]!["relationships"]!["project"]!["data"]!["id"]!;
        Assert.Equal(ownProject, (string)(await SendAsync(HttpMethod.Get, $"/projects/{home}"))["data"]!["attributes"]!["name"]!);
        foreach (var (at, parent, name) in new[] { (workspace, there, "CANARY"), (own, home, "ours") })
        {
            var variable = $$"""{"key":"{{name}}_key","value":"{{name}}","category":"terraform"}""";
            await SendAsync(HttpMethod.Post, $"/workspaces/{at}/vars", Body("vars", variable));
            await SendAsync(HttpMethod.Post, $"/workspaces/{at}/notification-configurations",
                Body("notification-configurations", $$"""{"name":"{{name}}","enabled":false,"destination-type":"generic","url":"https://example.com/{{name}}"}"""));
            var set = await SendAsync(HttpMethod.Post, "/organizations/acme-corp/varsets",
                Body("varsets", $$"""{"name":"{{name}}-set","global":false}""", ("parent", "projects", parent)));
            await SendAsync(HttpMethod.Post, $"/varsets/{Id(set)}/relationships/vars", Body("vars", variable));
            await SendAsync(HttpMethod.Post, $"/varsets/{Id(set)}/relationships/workspaces", Identifiers("workspaces", at));

            // Each names the other, and others besides.
            var other = own == at ? workspace : own;
            await SendAsync(HttpMethod.Post, $"/workspaces/{at}/relationships/remote-state-consumers",
                Identifiers("workspaces", sandbox.WorkspaceId("payment-gateway")!, sandbox.WorkspaceId("eu-frontend")!, other));
            await SendAsync(HttpMethod.Post, $"/workspaces/{at}/run-triggers", Body("run-triggers", "{}", ("sourceable", "workspaces", other)));
        }

        await LearnAsync(own, home, ownByType);

        // The seeded ones have runs, states and logs; the canary, which is last, has the rest.
        var all = Resources((await SendAsync(HttpMethod.Get, "/organizations/acme-corp/workspaces?page%5Bsize%5D=100"))["data"]).ToList();
        Assert.InRange(all.Count, 20, 99);
        foreach (var other in all.OrderBy(other => (string)other["id"]! == workspace))
        {
            if ((string)other["relationships"]!["project"]!["data"]!["id"]! is var parent && parent != home)
            {
                ForeignNames.Add((string)other["attributes"]!["name"]!);
                await LearnAsync((string)other["id"]!, parent, otherByType);
            }
        }

        foreign.UnionWith(foreignIds);
        foreign.ExceptWith(ownIds);
        Requests.Clear();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add((request.Method.Method, request.RequestUri!.PathAndQuery));
        if (Instead?.Invoke(request) is { } instead)
        {
            return instead;
        }

        var answer = await base.SendAsync(request, cancellationToken);
        if (foreignLinks.Contains(request.RequestUri.AbsolutePath))
        {
            answer.Content = new StringContent(Canary + " content");
        }
        else if (answer.IsSuccessStatusCode && answer.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true)
        {
            var text = await answer.Content.ReadAsStringAsync(cancellationToken);
            if (JsonNode.Parse(text) is JsonObject document && document["data"] is JsonObject or JsonArray)
            {
                foreach (var resource in Resources(document["data"]).Concat(Resources(document["included"])))
                {
                    Mark(resource);
                }

                var content = new StringContent(document.ToJsonString(), Encoding.UTF8);
                content.Headers.ContentType = new MediaTypeHeaderValue("application/vnd.api+json");
                answer.Content = content;
            }
        }

        return answer;
    }

    private readonly HashSet<string> ownIds = new(StringComparer.Ordinal);
    private readonly HashSet<string> foreignIds = new(StringComparer.Ordinal);

    // Everything that a workspace has, by way of its lists and its runs.
    private async Task LearnAsync(string workspace, string? project, Dictionary<string, string> byType)
    {
        var isOwn = ReferenceEquals(byType, ownByType);
        var ids = isOwn ? ownIds : foreignIds;
        void Note(string type, string id)
        {
            byType[type] = id;
            ids.Add(id);
        }

        Note("workspaces", workspace);
        if (project is not null)
        {
            Note("projects", project);
        }

        foreach (var path in new[]
        {
            $"/workspaces/{workspace}/runs", $"/workspaces/{workspace}/vars", $"/workspaces/{workspace}/configuration-versions", $"/workspaces/{workspace}/notification-configurations",
            $"/workspaces/{workspace}/run-triggers?filter%5Brun-trigger%5D%5Btype%5D=inbound", $"/workspaces/{workspace}/current-state-version", $"/workspaces/{workspace}/current-assessment-result",
            $"/team-workspaces?filter%5Bworkspace%5D%5Bid%5D={workspace}", $"/workspaces/{workspace}/current-state-version-outputs",
        })
        {
            foreach (var resource in Resources((await SendAsync(HttpMethod.Get, path))["data"]))
            {
                var (type, id) = ((string)resource["type"]!, (string)resource["id"]!);
                Note(type, id);
                foreach (var (_, related) in resource["relationships"]?.AsObject().ToArray() ?? [])
                {
                    foreach (var identifier in Resources(related!["data"]).Where(identifier => OwnerRules.Of((string)identifier["type"]!) is not null || (string)identifier["type"]! == "workspace-comments"))
                    {
                        if ((string)identifier["type"]! is not ("workspaces" or "projects" or "varsets"))
                        {
                            Note((string)identifier["type"]!, (string)identifier["id"]!);
                        }
                    }
                }

                if (type == "runs")
                {
                    foreach (var stage in Resources((await SendAsync(HttpMethod.Get, $"/runs/{id}/task-stages"))["data"]))
                    {
                        foreach (var evaluation in Resources((await SendAsync(HttpMethod.Get, $"/task-stages/{stage["id"]}/policy-evaluations"))["data"]))
                        {
                            Note("policy-evaluations", (string)evaluation["id"]!);
                            foreach (var outcome in Resources((await SendAsync(HttpMethod.Get, $"/policy-evaluations/{evaluation["id"]}/policy-set-outcomes"))["data"]))
                            {
                                Note("policy-set-outcomes", (string)outcome["id"]!);
                            }
                        }
                    }
                }
            }
        }

        foreach (var set in Resources((await SendAsync(HttpMethod.Get, "/organizations/acme-corp/varsets"))["data"]))
        {
            if ((string)set["relationships"]!["parent"]!["data"]!["id"]! == project)
            {
                Note("varsets", (string)set["id"]!);
            }
            else if (isOwn)
            {
                foreignIds.Add((string)set["id"]!);
            }
        }
    }

    private void Mark(JsonObject resource)
    {
        var (type, id) = ((string?)resource["type"], (string?)resource["id"]);
        if (type is null || id is null)
        {
            return;
        }

        var isOther = foreign.Contains(id) || id.EndsWith(Other, StringComparison.Ordinal);
        if (isOther && resource["attributes"] is JsonObject attributes)
        {
            Stamp(attributes);
        }

        // What the sandbox makes up belongs to whom its id says.
        if ((isOther || id.EndsWith(Own, StringComparison.Ordinal)) && OwnerRules.Of(type) is { } rule && !foreign.Contains(id))
        {
            var relationships = resource["relationships"] as JsonObject ?? [];
            foreach (var owner in rule.Owners)
            {
                var to = owner.Types[0];
                var prefix = Prefixes.Of(to);
                relationships[owner.Relationship] = new JsonObject
                {
                    ["data"] = new JsonObject { ["type"] = to, ["id"] = isOther ? OtherOf(to, prefix) : OwnOf(to, prefix) },
                };
            }

            resource.Remove("relationships");
            resource["relationships"] = relationships;
        }
    }

    private void Stamp(JsonObject members)
    {
        foreach (var (name, value) in members.ToArray())
        {
            if (value is JsonObject nested)
            {
                Stamp(nested);
            }
            else if (value is JsonValue && value.GetValueKind() == JsonValueKind.String)
            {
                var text = (string)value!;
                if (text.StartsWith("http", StringComparison.Ordinal) && Uri.TryCreate(text, UriKind.Absolute, out var link))
                {
                    foreignLinks.Add(link.AbsolutePath);
                }
                else if (!text.StartsWith(Canary, StringComparison.Ordinal))
                {
                    members[name] = $"{Canary} {text}";
                }
            }
        }
    }

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, string? body = null)
    {
        using var client = new HttpMessageInvoker(new SandboxHandler(sandbox));
        using var request = new HttpRequestMessage(method, "http://127.0.0.1:8080/api/v2" + path) { Content = body is null ? null : new StringContent(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TerraformSandbox.OwnerToken);
        using var answer = await client.SendAsync(request, default);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotFound, $"{method} {path}: {text}");
        return answer.IsSuccessStatusCode && text.Length > 0 ? JsonNode.Parse(text)!.AsObject() : [];
    }

    private static string Body(string type, string attributes, params (string Name, string Type, string Id)[] relationships) => new JsonObject
    {
        ["data"] = new JsonObject
        {
            ["type"] = type,
            ["attributes"] = JsonNode.Parse(attributes),
            ["relationships"] = new JsonObject(relationships.Select(to => KeyValuePair.Create<string, JsonNode?>(
                to.Name, new JsonObject { ["data"] = new JsonObject { ["type"] = to.Type, ["id"] = to.Id } }))),
        },
    }.ToJsonString();

    private static string Identifiers(string type, params string[] ids) =>
        new JsonObject { ["data"] = new JsonArray([.. ids.Select(id => new JsonObject { ["type"] = type, ["id"] = id })]) }.ToJsonString();

    private static IEnumerable<JsonObject> Resources(JsonNode? data) => data switch
    {
        JsonObject one => [one],
        JsonArray many => many.OfType<JsonObject>(),
        _ => [],
    };

    private static string Id(JsonObject document) => (string)document["data"]!["id"]!;
}
