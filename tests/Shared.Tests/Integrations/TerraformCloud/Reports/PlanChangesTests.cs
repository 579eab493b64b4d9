using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>What is said of a change: elements by content, what is unknown, what redaction hides, and long values where they differ.</summary>
public sealed class PlanChangesTests
{
    // Each element stands for what an element may be: a text, a number, a block.
    [Theory]
    [InlineData("""["b","c","d"]""", """["c","d","e"]""", """{"path":"x","removed":["b"],"added":["e"]}""")]
    [InlineData("""["a","a","b"]""", """["a","b","b"]""", """{"path":"x","removed":["a"],"added":["b"]}""")]
    [InlineData("""["a"]""", """["b"]""", """{"path":"x","removed":["a"],"added":["b"]}""")]
    [InlineData("""[]""", """["b"]""", """{"path":"x","added":["b"]}""")]
    [InlineData("""[1,2,3]""", """[3,2,1]""", """{"path":"x","reordered":true}""")]
    [InlineData("""[1,2]""", """[1.0,20e-1]""", null)]
    [InlineData("""[1,2]""", """["1","2"]""", """{"path":"x","removed":[1,2],"added":["1","2"]}""")]
    [InlineData("""[{"p":22,"c":["a"]},{"p":443,"c":[]}]""", """[{"c":[],"p":443},{"c":["a"],"p":80}]""", """{"path":"x","removed":[{"p":22,"c":["a"]}],"added":[{"c":["a"],"p":80}]}""")]
    [InlineData("""[{"p":22}]""", """[{"p":80}]""", """{"path":"x[0].p","before":22,"after":80}""")]
    [InlineData("""[{"k":null}]""", """[{}]""", """{"path":"x[0].k","before":null}""")]
    [InlineData("""{"a":1}""", """{"a":1,"b":null}""", """{"path":"x.b","after":null}""")]
    [InlineData("""{"a":{}}""", """{"a":[]}""", """{"path":"x.a","before":{},"after":[]}""")]
    public async Task Values_are_compared_by_what_they_are(string before, string after, string? told)
    {
        var item = await ItemAsync($$$$$$"""{"actions":["update"],"before":{"x":{{{{{{before}}}}}}},"after":{"x":{{{{{{after}}}}}}},"after_unknown":{},"before_sensitive":{},"after_sensitive":{}}""");
        Assert.Equal(told is null ? "null" : $"[{told}]", item["changed"]?.ToJsonString() ?? "null");
    }

    [Theory]
    [InlineData("""{"id":true}""", """{}""", """{"id":"(known after apply)"}""", 1)]
    [InlineData("""[true,false]""", """[null,"two"]""", """["(known after apply)","two"]""", 1)]
    [InlineData("""[{"a":true},{}]""", """[{},{"a":"k"}]""", """[{"a":"(known after apply)"},{"a":"k"}]""", 1)]
    [InlineData("""{"id":true,"n":{"d":{"id":true}},"l":[false,true]}""", """{"n":{"d":{"v":1}},"l":["k",null]}""", """{"n":{"d":{"v":1,"id":"(known after apply)"}},"l":["k","(known after apply)"],"id":"(known after apply)"}""", 3)]
    public async Task Members_that_are_unknown_are_told_and_counted_at_any_depth(string unknown, string after, string told, int count)
    {
        var item = await ItemAsync($$$$$$"""{"actions":["create"],"before":null,"after":{"x":{{{{{{after}}}}}}},"after_unknown":{"id":true,"x":{{{{{{unknown}}}}}}},"before_sensitive":false,"after_sensitive":{}}""");
        Assert.Equal($$"""[{"path":"x","after":{{told}}}]""", item["changed"]!.ToJsonString());
        Assert.Equal(count + 1, (int)item["known_after_apply"]!);
        var output = await DigestAsync($$$$$$"""{"output_changes":{"o":{"actions":["create"],"before":null,"after":{{{{{{after}}}}}},"after_unknown":{{{{{{unknown}}}}}},"before_sensitive":false,"after_sensitive":false}}}""");
        Assert.Equal(told, JsonNode.Parse(output.Outputs[0].After!)!.ToJsonString(Readable));
    }

    [Fact]
    public async Task An_element_that_is_unknown_comes_and_is_no_null()
    {
        var item = await ItemAsync("""{"actions":["update"],"before":{"x":["a","b"]},"after":{"x":[null,"b"]},"after_unknown":{"x":[true,false]},"before_sensitive":{},"after_sensitive":{}}""");
        Assert.Equal("""[{"path":"x","removed":["a"],"added":["(known after apply)"]}]""", item["changed"]!.ToJsonString(Readable));
    }

    [Fact]
    public async Task A_change_of_marks_is_no_change_of_value()
    {
        var item = await ItemAsync("""{"actions":["update"],"before":{"x":{"k":"the-same-1"},"l":["one-of-them","b"]},"after":{"x":{"k":"the-same-1"},"l":["one-of-them","b"]},"before_sensitive":{},"after_sensitive":{"x":{"k":true},"l":[true,false]}}""");
        Assert.Equal("""{"address":"a.b","action":"update","only_marks_change":["x.k","l[0]"]}""", item.ToJsonString());
    }

    [Theory]
    [InlineData(9_000, true)]
    [InlineData(11_000, false)]
    public async Task Very_long_lists_are_only_told_to_change_and_each_is_read_in_time(int count, bool hasElements)
    {
        string List(int from) => "[" + string.Join(',', Enumerable.Range(from, count).Select(index => string.Create(CultureInfo.InvariantCulture, $$"""{"port":{{index}},"cidr":["10.0.0.0/8"]}"""))) + "]";
        var started = Stopwatch.GetTimestamp();
        var item = await ItemAsync($$$$$$"""{"actions":["update"],"before":{"x":{{{{{{List(0)}}}}}}},"after":{"x":{{{{{{List(1)}}}}}}},"after_unknown":{},"before_sensitive":{},"after_sensitive":{}}""");
        Assert.Equal("x", (string)item["changed"]![0]!["path"]!);
        Assert.Equal(hasElements, item["changed"]![0]!["removed"] is JsonArray { Count: 1 });
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    // 40 lists of which ten elements go and ten come, each as long as it is shown.
    [Fact]
    public async Task However_much_changes_of_a_resource_its_row_is_bounded_and_names_every_path()
    {
        string Side(char letter) => string.Join(',', Enumerable.Range(0, 40).Select(list => string.Create(CultureInfo.InvariantCulture, $"\"list{list}\":[{string.Join(',', Enumerable.Range(0, 12).Select(element => $"\"{element}{new string(letter, 500)}\""))}]")));
        var item = await ItemAsync("{\"actions\":[\"update\"],\"before\":{" + Side('a') + "},\"after\":{" + Side('b') + "}}");
        Assert.Equal(40, item["changed"]!.AsArray().Count);
        Assert.Equal(2, (int)item["changed"]![0]!["more_removed"]!);
        Assert.InRange(item.ToJsonString().Length, 18_000, 30_000);
    }

    // Members within members, each of which is looked into once and not once for each level.
    [Fact]
    public async Task Unknown_members_many_levels_deep_are_read_in_time()
    {
        var leaves = string.Join(',', Enumerable.Range(0, 50_000).Select(index => string.Create(CultureInfo.InvariantCulture, $"\"k{index}\":true")));
        var unknown = string.Concat(Enumerable.Repeat("{\"a\":", 500)) + "{" + leaves + "}" + new string('}', 500);
        var started = Stopwatch.GetTimestamp();
        var item = await ItemAsync("{\"actions\":[\"create\"],\"before\":null,\"after\":{},\"after_unknown\":{\"x\":" + unknown + "}}");
        Assert.Equal(50_000, (int)item["known_after_apply"]!);
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    // Everything that a redacted plan can show of it, in each kind of change.
    [Theory]
    [InlineData("update", """["size","tags"]""", """["pw","deep.key","list[0].k"]""")]
    [InlineData("replace", """["size","tags"]""", """["pw","deep.key","list[0].k"]""")]
    public async Task What_redaction_hides_may_change_and_is_never_said_to(string action, string changed, string mayChange)
    {
        const string Change = """
            {"actions":ACTIONS,"before":{"pw":"REDACTED","size":1,"deep":{"key":"REDACTED","n":1},"list":[{"k":"REDACTED"},{"k":"open"}],"tags":null},
             "after":{"pw":"REDACTED","size":2,"deep":{"key":"REDACTED","n":1},"list":[{"k":"REDACTED"},{"k":"open"}],"tags":["a"]},"after_unknown":{},
             "before_sensitive":{"pw":true,"deep":{"key":true},"list":[{"k":true},{}]},"after_sensitive":{"pw":true,"deep":{"key":true},"list":[{"k":true},{}]}}
            """;
        var plan = """{"resource_drift":[{"address":"a.b","change":CHANGE}],"resource_changes":[{"address":"a.b","change":CHANGE}]}"""
            .Replace("CHANGE", Change, StringComparison.Ordinal).Replace("ACTIONS", action == "replace" ? """["delete","create"]""" : """["update"]""", StringComparison.Ordinal);
        foreach (var withValues in new[] { false, true })
        {
            var digest = await DigestAsync(plan, new PlanQuery { IncludeValues = withValues }, isRedacted: true);
            foreach (var item in new[] { digest.Resources[0], digest.Drift[0] })
            {
                Assert.Equal(changed, JsonSerializer.Serialize(item.Changed.Select(attribute => attribute.Path)));
                Assert.Equal(mayChange, JsonSerializer.Serialize(item.MayChange));
                Assert.All(item.Changed, attribute => Assert.True(attribute is { Before: null, After: null, Removed.Count: 0, Added.Count: 0 }));
                Assert.Equal(withValues, item.AreValuesWithheld);
            }
        }
    }

    // A mark that comes or goes changes what the API redacts, and shows nothing of the value.
    [Theory]
    [InlineData("\"REDACTED\"", "\"open\"", "true", "false")]
    [InlineData("\"open\"", "\"REDACTED\"", "false", "true")]
    [InlineData("""["REDACTED","b"]""", """["open","b"]""", "[true,false]", "[false,false]")]
    public async Task A_redacted_mark_that_comes_or_goes_is_no_change_either(string before, string after, string markedBefore, string markedAfter)
    {
        var digest = await DigestAsync(
            $$$$$$"""{"resource_changes":[{"address":"a.b","change":{"actions":["update"],"before":{"x":{{{{{{before}}}}}}},"after":{"x":{{{{{{after}}}}}}},"before_sensitive":{"x":{{{{{{markedBefore}}}}}}},"after_sensitive":{"x":{{{{{{markedAfter}}}}}}}}}]}""",
            new PlanQuery { IncludeValues = true }, isRedacted: true);
        Assert.Empty(digest.Resources[0].Changed);
        Assert.Contains("x", digest.Resources[0].MayChange);
        Assert.DoesNotContain("open", PlanDigestTests.Shown(digest), StringComparison.Ordinal);
    }

    // a is marked. b gets it by its own reference, c through a local, d through a module, the output from b; free refers to nothing.
    [Fact]
    public async Task Copies_in_a_redacted_plan_are_withheld_wherever_references_lead()
    {
        static string Resource(string address, string marks) =>
            """{"address":"ADDRESS","change":{"actions":["create"],"before":null,"after":{"v":"value of NAME"},"after_sensitive":MARKS}}"""
                .Replace("ADDRESS", address, StringComparison.Ordinal).Replace("NAME", address[(address.LastIndexOf('.') + 1)..], StringComparison.Ordinal).Replace("MARKS", marks, StringComparison.Ordinal);
        var resources = string.Join(',', Resource("t.a[0]", """{"v":true}"""), Resource("t.b", "{}"), Resource("t.c", "{}"), Resource("module.m[\\\"k\\\"].t.d", "{}"), Resource("t.free", "{}"));
        var plan = "{\"resource_changes\":[" + resources + """
             ],"output_changes":{"o":{"actions":["create"],"before":null,"after":"value of o"},"p":{"actions":["create"],"before":null,"after":"value of p"}},
             "configuration":{"root_module":{
               "outputs":{"o":{"expression":{"references":["t.b.v","t.b"]}},"p":{"expression":{"references":["t.free.v","t.free"]}}},
               "resources":[{"address":"t.a","expressions":{}},{"address":"t.b","expressions":{"block":[{"v":{"references":["t.a[0].v","t.a[0]","t.a"]}}]}},
                 {"address":"t.c","expressions":{"v":{"references":["local.x"]}}},{"address":"t.free","expressions":{"v":{"constant_value":"x"}}}],
               "module_calls":{"m":{"expressions":{"in":{"references":["each.value"]}},"for_each_expression":{"references":["t.b.v","t.b"]},
                 "module":{"resources":[{"address":"t.d","expressions":{"v":{"references":["var.in"]}}}]}}}}}}
            """;
        var digest = await DigestAsync(plan, new PlanQuery { IncludeValues = true }, isRedacted: true);
        var shown = PlanDigestTests.Shown(digest);
        Assert.Equal(["free", "p"], shown.Split("value of ").Skip(1).Select(part => part[..part.IndexOf('"', StringComparison.Ordinal)]));
        var blind = await DigestAsync(plan.Replace("configuration", "another", StringComparison.Ordinal), new PlanQuery { IncludeValues = true }, isRedacted: true);
        Assert.DoesNotContain("value of", PlanDigestTests.Shown(blind), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(280, 280)]
    [InlineData(5_000, 4_990)]
    [InlineData(60_000, 30_000)]
    public async Task Long_values_are_shown_where_they_differ(int length, int at)
    {
        string Text(string middle) => string.Concat(new string('a', at), middle, new string('z', length - at));
        var item = await ItemAsync($$$$$$"""{"actions":["update"],"before":{"x":"{{{{{{Text("s3:GetObject")}}}}}}"},"after":{"x":"{{{{{{Text("s3:*")}}}}}}"},"after_unknown":{},"before_sensitive":{},"after_sensitive":{}}""");
        var (before, after) = ((string)item["changed"]![0]!["before"]!, (string)item["changed"]![0]!["after"]!);
        Assert.Contains("s3:GetObject", before, StringComparison.Ordinal);
        Assert.Contains("s3:*", after, StringComparison.Ordinal);
        Assert.InRange(before.Length, 1, 310);
    }

    [Fact]
    public async Task Values_that_differ_in_what_nobody_sees_are_shown_to_differ()
    {
        var item = await ItemAsync("""{"actions":["update"],"before":{"x":"admin"},"after":{"x":"ad\u200dmin"},"after_unknown":{},"before_sensitive":{},"after_sensitive":{}}""");
        Assert.Equal("admin", (string)item["changed"]![0]!["before"]!);
        Assert.Equal(@"ad\u200dmin", (string)item["changed"]![0]!["after"]!);
    }

    // The secret begins where a cut would end: it is withheld before anything is cut.
    [Fact]
    public async Task A_secret_at_the_edge_of_what_is_shown_is_withheld_whole()
    {
        string Text(string end) => new string('a', 590) + "canary-at-the-edge" + new string('b', 3000) + end;
        var digest = await DigestAsync(
            $$$$$$"""{"resource_changes":[{"address":"a.b","change":{"actions":["update"],"before":{"pw":"canary-at-the-edge","x":"{{{{{{Text("1")}}}}}}"},"after":{"pw":"canary-at-the-edge","x":"{{{{{{Text("2")}}}}}}"},"before_sensitive":{"pw":true},"after_sensitive":{"pw":true}}}]}""",
            new PlanQuery { IncludeValues = true });
        Assert.Equal(("\"(sensitive)\"", "\"(sensitive)\""), (digest.Resources[0].Changed[0].Before!, digest.Resources[0].Changed[0].After!));
    }

    [Theory]
    [InlineData("create", """{"after":"(sensitive)"}""")]
    [InlineData("update", """{"before":"(sensitive)","after":"(sensitive)"}""")]
    [InlineData("delete", """{"before":"(sensitive)"}""")]
    public async Task A_sensitive_output_that_came_as_null_is_withheld_and_not_empty(string action, string told)
    {
        var digest = await DigestAsync($$$$$$"""{"output_changes":{"o":{"actions":["{{{{{{action}}}}}}"],"before":null,"after":null,"after_unknown":false,"before_sensitive":true,"after_sensitive":true}}}""");
        var output = JsonNode.Parse(PlanDigestTests.Shown(digest))!["outputs"]![0]!.AsObject();
        Assert.True((bool)output["sensitive"]!);
        output.Remove("name");
        output.Remove("action");
        output.Remove("sensitive");
        Assert.Equal(told, output.ToJsonString());
    }

    [Fact]
    public async Task What_is_imported_is_told_by_its_identity()
    {
        var item = await ItemAsync("""{"actions":["no-op"],"before":{"b":1},"after":{"b":1},"importing":{"identity":{"account_id":"123456789012","bucket":"north\u200bwind  logs","port":443,"none":null}}}""");
        Assert.Equal("""{"address":"a.b","action":"import","imported_identity":{"account_id":"123456789012","bucket":"north\\u200bwind  logs","port":"443"}}""", item.ToJsonString());
        item = await ItemAsync("""{"actions":["no-op"],"before":{"b":1},"after":{"b":1},"importing":{"unknown":true}}""");
        Assert.Equal("(known after apply)", (string)item["imported_id"]!);
        item = await ItemAsync("""{"actions":["no-op"],"before":{"b":1},"after":{"b":1},"importing":{"id":" two  spaces\u200d@x "}}""");
        Assert.Equal("""{"address":"a.b","action":"import","imported_id":" two  spaces\\u200d@x "}""", item.ToJsonString(Readable));
    }

    [Fact]
    public async Task Actions_of_a_plan_are_told_and_so_is_what_nobody_here_knows()
    {
        var digest = await DigestAsync("""
            {"action_invocations":[{"address":"action.aws_lambda_invoke.a"}],
             "deferred_action_invocations":[{"reason":"provider_config_unknown","action_invocation":{"address":"action.aws_lambda_invoke.b[\"k\"]"}}],
             "resource_changes":[{"address":"a.b","change":{"actions":["frobnicate"],"before":{"a":1},"after":{"a":1}}}],"resource_visions":[1],"prior_state":{}}
            """);
        Assert.Equal(["action.aws_lambda_invoke.a"], digest.InvokedActions);
        Assert.Equal(KeyValuePair.Create("action.aws_lambda_invoke.b[\"k\"]", "provider_config_unknown"), Assert.Single(digest.DeferredActions));
        Assert.Equal(["resource_visions"], digest.UnknownMembers);
        Assert.Equal("""{"create":0,"update":0,"replace":0,"delete":0,"frobnicate":1}""", JsonNode.Parse(PlanDigestTests.Shown(digest))!["counts"]!.ToJsonString());
        Assert.Equal("frobnicate", Assert.Single(digest.Resources).Action);
    }

    [Fact]
    public async Task Planned_and_drifted_are_both_listed_where_both_are_asked_for()
    {
        var plan = $$$$$$"""{"resource_drift":[{{{{{{PlanDigestTests.Drifted("0")}}}}}}],"resource_changes":[{"address":"a.new","change":{"actions":["create"],"before":null,"after":{"x":1}}},{"address":"a.gone","change":{"actions":["delete"],"before":{"x":1},"after":null}}]}""";
        var digest = await DigestAsync(plan, new PlanQuery { Actions = ["create", "drift"] });
        Assert.Equal(2, digest.Matching);
        Assert.Equal([("aws_x.y[0]", true), ("a.new", false)], digest.Resources.Select(resource => (resource.Address, resource.IsDrift)));
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static Task<PlanDigest> DigestAsync(string plan, PlanQuery? query = null, bool isRedacted = false) =>
        PlanDigestTests.DigestAsync(Encoding.UTF8.GetBytes(plan), query ?? new PlanQuery { IncludeValues = true }, isRedacted: isRedacted);

    private static async Task<JsonNode> ItemAsync(string change)
    {
        var digest = await DigestAsync($$"""{"resource_changes":[{"address":"a.b","change":{{change}}}]}""");
        return JsonNode.Parse(JsonResponse.Bytes(writer => PlanWriter.Write(writer, Assert.Single(digest.Resources))).Span)!;
    }
}
