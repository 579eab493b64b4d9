using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;
using ServerlessMcp.Integrations.TerraformCloud.Reports.States;
using ServerlessMcp.Redaction;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>Plans and states that are not as they should be: what can't be read is refused by name, and nothing marked is shown for it.</summary>
[Trait("Lane", "slow")]
public sealed class HostileDocumentTests
{
    private const string Canary = "canary-of-a-document";

    private const string State = $$$"""{"version":4,"outputs":{"o":{"value":"{{{Canary}}}","type":"string","sensitive":true}},"resources":[]}""";

    public static TheoryData<string, string> Broken()
    {
        var data = new TheoryData<string, string>();
        foreach (var tool in new[] { "state_versions_download", "state_versions_hosted_state", "plans_json_output", "applies_errored_state", "workspaces_find_resources" })
        {
            data.Add(tool, State[..^10]);
            data.Add(tool, State + "x");
            data.Add(tool, State + "\n" + State);
            data.Add(tool, "/* */" + State);
            data.Add(tool, State[..^1] + ",\"\\ud800\":1}");
            data.Add(tool, State[..^3] + Resource("\\ud800", "1"));
            data.Add(tool, State[..^3] + Resource("d", "\"\\ud800\""));
            data.Add(tool, State[..^3] + Resource("d", new string('[', 1010) + new string(']', 1010)));
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task A_document_that_cannot_be_read_is_refused_and_nothing_of_it_is_shown(string name, string document)
    {
        await using var product = await TestProduct.StartAsync();
        var tool = AllTools.Find("hashicorp_terraform_cloud_" + name);
        product.Sandbox.Faults.On("GET", "/v1/object/*").Body(document, "application/octet-stream");
        product.Sandbox.Faults.On("GET", tool.Link is null && tool.Report is null ? "/*" : "/nothing").Status(307).Header("Location", "http://localhost:8080/v1/object/a");
        product.Sandbox.Faults.On("GET", "/*").Body("""{"data":{"id":"sv-0123456789abcdef","type":"state-versions","attributes":{"hosted-state-download-url":"http://localhost:8080/v1/object/a"}}}""");
        var arguments = JsonNode.Parse(SampleArguments.For(tool))!;
        if (tool.Report is not null)
        {
            arguments["include_values"] = true;
        }

        var result = await product.CallAsync(await product.TokenAsync("""{"tags":["*"]}"""), tool.Name, arguments.ToJsonString());
        Assert.DoesNotContain(Canary, result.ToJsonString(), StringComparison.Ordinal);

        // A report reads to the end of the first document, and whatever is behind it is none of it.
        if ((bool?)result["isError"] == true || tool.Report is null)
        {
            Assert.Contains((string)result.Answer()["error"]!["failure"]!, new[] { "not_json", "cut" });
        }
    }

    [Theory]
    [InlineData("""{"resource_changes":[{"address":"a.b","change":{"actions":["create"],"before":null,"after":{"pin":4711,"p":"canary-of-a-document"},"after_sensitive":true}}]}""")]
    [InlineData("""{"resource_changes":[{"address":"a.b","change":{"actions":["delete"],"before":{"pin":4711,"p":["canary-of-a-document"]},"after":null,"before_sensitive":true,"after_sensitive":false}}]}""")]
    [InlineData("""{"configuration":{"root_module":{"variables":{"p":{"sensitive":true}}}},"resource_changes":[{"address":"a.b","change":{"actions":["create"],"before":null,"after":{"url":"pg://canary-of-a-document"}}}],"variables":{"p":{"value":"canary-of-a-document"}}}""")]
    public async Task Marks_hold_for_all_below_them_and_in_whatever_order_they_come(string plan)
    {
        var digest = await PlanDigestTests.DigestAsync(Encoding.UTF8.GetBytes(plan), new PlanQuery { IncludeValues = true });
        var values = Assert.Single(digest.Resources).Changed.SelectMany(change => new[] { change.Before, change.After }).OfType<string>().ToList();
        Assert.NotEmpty(values);
        Assert.All(values, value => Assert.Equal("\"(sensitive)\"", value));
    }

    // An element of a set has no index: its key is itself.
    [Theory]
    [InlineData("""[{"type":"get_attr","value":"b"},{"type":"index","value":{"value":{"pin":4711},"type":["object",{"pin":"number"}]}},{"type":"get_attr","value":"pin"}]""")]
    [InlineData("""[{"type":"get_attr","value":"b"},{"type":"index","value":{"value":{"value":"x"},"type":["object",{"value":"string"}]}},{"type":"get_attr","value":"pin"}]""")]
    [InlineData("[]")]
    public async Task A_path_of_a_mark_that_leads_through_a_set_masks_each_of_its_elements(string path)
    {
        var state = $$"""{"version":4,"resources":[{"mode":"managed","type":"a","name":"b","instances":[{"schema_version":0,"attributes":{"b":[{"pin":4711},{"pin":4711}]},"sensitive_attributes":[{{path}}]}]}]}""";
        await using var download = await Downloads.OfAsync(new MemoryStream(Encoding.UTF8.GetBytes(state)));
        var resource = Assert.Single((await StateReader.ReadAsync(download, new StateQuery { IncludeValues = true })).Resources);
        Assert.DoesNotContain("4711", Assert.Single(resource.Values!).Value, StringComparison.Ordinal);
        Assert.DoesNotContain("4711", JsonApi.Flatten.Write(writer => TerraformDocument.Write(JsonElement.Parse(state), writer)).Replace(path, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"resource_changes":[{"address":"a\ud800","change":{"actions":["create"],"before":null,"after":{"k":1}}}]}""")]
    [InlineData("""{"resource_changes":[{"address":"a.b","change":{"actions":["update"],"before":{"\ud800":1},"after":{"\ud800":2}}}]}""")]
    [InlineData("""{"resource_changes":[{"address":"a.b","change":{"actions":["update"],"before":{"k":"\ud800"},"after":{"k":"\ud801"}}}]}""")]
    [InlineData("""{"terraform_version":"\ud800"}""")]
    public async Task A_plan_that_is_no_unicode_text_is_no_plan(string plan) =>
        await Assert.ThrowsAnyAsync<JsonException>(() => PlanDigestTests.DigestAsync(Encoding.UTF8.GetBytes(plan), new PlanQuery { IncludeValues = true }));

    [Fact]
    public async Task Steps_that_are_no_words_do_not_end_the_reading()
    {
        var digest = await PlanDigestTests.DigestAsync("""{"resource_changes":[{"address":"a.b","change":{"actions":[1,2],"before":{"k":1},"after":{"k":2}}}]}"""u8.ToArray());
        Assert.Equal(("unknown", false), (Assert.Single(digest.Resources).Action, digest.Resources[0].IsCreatedFirst));
    }

    // As terraform writes addresses, so that what is read can be passed to -target as it is.
    [Fact]
    public async Task Keys_in_addresses_and_paths_are_escaped_as_terraform_does()
    {
        var plan = """{"resource_changes":[{"address":"a.b","change":{"actions":["delete","create"],"before":{"k":{"a\"b\\":1}},"after":{"k":{"a\"b\\":2}},"replace_paths":[["k","a\"b\\"]]}}]}"""u8.ToArray();
        var change = Assert.Single((await PlanDigestTests.DigestAsync(plan)).Resources);
        Assert.Equal(["k[\"a\\\"b\\\\\"]"], change.Changed.Select(attribute => attribute.Path));
        Assert.Equal(["k[\"a\\\"b\\\\\"]"], change.ForcedBy);
        await using var download = await Downloads.OfAsync(new MemoryStream("""{"version":4,"resources":[{"type":"a","name":"b","instances":[{"index_key":"x.\"y\" ${z}"}]}]}"""u8.ToArray()));
        Assert.Equal("a.b[\"x.\\\"y\\\" $${z}\"]", Assert.Single((await StateReader.ReadAsync(download, new StateQuery())).Resources).Address);
    }

    // 16 MB in packets of 4 KB: looked through from its start at each packet, that is 32 GB.
    [Fact]
    public async Task A_long_value_is_not_read_again_for_each_packet()
    {
        var element = $$$"""{"a":"{{{new string('x', 100)}}}"}""";
        var list = string.Join(',', Enumerable.Repeat(element, 150_000));
        var plan = Encoding.UTF8.GetBytes("""{"resource_changes":[{"address":"a.b","change":{"actions":["create"],"before":null,"after":{"l":[LIST]}}}]}""".Replace("LIST", list, StringComparison.Ordinal));
        var started = Stopwatch.GetTimestamp();
        await using var download = await Downloads.OfAsync(new PiecewiseStream(plan, 4096));
        Assert.Equal(1, (await PlanReader.ReadAsync(download, PlanQuery.Default)).Matching);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(15));
    }

    private static string Resource(string attribute, string value) =>
        $$$"""[{"mode":"managed","type":"a","name":"b","instances":[{"schema_version":0,"attributes":{"{{{attribute}}}":{{{value}}}}}]}]}""";
}
