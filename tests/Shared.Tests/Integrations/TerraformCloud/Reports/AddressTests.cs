using System.Text;
using System.Text.Json.Nodes;
using ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;
using ServerlessMcp.Integrations.TerraformCloud.Reports.States;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>Addresses are what the next call needs: they are answered as they are, and taken back as they were answered.</summary>
public sealed class AddressTests
{
    private const string Plan = "plan-0123456789abcdef";

    public static TheoryData<string, string> Keys() => new()
    {
        { "plain", "plain" },
        { "two  spaces and  more", "two  spaces and  more" },
        { "user:pw@example.com", "user:pw@example.com" },
        { "https://user:pw@example.com/x", "https://user:pw@example.com/x" },
        { "*.example.com", "*.example.com" },
        { "what?", "what?" },
        { "a\"b\\c[0].*", "a\\\"b\\\\c[0].*" },
        { "x.\"y\" ${z} %{if} $5", "x.\\\"y\\\" $${z} %%{if} $5" },
        { "tab\tand\nline", "tab\\tand\\nline" },
        { "joined\u200dhere", "joined\\u200dhere" },
        { "\u202eright to left", "\\u202eright to left" },
        { "no\u00a0break", "no\\u00a0break" },
        { "tag \U000E0041", "tag \\U000e0041" },
        { "heart \u2764\ufe0f", "heart \u2764\\ufe0f" },
        { "häuser 東京", "häuser 東京" },
        { "a\\u200db", "a\\\\u200db" },
        { new string('k', 600), new string('k', 600) },
        { "-----BEGIN RSA PRIVATE KEY-----", "-----BEGIN RSA PRIVATE KEY-----" },
    };

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task An_address_is_answered_as_it_is_and_finds_that_one_again(string key, string shown)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var state = new JsonObject
        {
            ["version"] = 4,
            ["resources"] = new JsonArray(new JsonObject
            {
                ["mode"] = "managed",
                ["type"] = "a",
                ["name"] = "b",
                ["provider"] = "provider[\"registry.terraform.io/hashicorp/a\"]",
                ["instances"] = new JsonArray(Instance("other.example.com"), Instance(key), Instance("whatever")),
            }),
        };
        product.Sandbox.Faults.On("GET", "/v1/object/*").Body(state.ToJsonString(), "application/octet-stream");
        product.Sandbox.Faults.On("GET", "/api/v2/workspaces/*").Body("""{"data":{"id":"sv-0123456789abcdef","type":"state-versions","attributes":{"hosted-state-download-url":"http://localhost:8080/v1/object/a"}}}""");
        const string Find = "hashicorp_terraform_cloud_workspaces_find_resources";
        var workspace = product.Sandbox.WorkspaceId("web-frontend");
        var found = await ReadAsync(product, token, Find, new() { ["workspace_id"] = workspace });
        var address = (string)found["items"]![1]!["address"]!;
        Assert.Equal($"a.b[\"{shown}\"]", address);
        found = await ReadAsync(product, token, Find, new() { ["workspace_id"] = workspace, ["address"] = address });
        Assert.Equal((1, address), ((int)found["total_count"]!, (string)found["items"]![0]!["address"]!));

        // The same in a plan, whose addresses Terraform has written: what it takes for printable stands there as it is.
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output-redacted").Body(PlanOf(["a.b[\"other.example.com\"]", $"a.b[\"{Terraforms(key, shown)}\"]", "a.b[\"whatever\"]"]), "application/json");
        const string Summary = "hashicorp_terraform_cloud_plans_summary";
        var plan = await ReadAsync(product, token, Summary, new() { ["plan_id"] = Plan });
        Assert.Equal(address, (string)plan["items"]![1]!["address"]!);
        plan = await ReadAsync(product, token, Summary, new() { ["plan_id"] = Plan, ["address"] = address });
        Assert.Equal((1, address), ((int)plan["total_count"]!, (string)plan["items"]![0]!["address"]!));
    }

    [Fact]
    public async Task A_key_that_the_document_marks_is_withheld_and_is_said_to_be_no_filter()
    {
        const string Secret = "hunter22-canary";
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        product.Sandbox.Faults.On("GET", $"/api/v2/plans/{Plan}/json-output-redacted").Body(
            $$$$$$"""
            {"variables":{"v":{"value":"{{{{{{Secret}}}}}}"}},
             "resource_changes":[{"address":"module.m[\"{{{{{{Secret}}}}}}\"].a.b[\"x\"]","previous_address":"a.b[\"{{{{{{Secret}}}}}}\"]","change":{"actions":["update"],"before":{"tags":{"{{{{{{Secret}}}}}}":1,"a b {{{{{{Secret}}}}}}":1}},"after":{"tags":{} }}}],
             "checks":[{"address":{"to_display":"a.b[\"{{{{{{Secret}}}}}}\"]"},"status":"fail","instances":[{"address":{"to_display":"a.b[\"{{{{{{Secret}}}}}}\"]"},"status":"fail","problems":[{"message":"Not {{{{{{Secret}}}}}}."}]}]}],
             "configuration":{"root_module":{"variables":{"v":{"sensitive":true}}}}}
            """, "application/json");
        var answer = await ReadAsync(product, token, "hashicorp_terraform_cloud_plans_summary", new() { ["plan_id"] = Plan });
        Assert.DoesNotContain(Secret, answer.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("module.m[\"(sensitive)\"].a.b[\"x\"]", (string)answer["items"]![0]!["address"]!);
        Assert.Contains("no filter", (string)answer["secret_keys"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_marked_key_of_a_state_is_withheld_too()
    {
        const string State = """{"version":4,"outputs":{"o":{"value":"hunter22-canary","type":"string","sensitive":true}},"resources":[{"mode":"managed","type":"a","name":"b","instances":[{"index_key":"hunter22-canary","attributes":{}}]}]}""";
        await using var download = await Downloads.OfAsync(new MemoryStream(Encoding.UTF8.GetBytes(State)));
        Assert.Equal("a.b[\"(sensitive)\"]", Assert.Single((await StateReader.ReadAsync(download, new StateQuery())).Resources).Address);
    }

    [Fact]
    public async Task An_exact_address_finds_the_object_that_a_replacement_has_left_over()
    {
        var plan = """{"resource_changes":[{"address":"t.x[\"k 1\"]","deposed":"ab12cd34","change":{"actions":["delete"],"before":{"a":1},"after":null}},{"address":"t.x[\"k 1\"]","change":{"actions":["no-op"],"before":{"a":1},"after":{"a":1}}}]}"""u8.ToArray();
        var digest = await PlanDigestTests.DigestAsync(plan, new PlanQuery { Address = "t.x[\"k 1\"]" });
        Assert.Equal((1, "t.x[\"k 1\"]", "ab12cd34"), (digest.Matching, digest.Resources[0].Address, digest.Resources[0].Deposed));
    }

    [Theory]
    [InlineData("aws")]
    [InlineData("hashicorp/aws")]
    [InlineData("registry.terraform.io/hashicorp/aws")]
    [InlineData("provider[\"registry.terraform.io/hashicorp/aws\"]")]
    [InlineData("registry.terraform.io/hashicorp/*")]
    public async Task A_provider_is_found_by_any_of_its_names(string name)
    {
        const string State = """{"version":4,"resources":[{"type":"a","name":"b","provider":"provider[\"registry.terraform.io/hashicorp/aws\"].west","instances":[{}]},{"type":"c","name":"d","provider":"provider[\"example.com/other/thing\"]","instances":[{}]}]}""";
        await using var download = await Downloads.OfAsync(new MemoryStream(Encoding.UTF8.GetBytes(State)));
        Assert.Equal("a.b", Assert.Single((await StateReader.ReadAsync(download, new StateQuery { Provider = name })).Resources).Address);
    }

    // Go's unicode.IsPrint takes a variation selector for a mark, which is printed.
    private static string Terraforms(string key, string shown) => key.Contains('\ufe0f', StringComparison.Ordinal) ? key : shown;

    private static JsonObject Instance(string key) => new() { ["index_key"] = key, ["attributes"] = new JsonObject { ["id"] = "1" } };

    private static string PlanOf(string[] addresses) => new JsonObject
    {
        ["resource_changes"] = new JsonArray([.. addresses.Select(address => (JsonNode)new JsonObject
        {
            ["address"] = address,
            ["change"] = new JsonObject { ["actions"] = new JsonArray("create"), ["before"] = null, ["after"] = new JsonObject { ["x"] = 1 } },
        })]),
    }.ToJsonString();

    private static async Task<JsonNode> ReadAsync(TestProduct product, string token, string tool, JsonObject arguments)
    {
        var result = await product.CallAsync(token, tool, arguments.ToJsonString());
        Assert.True((bool?)result["isError"] != true, result.ToJsonString());
        return result.Answer();
    }
}
