using System.Text.Json.Nodes;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Requests;

/// <summary>A name in <c>fields</c> that no row can have is told, with those that are near; one that this answer merely lacks is not.</summary>
public sealed class UnknownFieldTests
{
    private const string Run = "get_single_hashicorp_terraform_cloud_run_by_id";

    private const string Runs = "list_all_hashicorp_terraform_cloud_runs";

    private const string Row = """{"id":"run-AAAAAAAAAAAAAAAA","type":"runs","attributes":{"status":"applied","brand-new":null,"actions":{"is-confirmable":true}},"relationships":{"workspace":{"data":{"id":"ws-1","type":"workspaces"}}}}""";

    [Theory]
    [InlineData("""["status","stauts"]""", "stauts", "status")]
    [InlineData("""["status","workspace"]""", null, null)]
    [InlineData("""["status","workspace_id","workspace.name","plan_id","plan.status"]""", null, null)]
    [InlineData("""["status","message","canceled_at","actions.is_confirmable","status_timestamps.applied_at"]""", null, null)]
    [InlineData("""["status","brand_new"]""", null, null)]
    [InlineData("""["status","brand-new","terraform-version"]""", null, null)]
    [InlineData("""["id","workspace_name"]""", "workspace_name", "workspace_id")]
    [InlineData("""["status","version"]""", "version", "terraform_version")]
    [InlineData("""["status","actions.is_confirmed"]""", "actions.is_confirmed", null)]
    [InlineData("""["*"]""", null, null)]
    [InlineData("""["status","**"]""", "**", null)]
    [InlineData("""["id","status.name"]""", "status.name", null)]
    public async Task Only_what_no_run_can_have_is_unknown(string fields, string? unknown, string? nearest)
    {
        foreach (var (tool, argument, document) in new[] { (Run, "run_id\":\"run-AAAAAAAAAAAAAAAA", $$"""{"data":{{Row}}}"""), (Runs, "workspace_id\":\"ws-AAAAAAAAAAAAAAAA", $$"""{"data":[{{Row}}]}""") })
        {
            var result = await CallAsync(tool, $$"""{"{{argument}}","fields":{{fields}}}""", document);
            Assert.NotEqual(true, (bool?)result["isError"]);
            var told = result.Answer()["unknown_fields"]?.AsArray();
            Assert.Equal(unknown, (string?)told?.Single()!["field"]);
            if (nearest is not null)
            {
                Assert.Contains(nearest, told!.Single()!["nearest"]!.AsArray().Select(name => (string)name!));
            }
        }
    }

    [Theory]
    [InlineData(Run, """{"run_id":"run-AAAAAAAAAAAAAAAA","fields":["stauts","foo"]}""", $$"""{"data":{{Row}}}""")]
    [InlineData(Runs, """{"workspace_id":"ws-AAAAAAAAAAAAAAAA","fields":["stauts"]}""", $$"""{"data":[{{Row}}]}""")]
    [InlineData(Runs, """{"workspace_id":"ws-AAAAAAAAAAAAAAAA","fields":["stauts"]}""", """{"data":[]}""")]
    public async Task A_read_of_unknown_fields_alone_is_an_error_that_names_known_ones(string tool, string arguments, string document)
    {
        var result = await CallAsync(tool, arguments, document);
        Assert.True((bool)result["isError"]!);
        var detail = (string)result.Answer()["error"]!["detail"]!;
        Assert.Contains("stauts (near: status)", detail, StringComparison.Ordinal);
        Assert.Contains("terraform_version", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_that_was_made_is_no_error_for_the_fields_of_its_answer()
    {
        var result = await CallAsync("create_a_hashicorp_terraform_cloud_run", """{"workspace_id":"ws-AAAAAAAAAAAAAAAA","fields":["stauts"]}""", $$"""{"data":{{Row}}}""");
        Assert.NotEqual(true, (bool?)result["isError"]);
        Assert.Equal("run-AAAAAAAAAAAAAAAA", (string?)result.Answer()["id"]);
        Assert.Equal("stauts", (string?)result.Answer()["unknown_fields"]![0]!["field"]);
    }

    [Theory, ClassData(typeof(AllTools))]
    public void Every_default_field_is_known(string name)
    {
        var tool = AllTools.Find(name);
        Assert.DoesNotContain(tool.DefaultFields, field => !FieldNames.IsKnown(tool, field));
    }

    [Theory]
    [InlineData("/api/v2/workspaces/ws-Q7mVb2Lr9TzXc4Hd", "ws-Q7mVb2Lr9TzXc4Hd")]
    [InlineData("https://tfe.example.com/api/v2/workspaces/ws-Q7mVb2Lr9TzXc4Hd?include=x", "ws-Q7mVb2Lr9TzXc4Hd")]
    [InlineData("/api/v2/workspaces/ws-Q7mVb2Lr9TzXc4Hd/", "ws-Q7mVb2Lr9TzXc4Hd")]
    [InlineData("/api/v2/runs/run-Jp3Kx8Wq6NsYv1Fa/workspace", null)]
    [InlineData("/api/v2/organizations/acme/workspaces/ws-prod", null)]
    [InlineData("/api/v2/workspaces/prod", null)]
    [InlineData("/api/v2/workspaces", null)]
    [InlineData("/api/v2/things/ws-Q7mVb2Lr9TzXc4Hd", null)]
    public async Task A_relationship_that_has_only_its_address_has_the_id_of_that(string link, string? id)
    {
        foreach (var related in new[] { $"\"{link}\"", $"{{\"href\":\"{link}\"}}" })
        {
            var result = await CallAsync(Run, """{"run_id":"run-AAAAAAAAAAAAAAAA","fields":["status","workspace_id","plan_id"]}""",
                """{"data":{"id":"run-AAAAAAAAAAAAAAAA","type":"runs","attributes":{"status":"applied"},"relationships":{"workspace":{"links":{"self":"/x","related":"""
                + related + """}},"plan":{"data":{"id":"plan-1","type":"plans"}}}}}""");
            Assert.Equal(id, (string?)result.Answer()["workspace_id"]);
            Assert.Equal("plan-1", (string?)result.Answer()["plan_id"]);
            Assert.Null(result.Answer()["unknown_fields"]);

            // What was asked for by its id and has only an address without one is not "none".
            Assert.Equal(id is null ? "workspace_id" : null, (string?)result.Answer()["not_included"]?.AsArray().Single());
        }
    }

    [Theory]
    [InlineData("""{"links":{"self":"/api/v2/workspaces/ws-Q7mVb2Lr9TzXc4Hd"}}""", "ws-Q7mVb2Lr9TzXc4Hd")]
    [InlineData("""{"links":{"self":"/api/v2/workspaces/ws-Q7mVb2Lr9TzXc4Hd","related":"/api/v2/workspaces/ws-AAAAAAAAAAAAAAAA"}}""", "ws-AAAAAAAAAAAAAAAA")]
    [InlineData("""{"links":{"self":"/api/v2/runs/run-Jp3Kx8Wq6NsYv1Fa/relationships/workspace"}}""", null)]
    [InlineData("""{"links":null}""", null)]
    public async Task Its_own_link_serves_where_there_is_no_related_one(string relationship, string? id)
    {
        var result = await CallAsync(Run, """{"run_id":"run-AAAAAAAAAAAAAAAA","fields":["status","workspace_id"]}""",
            $$"""{"data":{"id":"run-AAAAAAAAAAAAAAAA","type":"runs","attributes":{"status":"applied"},"relationships":{"workspace":{{relationship}} } } }""");
        Assert.Equal(id, (string?)result.Answer()["workspace_id"]);
    }

    /// <summary>A server that ignores include: what a row names and what did not come is not said to be empty by silence.</summary>
    [Theory]
    [InlineData("""["status","workspace.name"]""", "", "workspace.name")]
    [InlineData("""["status","workspace.id","workspace_id"]""", "", null)]
    [InlineData("""["status","apply.status"]""", "", null)]
    [InlineData("""["status","workspace.name"]""", ""","included":[{"id":"ws-1","type":"workspaces","attributes":{"name":"w"}}]""", null)]
    [InlineData("""["status","workspace.name"]""", ""","included":[{"id":"ws-2","type":"workspaces","attributes":{"name":"w"}}]""", "workspace.name")]
    public async Task What_was_asked_of_a_related_resource_that_did_not_come_is_named(string fields, string included, string? missing)
    {
        const string One = """{"id":"run-AAAAAAAAAAAAAAAA","type":"runs","attributes":{"status":"applied"},"relationships":{"apply":{"data":null},"workspace":{"data":{"id":"ws-1","type":"workspaces"}}}}""";
        foreach (var (tool, argument, document) in new[] { (Run, "run_id\":\"run-AAAAAAAAAAAAAAAA", "{\"data\":" + One + included + "}"), (Runs, "workspace_id\":\"ws-AAAAAAAAAAAAAAAA", "{\"data\":[" + One + "]" + included + "}") })
        {
            var answer = (await CallAsync(tool, $$"""{"{{argument}}","fields":{{fields}}}""", document)).Answer();
            Assert.Equal(missing, (string?)answer["not_included"]?.AsArray().Single());
            Assert.Null(answer["unknown_fields"]);
        }
    }

    private static async Task<JsonNode> CallAsync(string tool, string arguments, string document)
    {
        var upstream = new ScriptedUpstream();
        upstream.AnswerAll(document);
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        return await product.CallAsync(await product.TokenAsync("""{"methods":["*"],"tags":["*","credentials"]}"""), tool, arguments);
    }
}
