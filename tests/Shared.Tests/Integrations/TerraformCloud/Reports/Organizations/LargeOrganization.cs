using System.Globalization;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports.Organizations;

/// <summary>An organization in which everything has drifted a lot.</summary>
internal sealed class LargeOrganization(int workspaces) : HttpMessageHandler
{
    /// <summary>The number of the first workspace that is listed.</summary>
    public int FirstListed { get; init; }

    /// <summary>How many are listed; all if null.</summary>
    public int? Listed { get; init; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(request.RequestUri!.Query);
        var path = request.RequestUri.AbsolutePath;
        if (path.Contains("/runs/", StringComparison.Ordinal))
            return Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.NotFound));
        var body = path.EndsWith("/json-output", StringComparison.Ordinal) ? Assessment()
            : path.EndsWith("/runs", StringComparison.Ordinal) ? new JsonObject { ["data"] = new JsonArray() }
            : Page(int.Parse(query["page[number]"]!, CultureInfo.InvariantCulture), path.EndsWith("/explorer", StringComparison.Ordinal));
        return Task.FromResult(new HttpResponseMessage { Content = new StringContent(body.ToJsonString()) });
    }

    private JsonObject Page(int page, bool isExplorer) => new()
    {
        ["data"] = new JsonArray([.. Enumerable.Range(((page - 1) * 100) + (isExplorer ? 0 : FirstListed), 100).Select(number => isExplorer
            ? JsonNode.Parse($$$$$$"""{"id":"ws-{{{{{{number}}}}}}","type":"visibility-workspace","attributes":{"external-id":"ws-{{{{{{number}}}}}}","workspace-name":"workspace-{{{{{{number}}}}}}","current-run-status":"errored","current-run-external-id":"run-{{{{{{number}}}}}}","resources-drifted":40}}""")
            : JsonNode.Parse($$$$$$"""{"id":"ws-{{{{{{number}}}}}}","type":"workspaces","attributes":{"name":"workspace-{{{{{{number}}}}}}","locked":false},"relationships":{"organization":{"data":{"type":"organizations","id":"acme-corp"}},"current-assessment-result":{"data":{"type":"assessment-results","id":"asmtres-{{{{{{number}}}}}}"}}}}"""))]),
        ["included"] = new JsonArray([.. isExplorer ? [] : Enumerable.Range((page - 1) * 100, 100).Select(number =>
            JsonNode.Parse($$$$$$"""{"id":"asmtres-{{{{{{number}}}}}}","type":"assessment-results","attributes":{"drifted":true,"succeeded":true,"resources-drifted":40,"checks-failed":9,"created-at":"2025-12-31T00:00:00Z"},"relationships":{"workspace":{"data":{"type":"workspaces","id":"ws-{{{{{{number}}}}}}"}}}}"""))]),
        ["meta"] = JsonNode.Parse($$$"""{"pagination":{"current-page":{{{page}}},"next-page":{{{(page * 100 < Total(isExplorer) ? page + 1 : "null")}}},"total-pages":{{{Total(isExplorer) / 100}}},"total-count":{{{Total(isExplorer)}}}}}"""),
    };

    private int Total(bool isExplorer) => isExplorer ? workspaces : Listed ?? workspaces;

    private static JsonObject Assessment() => new()
    {
        ["format_version"] = "1.2",
        ["resource_drift"] = new JsonArray([.. Enumerable.Range(0, 40).Select(number => new JsonObject
        {
            ["address"] = $"module.somewhere[\"eu-central-1\"].aws_security_group_rule.rule[{number}]",
            ["change"] = new JsonObject
            {
                ["actions"] = new JsonArray("update"),
                ["before"] = new JsonObject([.. Enumerable.Range(0, 30).Select(attribute => KeyValuePair.Create($"attribute_{attribute}", (JsonNode?)"a"))]),
                ["after"] = new JsonObject([.. Enumerable.Range(0, 30).Select(attribute => KeyValuePair.Create($"attribute_{attribute}", (JsonNode?)"b"))]),
            },
        })]),
        ["checks"] = new JsonArray([.. Enumerable.Range(0, 9).Select(number => JsonNode.Parse($$$"""{"address":{"to_display":"check.c{{{number}}}"},"status":"fail","instances":[{"address":{"to_display":"check.c{{{number}}}"},"status":"fail","problems":[{"message":"{{{new string('x', 400)}}}"}]}]}"""))]),
    };
}
