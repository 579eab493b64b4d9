using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Admin;

/// <summary>People who mint, change, ask, grant, collect and approve at random, by rules that change at random. After
/// each step that came through, the URL is held against what the grants of whoever took it say.</summary>
internal sealed class BoundsWalk(CallerBoundsTests.House house, Random random, Dictionary<string, int> done)
{
    private const string Urls = $"/integrated-account/{TestProduct.Account}/mcp";
    private static readonly string[] People = ["ann", "bob", "eve"];
    private static readonly string[] Scopes = ["mint", "request", "approve"];
    private static readonly string[] Methods = ["read", "list", "create", "update", "delete", "write", "custom", "*"];
    private static readonly string[] Tags = ["runs", "workspaces", "core", "*"];

    private readonly Dictionary<string, JsonArray> grants = [];
    private readonly Dictionary<string, JsonArray> grantedBy = [];
    private readonly List<string> urls = [];
    private readonly List<JsonNode> requests = [];

    public async Task BeginAsync()
    {
        foreach (var person in People)
        {
            await NarrowAsync(person);
        }
    }

    public async Task StepAsync(string where)
    {
        house.Product.Time.Advance(TimeSpan.FromSeconds(random.Next(90)));
        var person = Pick(People);
        switch (random.Next(24))
        {
            case 0:
                await NarrowAsync(person);
                break;
            case < 3:
                await MintAsync(person, where);
                break;
            case < 6 when urls.Count > 0:
                await PatchAsync(person, where);
                break;
            case < 9:
                await AskAsync(person);
                break;
            case < 12 when requests.Count > 0:
                await GrantAsync(person);
                break;
            case < 18 when requests.Count > 0:
                await CollectAsync(where);
                break;
            default:
                await ApproveAsync(person, where);
                break;
        }
    }

    // A rule that is changed ends the sign-in, so that the next thing is done by what it says now.
    private async Task NarrowAsync(string person)
    {
        var now = new JsonArray([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Grant())]);
        grants[person] = now;
        await house.RuleAsync(person, now.ToJsonString());
    }

    private JsonNode Grant()
    {
        var grant = new JsonObject { ["scopes"] = Some(Scopes) };
        if (random.Next(2) == 0)
        {
            grant["max_ttl"] = Pick(["5m", "30m", "3h"]);
        }

        if (random.Next(2) == 0)
        {
            grant["methods"] = Some(Methods);
        }

        if (random.Next(3) == 0)
        {
            grant["tags"] = Some(Tags);
        }

        return grant;
    }

    private async Task MintAsync(string person, string where)
    {
        await SignedInAsync(person);
        if (await TryAsync("mint", HttpMethod.Post, Urls, Body("name"), person) is { } url)
        {
            Hold(url, grants[person], "mint", where);
            urls.Add((string)url["id"]!);
        }
    }

    private async Task PatchAsync(string person, string where)
    {
        await SignedInAsync(person);
        var id = Pick(urls);
        var before = await ReadAsync(id);
        if (before is not null && await TryAsync("patch", HttpMethod.Patch, $"{Urls}/{id}", Body("ticket"), person) is { } url)
        {
            Hold(url, grants[person], "mint", where);
            if ((bool)before["config"]!["frozen"]! && !(bool)url["config"]!["frozen"]!)
            {
                Hold(url, grants[person], "approve", where);
            }
        }
    }

    private async Task AskAsync(string person)
    {
        await SignedInAsync(person);
        if (await TryAsync("ask", HttpMethod.Post, $"{Urls}/requests", Body("name"), person) is { } request)
        {
            request["asker"] = person;
            requests.Add(request);
        }
    }

    private async Task GrantAsync(string person)
    {
        await SignedInAsync(person);
        var request = Late();
        if (await TryAsync("grant", HttpMethod.Post, $"{Urls}/requests/{request["id"]}/grant", Body(null), person) is not null)
        {
            grantedBy[(string)request["id"]!] = grants[person];
        }
    }

    private async Task CollectAsync(string where)
    {
        var request = Late();
        var person = (string)request["asker"]!;
        await SignedInAsync(person);
        if (await TryAsync("collect", HttpMethod.Post, $"{Urls}/requests/{request["id"]}/collect", "{}", person) is { } url)
        {
            Hold(url, grants[person], "request", where);
            Hold(url, grantedBy[(string)request["id"]!], "approve", where);
            urls.Add((string)url["id"]!);
        }
    }

    private async Task ApproveAsync(string person, string where)
    {
        await SignedInAsync(person);
        foreach (var id in urls)
        {
            if (await ReadAsync(id) is { } url && (bool)url["config"]!["frozen"]!
                && await TryAsync("approve", HttpMethod.Post, $"{Urls}/{id}/approve-tools", $$"""{"tools_digest":"{{url["tools_digest"]}}"}""", person) is { } approved)
            {
                Hold(approved, grants[person], "approve", where);
            }
        }
    }

    private async Task<JsonNode?> ReadAsync(string id) =>
        await house.AskAsync(HttpMethod.Get, $"{Urls}/{id}", null, TestProduct.AdminToken) is (HttpStatusCode.OK, var url) ? url : null;

    private async Task<JsonNode?> TryAsync(string way, HttpMethod method, string path, string body, string person)
    {
        var (status, answer) = await house.AskAsync(method, path, body, person);
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Created or HttpStatusCode.UnprocessableContent or HttpStatusCode.Forbidden
            or HttpStatusCode.Conflict or HttpStatusCode.NotFound or HttpStatusCode.TooManyRequests, $"{way}: {status} {answer}");
        var isDone = (int)status < 300;
        var counted = isDone ? way : "refused";
        done[counted] = done.GetValueOrDefault(counted) + 1;
        return isDone ? answer : null;
    }

    // A sign-in lasts an hour.
    private Task SignedInAsync(string person) => house.SignInAsync(person);

    private string Body(string? named)
    {
        var config = new JsonObject();
        if (random.Next(4) > 0)
        {
            config["methods"] = Some(Methods);
        }

        if (random.Next(3) == 0)
        {
            config["tags"] = Some(Tags);
        }

        if (random.Next(4) == 0)
        {
            config["frozen"] = random.Next(3) > 0;
        }

        var body = new JsonObject();
        if (named is not null)
        {
            body[named] = "x";
        }

        if (config.Count > 0 && (named is not null || random.Next(2) == 0))
        {
            body["config"] = config;
        }

        if (random.Next(3) == 0)
        {
            body["expires_at"] = random.Next(4) == 0 ? null
                : house.Product.Time.GetUtcNow().AddMinutes(random.Next(1, 240)).ToString("yyyy-MM-ddTHH:mm:ssZ", null);
        }

        return body.ToJsonString();
    }

    // By what is written, without a word of the product's own code.
    private static void Hold(JsonNode url, JsonArray grants, string scope, string where) => Assert.True(
        grants.Any(grant => grant!["scopes"]!.AsArray().Any(one => (string)one! == scope) && IsWithin(url, grant)),
        $"{where}: by {scope} of {grants.ToJsonString()} came {url["config"]!.ToJsonString()} from {url["created_at"]} to {url["expires_at"]}");

    private static bool IsWithin(JsonNode url, JsonNode grant) =>
        (grant["max_ttl"] is not { } most || CallerBoundsTests.House.Life(url) <= Minutes((string)most!))
        && (grant["methods"] is not { } methods || Names(url["config"]!["methods"]!).All(Names(methods).Contains))
        && (grant["tags"] is not { } tags || Texts(tags).Contains("*") || Texts(url["config"]!["tags"]!).All(Texts(tags).Contains));

    private static TimeSpan Minutes(string text) =>
        text.EndsWith('h') ? TimeSpan.FromHours(int.Parse(text[..^1], null)) : TimeSpan.FromMinutes(int.Parse(text[..^1], null));

    private static string[] Names(JsonNode methods) => [.. Texts(methods).SelectMany(method => method switch
    {
        "*" => ["list", "get", "create", "update", "delete", "custom"],
        "read" => ["list", "get"],
        "write" => ["create", "update", "delete"],
        _ => new[] { method },
    })];

    private static string[] Texts(JsonNode list) => [.. list.AsArray().Select(one => (string)one!)];

    private JsonArray Some(string[] of) => new([.. of.OrderBy(_ => random.Next()).Take(random.Next(1, of.Length)).Select(one => (JsonNode)one)]);

    // One of the last, which nobody may have decided.
    private JsonNode Late() => requests[^random.Next(1, Math.Min(requests.Count, 4) + 1)];

    private T Pick<T>(IReadOnlyList<T> of) => of[random.Next(of.Count)];
}
