using System.Net;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Sandbox.Tests;

/// <summary>What is created can be read, listed, changed and deleted.</summary>
public sealed class WriteTests : IDisposable
{
    private readonly SandboxClient api = new();

    public void Dispose() => api.Dispose();

    [Theory]
    [InlineData("/organizations/acme-corp/varsets", "varsets", "/varsets/", """{"name":"shared"}""", """{"description":"new","priority":true}""")]
    [InlineData("/organizations/acme-corp/teams", "teams", "/teams/", """{"name":"on-call"}""", """{"name":"pager","visibility":"organization"}""")]
    [InlineData("/organizations/acme-corp/policies", "policies", "/policies/", """{"name":"no-friday","enforcement-level":"advisory"}""", """{"enforcement-level":"hard-mandatory"}""")]
    [InlineData("/organizations/acme-corp/policy-sets", "policy-sets", "/policy-sets/", """{"name":"calendar"}""", """{"name":"calendar-2","global":true}""")]
    [InlineData("/workspaces/{eu-frontend}/notification-configurations", "notification-configurations", "/notification-configurations/",
        """{"name":"pager","destination-type":"generic","enabled":false,"url":"https://example.com/h"}""", """{"enabled":true,"triggers":["run:errored"]}""")]
    [InlineData("/organizations/acme-corp/projects", "projects", "/projects/", """{"name":"Research"}""", """{"description":"new"}""")]
    public async Task A_thing_lives_from_its_creation_to_its_deletion(string list, string type, string item, string create, string update)
    {
        list = list.Replace("{eu-frontend}", api.Workspace("eu-frontend"), StringComparison.Ordinal);
        var before = Ids(await api.Get(list + "?page[size]=100"));
        var id = Id(await api.Post(list, HttpStatusCode.Created, Body(type, create)));
        Assert.Equal([.. before, id], Ids(await api.Get(list + "?page[size]=100")).OrderBy(i => i == id));
        await api.Patch(item + id, Body(type, update));
        var shown = (await api.Get(item + id))["data"]!["attributes"]!;
        foreach (var (name, value) in JsonNode.Parse(update)!.AsObject()) Assert.Equal(value!.ToJsonString(), shown[name]!.ToJsonString());
        await api.Json(HttpMethod.Delete, item + id, HttpStatusCode.NoContent);
        await api.Json(HttpMethod.Get, item + id, HttpStatusCode.NotFound);
        Assert.Equal(before, Ids(await api.Get(list + "?page[size]=100")));
    }

    [Theory]
    [InlineData("/organizations/acme-corp/varsets", "varsets", """{"name":"aws-account"}""")]
    [InlineData("/organizations/acme-corp/teams", "teams", """{"name":"owners"}""")]
    [InlineData("/organizations/acme-corp/policies", "policies", """{"name":"require-flow-logs","enforcement-level":"advisory"}""")]
    [InlineData("/organizations/acme-corp/policy-sets", "policy-sets", """{"name":"cost-hygiene"}""")]
    public async Task A_name_is_taken_once(string list, string type, string attributes)
    {
        var refused = await api.Post(list, HttpStatusCode.UnprocessableEntity, Body(type, attributes));
        Assert.Equal("Name has already been taken", refused["errors"]![0]!["detail"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_variable_set_reaches_the_workspaces_it_is_applied_to()
    {
        var workspace = api.Workspace("eu-frontend");
        var set = Id(await api.Post("/organizations/acme-corp/varsets", HttpStatusCode.Created, Body("varsets", """{"name":"frontend"}""")));
        var variable = Id(await api.Post($"/varsets/{set}/relationships/vars", HttpStatusCode.Created, Body("vars", """{"key":"cdn","value":"on","category":"terraform"}""")));
        await api.Post($"/varsets/{set}/relationships/vars", HttpStatusCode.UnprocessableEntity, Body("vars", """{"key":"cdn","category":"terraform"}"""));
        Assert.DoesNotContain(set, Ids(await api.Get($"/workspaces/{workspace}/varsets")));
        await api.Post($"/varsets/{set}/relationships/workspaces", HttpStatusCode.NoContent, References("workspaces", workspace));
        Assert.Contains(set, Ids(await api.Get($"/workspaces/{workspace}/varsets")));
        Assert.Contains(variable, Ids(await api.Get($"/workspaces/{workspace}/all-vars")));
        await api.Patch($"/varsets/{set}/relationships/vars/{variable}", Body("vars", """{"value":"off"}"""));
        Assert.Equal("off", (await api.Get($"/varsets/{set}/relationships/vars"))["data"]![0]!["attributes"]!["value"]!.GetValue<string>());
        await api.Json(HttpMethod.Delete, $"/varsets/{set}/relationships/workspaces", HttpStatusCode.NoContent, References("workspaces", workspace));
        Assert.DoesNotContain(set, Ids(await api.Get($"/workspaces/{workspace}/varsets")));
        await api.Post($"/varsets/{set}/relationships/workspaces", HttpStatusCode.NotFound, References("workspaces", "ws-0123456789abcdef"));
    }

    [Fact]
    public async Task A_policy_judges_where_its_set_is_attached()
    {
        var policies = (await api.Get("/organizations/acme-corp/policies?search[name]=deny-public"))["data"]![0]!["id"]!.GetValue<string>();
        var set = Id(await api.Post("/organizations/acme-corp/policy-sets", HttpStatusCode.Created, Body("policy-sets", """{"name":"everywhere"}""")));
        await api.Post($"/policy-sets/{set}/relationships/policies", HttpStatusCode.NoContent, References("policies", policies));
        await api.Post($"/policy-sets/{set}/relationships/workspaces", HttpStatusCode.NoContent, References("workspaces", api.Workspace("web-frontend")));
        var run = await api.CreateRun("web-frontend", new JsonObject { ["is-destroy"] = true });
        api.Wait(30);
        Assert.Contains("everywhere", (await api.Get($"/runs/{run}/policy-checks")).ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Team_access_is_listed_by_what_it_is_to()
    {
        var team = Id(await api.Post("/organizations/acme-corp/teams", HttpStatusCode.Created, Body("teams", """{"name":"on-call"}""")));
        var workspace = api.Workspace("eu-frontend");
        var body = Body("team-workspaces", """{"access":"custom","runs":"apply"}""");
        body["data"]!["relationships"] = new JsonObject { ["team"] = Reference("teams", team), ["workspace"] = Reference("workspaces", workspace) };
        var access = Id(await api.Post("/team-workspaces", HttpStatusCode.Created, body));
        await api.Post("/team-workspaces", HttpStatusCode.UnprocessableEntity, body);
        Assert.Equal([access], Ids(await api.Get($"/team-workspaces?filter[workspace][id]={workspace}")));
        await api.Patch("/team-workspaces/" + access, Body("team-workspaces", """{"access":"admin"}"""));
        Assert.Equal("admin", (await api.Get("/team-workspaces/" + access))["data"]!["attributes"]!["access"]!.GetValue<string>());
        await api.Json(HttpMethod.Get, "/team-projects/" + access, HttpStatusCode.NotFound);
        await api.Json(HttpMethod.Delete, "/teams/" + team, HttpStatusCode.NoContent);
        await api.Json(HttpMethod.Get, "/team-workspaces/" + access, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_run_trigger_queues_a_run_after_an_apply_of_its_source()
    {
        var (target, source) = (api.Workspace("feature-flags"), api.Workspace("web-frontend"));
        var body = Body("run-triggers", "{}");
        body["data"]!["relationships"] = new JsonObject { ["sourceable"] = Reference("workspaces", source) };
        var trigger = Id(await api.Post($"/workspaces/{target}/run-triggers", HttpStatusCode.Created, body));
        Assert.Equal([trigger], Ids(await api.Get($"/workspaces/{source}/run-triggers?filter[run-trigger][type]=outbound")));
        await api.Json(HttpMethod.Get, $"/workspaces/{target}/run-triggers", HttpStatusCode.BadRequest);
        var before = Ids(await api.Get($"/workspaces/{target}/runs"));
        var run = await api.CreateRun("web-frontend", new JsonObject { ["allow-empty-apply"] = true, ["auto-apply"] = true });
        api.Wait(60);
        Assert.Equal("applied", await api.Status(run));
        var triggered = (await api.Get($"/workspaces/{target}/runs"))["data"]!;
        Assert.Equal(before.Count + 1, triggered.AsArray().Count);
        Assert.Equal("Triggered by an apply of web-frontend", triggered[0]!["attributes"]!["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task Tags_of_a_project_hold_for_its_workspaces()
    {
        var workspace = (await api.Get("/workspaces/" + api.Workspace("eu-frontend")))["data"]!;
        var (id, project) = (workspace["id"]!.GetValue<string>(), workspace["relationships"]!["project"]!["data"]!["id"]!.GetValue<string>());
        await api.Patch($"/projects/{project}/tag-bindings", Tags(("team", "web"), ("env", "prod")));
        await api.Patch($"/workspaces/{id}/tag-bindings", Tags(("env", "staging")));
        var effective = (await api.Get($"/workspaces/{id}/effective-tag-bindings"))["data"]!.AsArray().Select(t => t!["attributes"]!["key"] + "=" + t["attributes"]!["value"]);
        Assert.Equal(["env=staging", "team=web"], effective);
        Assert.Single((await api.Get($"/workspaces/{id}/relationships/tag-bindings"))["data"]!.AsArray());
    }

    [Fact]
    public async Task Variables_change_together_or_not_at_all()
    {
        var id = api.Workspace("eu-frontend");
        var all = (await api.Get($"/workspaces/{id}/vars"))["data"]!.AsArray();
        var (first, second) = (all[0]!["id"]!.GetValue<string>(), all[1]!["id"]!.GetValue<string>());
        var refused = new JsonObject { ["data"] = new JsonArray(Variable(first, """{"value":"changed"}"""), Variable(second, """{"value":5}""")) };
        await api.Json(HttpMethod.Patch, $"/workspaces/{id}/relationships/vars", HttpStatusCode.UnprocessableEntity, refused);
        Assert.NotEqual("changed", (await api.Get($"/workspaces/{id}/vars/{first}"))["data"]!["attributes"]!["value"]!.GetValue<string>());
        var good = new JsonObject { ["data"] = new JsonArray(Variable(first, """{"value":"changed"}"""), Variable(second, """{"description":"both"}""")) };
        await api.Json(HttpMethod.Patch, $"/workspaces/{id}/relationships/vars", HttpStatusCode.NoContent, good);
        Assert.Equal("changed", (await api.Get($"/workspaces/{id}/vars/{first}"))["data"]!["attributes"]!["value"]!.GetValue<string>());

        static JsonNode Variable(string id, string attributes) => new JsonObject { ["type"] = "vars", ["id"] = id, ["attributes"] = JsonNode.Parse(attributes) };
    }

    private static List<string> Ids(JsonNode document) => [.. document["data"]!.AsArray().Select(d => d!["id"]!.GetValue<string>())];

    private static string Id(JsonNode document) => document["data"]!["id"]!.GetValue<string>();

    private static JsonObject Body(string type, string attributes) => SandboxClient.Body(type, (JsonObject)JsonNode.Parse(attributes)!);

    private static JsonObject Reference(string type, string id) => new() { ["data"] = new JsonObject { ["type"] = type, ["id"] = id } };

    private static JsonObject References(string type, string id) => new() { ["data"] = new JsonArray(new JsonObject { ["type"] = type, ["id"] = id }) };

    private static JsonObject Tags(params (string Key, string Value)[] tags) => new()
    {
        ["data"] = new JsonArray([.. tags.Select(t => new JsonObject { ["type"] = "tag-bindings", ["attributes"] = new JsonObject { ["key"] = t.Key, ["value"] = t.Value } })]),
    };
}
