using System.Text.Json.Nodes;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using ServerlessMcp.Aws.Tests.Support;
using ServerlessMcp.Sandbox.Aws;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Aws.Tests.Tools;

/// <summary>The audit that an agent is asked for, over sixty buckets in three regions.</summary>
public sealed class FleetTests
{
    private const string Asked = "Audit all S3 buckets. Find any with public read access. Return a structured findings report with a remediation step for each.";

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_agent_finds_every_public_bucket_and_the_trail_has_each_call()
    {
        var account = Fleet.Account();
        await using var aws = await AwsProduct.StartAsync(account);
        var minted = await aws.Product.MintAsync("{}", AwsProduct.Account);
        await using var client = await McpClient.CreateAsync(new HttpClientTransport(
            new HttpClientTransportOptions { Endpoint = new Uri($"https://mcp.example.com/mcp/{minted["token"]}"), TransportMode = HttpTransportMode.StreamableHttp }, aws.Product.Http), cancellationToken: Cancelled);
        var tools = await client.ListToolsAsync(cancellationToken: Cancelled);
        Assert.All(tools, tool => Assert.True(tool.ProtocolTool.Annotations?.ReadOnlyHint));
        var prompt = Assert.Single(await client.ListPromptsAsync(cancellationToken: Cancelled));
        Assert.StartsWith(Asked, ((TextContentBlock)(await prompt.GetAsync(cancellationToken: Cancelled)).Messages[0].Content).Text, StringComparison.Ordinal);

        // As the prompt says: page by page until there is no more.
        var (found, cursor) = (new List<JsonNode>(), (string?)null);
        do
        {
            var arguments = new Dictionary<string, object?> { ["page_size"] = 25, ["cursor"] = cursor };
            var answer = JsonNode.Parse(((TextContentBlock)(await client.CallToolAsync("find_public_s3_buckets", arguments, cancellationToken: Cancelled)).Content[0]).Text)!;
            found.Add(answer);
            cursor = (string?)answer["next_cursor"];
        }
        while (cursor is not null);

        Assert.Equal(60, found.Sum(page => (int)page["checked"]!));
        var publicOnes = found.SelectMany(page => page["public"]!.AsArray()).ToDictionary(one => (string)one!["bucket"]!, one => one!);
        var unknown = found.SelectMany(page => page["unknown"]?.AsArray().SelectMany(one => one!["buckets"]!.AsArray()) ?? []).Select(one => (string)one!).ToHashSet(StringComparer.Ordinal);
        foreach (var bucket in account.Buckets.Values.Where(bucket => bucket.Denied.Count == 0))
        {
            var (reads, writes) = PublicRule.Of(bucket, account);
            Assert.Equal(reads || writes, publicOnes.ContainsKey(bucket.Name));
        }

        Assert.All(publicOnes.Values, one => Assert.NotEmpty((string)one["remediation"]!));
        Assert.Subset(unknown, new HashSet<string>(["acme-data-50", "acme-web-51", "acme-data-52", "acme-web-53", "acme-data-54"], StringComparer.Ordinal).Where(name =>
            !publicOnes.ContainsKey(name) && account.Buckets[name] is { Policy: not null }).ToHashSet(StringComparer.Ordinal));
        Assert.Equal(Fleet.Regions.Order(StringComparer.Ordinal), aws.Aws.Requests.Where(request => request.Action == "s3:GetBucketPolicy").Select(request => request.Region).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(aws.Aws.Requests, request => request.Status is 301 or 400);

        using var trail = await aws.Product.AdminAsync(HttpMethod.Get, $"/integrated-account/{AwsProduct.Account}/mcp/{minted["id"]}/audit");
        var entries = JsonNode.Parse(await trail.Content.ReadAsStringAsync(Cancelled))!["result"]!.AsArray();
        Assert.Equal(found.Count, entries.Count);
        Assert.All(entries, entry =>
        {
            Assert.Equal("find_public_s3_buckets", (string?)entry!["tool"]);
            Assert.Equal("ok", (string?)entry["outcome"]);
            Assert.NotNull(entry["at"]);
        });
        Assert.Equal((string?)minted["id"], Assert.Single(aws.Aws.Sessions).Name);
    }

    [Fact]
    public async Task A_list_of_the_tools_and_a_report_are_small()
    {
        await using var aws = await AwsProduct.StartAsync(Fleet.Account());
        var token = await aws.TokenAsync();
        var listed = (await aws.Product.AskAsync(token, "tools/list"))["result"]!["tools"]!;
        Assert.InRange(Tokens.Count(listed.ToJsonString(Written)), 1, 1500);
        foreach (var tool in new[] { "find_public_s3_buckets", "list_s3_findings" })
        {
            var report = (string)(await aws.Product.CallAsync(token, tool))["content"]![0]!["text"]!;
            Assert.DoesNotContain("\"error\"", report, StringComparison.Ordinal);
            Assert.True(Tokens.Count(report) <= 3000, $"{tool}: {Tokens.Count(report)}\n{report}");
        }
    }

    [Fact]
    public async Task Findings_are_by_control_with_a_step_each_and_what_could_not_be_read_is_unknown()
    {
        await using var aws = await AwsProduct.StartAsync(Fleet.Account());
        var answer = await aws.CallAsync(await aws.TokenAsync(), "list_s3_findings");
        var findings = answer["findings"]!.AsArray();
        Assert.Equal(["S3.2", "S3.6", "S3.8", "S3.1", "S3.5", "S3.9", "S3.12", "S3.14", "S3.17"], findings.Select(one => (string?)one!["control"]).Where(one => one != "S3.3"));
        Assert.All(findings, one => Assert.NotEmpty((string)one!["remediation"]!));
        var logging = findings.Single(one => (string?)one!["control"] == "S3.9")!["found"]!.AsArray();
        Assert.Contains(logging, one => (string?)one!["status"] == "unknown" && (string?)one["of"]![0] == "acme-web-57" && ((string)one["evidence"]!).Contains("s3:GetBucketLogging denied", StringComparison.Ordinal));
        Assert.Equal(["critical"], (await aws.CallAsync(await aws.TokenAsync(), "list_s3_findings", """{"severity":"critical"}"""))["findings"]!.AsArray().Select(one => (string?)one!["severity"]).Distinct());
    }

    [Fact]
    public async Task A_bucket_in_one_row_has_all_settings_null_where_not_set_and_unknown_where_denied()
    {
        await using var aws = await AwsProduct.StartAsync(Fleet.Account());
        var token = await aws.TokenAsync();
        var row = await aws.CallAsync(token, "get_s3_bucket", """{"bucket_name":"acme-data-04"}""");
        Assert.Equal(("private", "Enabled", "acme-logs/acme-data-04/"), ((string?)row["verdict"], (string?)row["versioning"], (string?)row["logging"]));
        Assert.True(row.AsObject().ContainsKey("website") && row["website"] is null);
        Assert.Equal("unknown: s3:GetBucketVersioning denied", (string?)(await aws.CallAsync(token, "get_s3_bucket", """{"bucket_name":"acme-data-56"}"""))["versioning"]);
        var missing = await aws.CallAsync(token, "get_s3_bucket", """{"bucket_name":"acme-data-99"}""");
        Assert.Equal(404, (int)missing["error"]!["status"]!);
        Assert.Equal("invalid arguments", (string?)(await aws.CallAsync(token, "get_bucket_policy"))["error"]!["title"]);
    }

    private static readonly System.Text.Json.JsonSerializerOptions Written = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
