using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using ServerlessMcp.Accounts;
using ServerlessMcp.Admin;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;
using ServerlessMcp.Tests.Support;
using Described = ServerlessMcp.Tests.Support.ApiDescription;

namespace ServerlessMcp.Tests.Admin;

/// <summary>The description of the API, held to the routes both ways. That answers and bodies are as described, every test shows that speaks to the control plane: <see cref="DescribedAnswers"/>.</summary>
public sealed class ApiDescriptionTests
{
    /// <summary>Routes that are no operations, and why.</summary>
    private static readonly Dictionary<string, string> NoOperations = new()
    {
        ["{**path}"] = "what is not there",
        ["/mcp/{**rest}"] = "what is not there, for MCP clients",
        ["/register"] = "where clients look that found no metadata",
        ["/authorize"] = "the same",
        ["/token"] = "the same",
        ["/oauth/authorize"] = "named by metadata alone, and refuses everything",
        ["/console/{version}/{file}"] = "the page's own files",
    };

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_route_is_in_it_and_every_operation_of_it_is_a_route()
    {
        await using var product = await TestProduct.StartAsync();
        var routes = new List<string>();
        foreach (var path in product.Routes.Where(path => !NoOperations.ContainsKey(path)))
        {
            routes.AddRange((await MethodsAsync(product, path)).Select(method => $"{method} {path}"));
        }

        Assert.Equal(routes.Order(StringComparer.Ordinal), Described.Operations.Select(operation => $"{operation.Method} {operation.Path}").Order(StringComparer.Ordinal));
        Assert.All(NoOperations.Keys, path => Assert.Contains(path, product.Routes));
    }

    /// <summary>A token with one of the scopes it names gets in, any other is refused: what it says of security is what the gate does.</summary>
    [Fact]
    public async Task The_scopes_it_names_are_those_that_a_call_needs()
    {
        await using var product = await TestProduct.StartAsync(options => options.AdminCallsPerMinute = 10_000);
        var scopes = Enum.GetNames<ApiTokenScope>().Select(name => name.ToLowerInvariant()).ToArray();
        var tokens = new Dictionary<string, string>();
        foreach (var scope in scopes)
        {
            tokens[scope] = await product.ApiTokenAsync(scope);
        }

        foreach (var (path, method, operation) in Described.Operations.Where(operation => operation.Operation["security"]!.AsArray().Any(one => one!["api_token"] is not null)))
        {
            var named = operation["security"]!.AsArray().Where(one => one!["api_token"] is not null).Select(one => (string)one!["api_token"]![0]!).ToArray();
            Assert.Equal(named, operation["security"]!.AsArray().Where(one => one!["api_key"] is not null).Select(one => (string)one!["api_key"]![0]!));
            foreach (var scope in scopes)
            {
                using var answer = await product.AdminAsync(HttpMethod.Parse(method), Fill(path), method == "DELETE" ? null : """{"surprise":1}""", tokens[scope]);
                Assert.True((answer.StatusCode != HttpStatusCode.Forbidden) == (named.Contains(scope) || scope == "admin"), $"{method} {path} with the scope {scope}: {answer.StatusCode}");
            }

            using var none = await product.AdminAsync(HttpMethod.Parse(method), Fill(path), null, token: null);
            Assert.Equal(HttpStatusCode.Unauthorized, none.StatusCode);
        }
    }

    [Fact]
    public async Task What_it_says_needs_no_token_needs_none()
    {
        await using var product = await TestProduct.StartAsync();
        foreach (var (path, method, _) in Described.Operations.Where(operation => operation.Operation["security"]!.AsArray().Count == 0 && !operation.Path.StartsWith("/mcp", StringComparison.Ordinal)))
        {
            using var answer = await product.AdminAsync(HttpMethod.Parse(method), Fill(path), null, token: null);
            Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound, $"{method} {path}: {answer.StatusCode}");
        }
    }

    [Fact]
    public void Every_body_has_an_example_that_is_as_described()
    {
        foreach (var (path, method, operation) in Described.Operations.Where(operation => operation.Operation["requestBody"]?["content"]?["application/json"] is not null))
        {
            var content = operation["requestBody"]!["content"]!["application/json"]!;
            Assert.True(content["example"] is not null, $"{method} {path} has no example");
            Assert.Null(Described.Complaint(content["schema"]!, content["example"]!.ToJsonString(), $"the example of {method} {path}"));
        }
    }

    /// <summary>Bodies are closed: a misspelt member is a 422 of the server, and no body of the description.</summary>
    [Fact]
    public void A_body_with_an_unknown_member_is_none_of_it()
    {
        foreach (var (path, method, operation) in Described.Operations.Where(operation => operation.Operation["requestBody"]?["content"]?["application/json"] is not null && !operation.Path.StartsWith("/mcp", StringComparison.Ordinal)))
        {
            var body = operation["requestBody"]!["content"]!["application/json"]!["example"]!.DeepClone().AsObject();
            body["surprise"] = 1;
            Assert.NotNull(Described.ComplaintOfRequest(method, Fill(path), body.ToJsonString()));
        }
    }

    [Fact]
    public void What_it_refers_to_is_there_and_its_names_are_unique()
    {
        Walk(Described.Document);
        Assert.Distinct(Described.Operations.Select(operation => (string)operation.Operation["operationId"]!));
        Assert.All(Described.Operations, operation => Assert.Equal(
            operation.Path.Split('/').Where(part => part.StartsWith('{')).Select(part => part.Trim('{', '}')).Order(),
            (operation.Operation["parameters"]?.AsArray() ?? []).Select(parameter => Described.Resolve(parameter!)).Where(parameter => (string)parameter["in"]! == "path").Select(parameter => (string)parameter["name"]!).Order()));
        var used = Described.Document.ToJsonString();
        Assert.All(Described.Document["components"]!["schemas"]!.AsObject(), schema => Assert.Contains($"#/components/schemas/{schema.Key}\"", used, StringComparison.Ordinal));

        static void Walk(JsonNode? node)
        {
            if (node is JsonObject members)
            {
                Assert.NotNull(Described.Resolve(members));
                members.ToList().ForEach(member => Walk(member.Value));
            }
            else if (node is JsonArray items)
            {
                items.ToList().ForEach(Walk);
            }
        }
    }

    [Fact]
    public void The_values_it_allows_are_those_of_the_product()
    {
        var schemas = Described.Document["components"]!["schemas"]!;
        Assert.Equal([.. ClientPreset.All.Select(preset => preset.Name), "null"], Values(schemas["ConfigInput"]!["properties"]!["client"]!));
        Assert.Equal(AdminFormat.Names<ApiTokenScope>(), Values(schemas["ApiTokenInput"]!["properties"]!["scopes"]!["items"]!));
        Assert.Equal([.. AdminFormat.Names<ToolListing>(), "null"], Values(schemas["ConfigInput"]!["properties"]!["listing"]!));
        Assert.Equal([.. AdminFormat.Names<ChangeMark>(), "null"], Values(schemas["ConfigInput"]!["properties"]!["mark"]!));
        Assert.All(Values(schemas["ConfigInput"]!["properties"]!["methods"]!["items"]!), method => Assert.Null(McpServerConfigJson.MethodComplaint(method)));

        static string[] Values(JsonNode schema) => [.. schema["enum"]!.AsArray().Select(value => (string?)value ?? "null")];
    }

    [Theory]
    [InlineData(null)]
    [InlineData("br")]
    public async Task It_is_served_as_it_stands_beside_the_routes_and_to_anybody(string? coding)
    {
        await using var product = await TestProduct.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/openapi.json");
        if (coding is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
        }

        using var answer = await product.Http.SendAsync(request, Cancel);
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.ToString());
        await using var stream = await answer.Content.ReadAsStreamAsync(Cancel);
        using var reader = new StreamReader(coding is null ? stream : new BrotliStream(stream, CompressionMode.Decompress));
        Assert.Equal(Described.Text.ReplaceLineEndings("\n"), await reader.ReadToEndAsync(Cancel));
        Assert.Equal(Product.Version, (string?)Described.Document["info"]!["version"]);
        Assert.StartsWith("3.1.", (string?)Described.Document["openapi"], StringComparison.Ordinal);
    }

    // What the rule refuses, so that it is known to.
    [Theory]
    [InlineData("GET", "/api-token/self", 200, "application/json", """{"id":"a"}""")]
    [InlineData("GET", "/healthz", 200, "application/json", """{"status":"ok","surprise":1}""")]
    [InlineData("GET", "/healthz", 201, "application/json", """{"status":"ok"}""")]
    [InlineData("GET", "/healthz", 200, "text/html", "")]
    [InlineData("DELETE", "/api-token/x", 204, null, "{}")]
    [InlineData("GET", "/audit-key", 409, "application/problem+json", """{"title":"x"}""")]
    [InlineData("GET", "/a-new-route", 200, "application/json", "{}")]
    public void What_is_not_described_is_named(string method, string path, int status, string? mediaType, string body) =>
        Assert.NotNull(Described.ComplaintOfAnswer(method, path, status, mediaType, body));

    // Every route answers a method that it does not have with those that it has; under /mcp all is JSON-RPC, by POST.
    private static async Task<string[]> MethodsAsync(TestProduct product, string path)
    {
        if (path == "/mcp" || path.StartsWith("/mcp/", StringComparison.Ordinal))
        {
            return ["POST"];
        }

        using var answer = await product.AdminAsync(HttpMethod.Parse("PROPFIND"), Fill(path));
        Assert.True(answer.StatusCode == HttpStatusCode.MethodNotAllowed, $"{path}: {answer.StatusCode}");
        return [.. answer.Content.Headers.Allow];
    }

    private static string Fill(string path) => string.Join('/', path.Split('/').Select(part => part.StartsWith('{') ? "x" : part));
}
