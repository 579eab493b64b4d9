using System.Text.RegularExpressions;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>
/// The API's endpoints and the catalogue, both ways. <c>endpoints.csv</c> is the list of August 2026, merged from the documentation, the OpenAPI document and the client,
/// with the type, shape and status of each answer; the sandbox's list is generated from it. A path that is a placeholder is a pre-signed URL: <c>tool</c> names the one that resolves it, <c>-</c> what is no tool's business.
/// </summary>
public sealed partial class EndpointCoverageTests
{
    private static readonly Endpoint[] Endpoints =
    [
        .. File.ReadLines(SourceTree.PathOf("tests", "Shared.Tests", "Catalog", "endpoints.csv")).Skip(1).Select(line => line.Split(',')).Select(
            cells => new Endpoint(cells[0], cells[1], cells[2], cells[3], Enum.Parse<Effect>(cells[4], ignoreCase: true), cells[5], cells[6], cells[7], cells[8])),
    ];

    // Read like any other resource, but the list has only what was found in the sources of that time.
    private static readonly HashSet<string> Newer = ["GET /organizations/{}/tests/registry-modules/{}/{}/{}/{}/test-runs/{} log-read-url"];

    [Fact]
    public void Every_endpoint_has_a_tool()
    {
        var tools = TerraformTools.All.Where(tool => tool.Report is null).Select(Request).ToHashSet();
        Assert.Empty(Endpoints.Where(endpoint => endpoint.Tool.Length == 0).Select(endpoint => endpoint.Request).Except(tools));
        Assert.Empty(Endpoints.Select(endpoint => endpoint.Tool).Where(tool => tool.Length > 1).Except(TerraformTools.All.Select(tool => tool.Name)));
    }

    [Fact]
    public void Every_tool_has_an_endpoint()
    {
        var requests = Endpoints.Select(endpoint => endpoint.Request).ToHashSet();
        var resolving = Endpoints.Select(endpoint => endpoint.Tool).ToHashSet();
        // A report has no endpoint of its own: it asks those of others.
        Assert.Empty(TerraformTools.All.Where(tool => tool.Report is null && !requests.Contains(Request(tool)) && !resolving.Contains(tool.Name) && !Newer.Contains($"{Request(tool)} {tool.Link}"))
            .Select(tool => $"{tool.Name}: {Request(tool)}"));
    }

    // What has no answer of its own (a pre-signed URL, what the other side is called at) is not in it.
    [Fact]
    public void The_sandbox_answers_what_is_documented()
    {
        var lines = Endpoints.Where(endpoint => endpoint.Shape.Length > 0).Select(endpoint => endpoint.Line).Distinct().OrderBy(line => line[line.IndexOf(',', StringComparison.Ordinal)..], StringComparer.Ordinal);
        SourceTree.AssertFile(
            SourceTree.PathOf("src", "Sandbox", "Documented", "endpoints.csv"), string.Join('\n', lines.Prepend("method,path,type,shape,status,scope,effect")) + "\n");
    }

    [Fact]
    public void A_tool_is_where_its_endpoint_is_and_does_no_less_than_that()
    {
        var byRequest = Endpoints.ToDictionary(endpoint => endpoint.Request);
        foreach (var tool in TerraformTools.All)
        {
            if (tool.Report is not null || !byRequest.TryGetValue(Request(tool), out var endpoint))
            {
                continue;
            }

            Assert.True(tool.Effect >= endpoint.Effect, $"{tool.Name} is {tool.Effect}, its endpoint {endpoint.Effect}.");
            Assert.Equal((tool.Name, Scope(tool.Availability)), (tool.Name, endpoint.Scope));
            Assert.Equal((tool.Name, tool.Tags.Contains("beta")), (tool.Name, endpoint.Stability == "public-beta"));
        }
    }

    /// <summary>A tool's endpoint, as data files of the tests name it: verb and path, with <c>{}</c> for placeholders.</summary>
    internal static string Request(TerraformTool tool) => $"{tool.Verb} {Placeholder().Replace(tool.Path, "{}")}";

    private static string Scope(Availability availability) => availability switch
    {
        Availability.HcpOnly => "hcp",
        Availability.EnterpriseOnly => "tfe-only",
        _ => "both",
    };

    [GeneratedRegex("^/(api|scim|\\.well-known)/", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Root();

    [GeneratedRegex("\\{[^}]*\\}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    private sealed record Endpoint(string Verb, string Path, string Scope, string Stability, Effect Effect, string Tool, string Type, string Shape, string Status)
    {
        public string Request => $"{Verb} {(Path.StartsWith('{') ? Path : Placeholder().Replace(Path, "{}"))}";

        /// <summary>Its line in the sandbox's list, whose paths begin at the root.</summary>
        public string Line => string.Join(
            ',', Verb, (Root().IsMatch(Path) ? "" : TerraformClient.Prefix) + Path.Split('?')[0], Type, Shape, Status, Scope == "tfe-only" ? "tfe" : Scope, Effect.ToString().ToLowerInvariant());
    }
}
