using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Scope;

/// <summary>An organization of more workspaces than a page of the API has: what is in scope is found wherever it stands.</summary>
public sealed class ManyWorkspacesTests
{
    private const string Drift = "hashicorp_terraform_cloud_workspaces_drift_report";
    private const string List = "list_all_hashicorp_terraform_cloud_workspaces";

    [Theory]
    [InlineData("""{"workspaces":["zzz-*"]}""")]
    [InlineData("""{"projects":["zzz"]}""")]
    [InlineData("""{"projects":["zz*"],"workspaces":["zzz-*"]}""")]
    public async Task Workspaces_in_scope_on_the_third_page_are_in_the_list_and_the_report(string scope)
    {
        await using var product = await StartAsync(others: 200);
        var token = await product.TokenAsync($$"""{"methods":["*"],"tags":["*"],"scope":{{scope}}}""");
        var listed = (await product.CallAsync(token, List)).Answer();
        Assert.Equal(["zzz-0", "zzz-1", "zzz-2"], listed["items"]!.AsArray().Select(row => (string)row!["name"]!).Order(StringComparer.Ordinal));
        Assert.Equal(3, (int)listed["total_count"]!);
        var report = (await product.CallAsync(token, Drift)).Answer();
        Assert.Equal(3, (int)report["summary"]!["workspaces"]!);
        Assert.Null(report["not_covered"]);
    }

    [Fact]
    public async Task A_scoped_report_that_did_not_read_all_pages_says_so_and_not_how_many_others_there_are()
    {
        await using var product = await StartAsync(others: 1000);
        var token = await product.TokenAsync("""{"methods":["*"],"tags":["*"],"scope":{"workspaces":["zzz-*"]}}""");
        var report = (await product.CallAsync(token, Drift)).Answer();
        Assert.Equal(0, (int)report["summary"]!["workspaces"]!);
        Assert.Contains("orkspaces beyond the first 1000", (string)report["not_covered"]!, StringComparison.Ordinal);
    }

    // Those in scope come last by their names and by when they were made.
    private static async Task<TestProduct> StartAsync(int others)
    {
        var product = await TestProduct.StartAsync(upstream: new SandboxOptions { RateLimits = false });
        using var client = new HttpMessageInvoker(new SandboxHandler(product.Sandbox));
        var project = (string)(await PostAsync("projects", "zzz"))["data"]!["id"]!;
        for (var number = 0; number < others; number++)
        {
            await PostAsync("workspaces", string.Create(CultureInfo.InvariantCulture, $"other-{number:0000}"));
        }

        for (var number = 0; number < 3; number++)
        {
            await PostAsync("workspaces", string.Create(CultureInfo.InvariantCulture, $"zzz-{number}"), project);
        }

        return product;

        async Task<JsonNode> PostAsync(string type, string name, string? parent = null)
        {
            var resource = JsonNode.Parse($$$$"""{"data":{"type":"{{{{type}}}}","attributes":{"name":"{{{{name}}}}"}}}""")!;
            if (parent is not null)
            {
                resource["data"]!["relationships"] = JsonNode.Parse($$$$"""{"project":{"data":{"type":"projects","id":"{{{{parent}}}}"}}}""");
            }

            using var request = new HttpRequestMessage(HttpMethod.Post, $"http://127.0.0.1:8080/api/v2/organizations/acme-corp/{type}") { Content = new StringContent(resource.ToJsonString()) };
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TerraformSandbox.OwnerToken);
            using var answer = await client.SendAsync(request, default);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, text);
            return JsonNode.Parse(text)!;
        }
    }
}
