using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>What is no plan is told by what it is, never as a plan without changes; and what of a plan is not understood is named, never dropped.</summary>
public sealed class PlanKindTests
{
    private const string Summary = "hashicorp_terraform_cloud_plans_summary";

    [Theory]
    [InlineData("""{"message":"scheduled maintenance","reference":"a81"}""", "message, reference")]
    [InlineData("""{"errors":[{"status":"500","title":"boom"}]}""", "errors")]
    [InlineData("""{"version":4,"resources":[]}""", "a state")]
    [InlineData("""{"format_version":"1.0","values":{"root_module":{"resources":[]}}}""", "of a state")]
    [InlineData("""{"meta":{},"encrypted_data":"c2VjcmV0","encryption_version":"v0"}""", "encrypted")]
    [InlineData("""{"format_version":"2.0","resource_changes":[]}""", "format 2.0")]
    [InlineData("""{"format_version":"99.1","resource_changes":[{"address":"a.b","change":{"actions":["create"]}}]}""", "format 99.1")]
    [InlineData("""{"format_version":"1.2","resource_changes":{"a":1}}""", "resource_changes")]
    [InlineData("{}", "empty")]
    public async Task What_is_no_plan_is_told_by_what_it_is(string document, string word)
    {
        var (isError, said) = await SummaryAsync(document);
        Assert.True(isError, said.ToJsonString());
        Assert.Equal("no readable plan", (string)said["error"]!["title"]!);
        Assert.Contains(word, (string)said["error"]!["detail"]!, StringComparison.Ordinal);
        Assert.DoesNotContain("maintenance", said.ToJsonString(), StringComparison.Ordinal);
    }

    // Terraform leaves out what has nothing in it, but not the format.
    [Theory]
    [InlineData("""{"format_version":"1.2","terraform_version":"1.11.4"}""")]
    [InlineData("""{"format_version":"1.2","resource_changes":null}""")]
    [InlineData("""{"format_version":"0.1","planned_values":{},"resource_changes":[]}""")]
    [InlineData("""{"format_version":1.2,"resource_changes":[]}""")]
    [InlineData("""{"resource_changes":[]}""")]
    public async Task A_plan_that_says_that_it_changes_nothing_changes_nothing(string document)
    {
        var (isError, said) = await SummaryAsync(document);
        Assert.False(isError, said.ToJsonString());
        Assert.Equal(0, (int)said["total_count"]!);
        Assert.Null(said["not_summed_up"]);
    }

    [Theory]
    [InlineData("\"resource_changes\":[{\"type\":\"a\",\"change\":{\"actions\":[\"delete\"]}}]", "resource_changes (1 that can't be read)")]
    [InlineData("\"resource_changes\":[{\"address\":\"a.b\"},\"a.c\",7]", "resource_changes (3 that can't be read)")]
    [InlineData("\"resource_drift\":[{\"address\":\"a.b\"}]", "resource_drift (1 that can't be read)")]
    [InlineData("\"deferred_changes\":[{\"reason\":\"provider_config_unknown\"}]", "deferred_changes (1 that can't be read)")]
    [InlineData("\"action_invocations\":[{\"type\":\"aws_lambda_invoke\"}]", "action_invocations (1 that can't be read)")]
    [InlineData("\"deferred_action_invocations\":[{\"reason\":\"x\"}]", "deferred_action_invocations (1 that can't be read)")]
    [InlineData("\"action_invocations\":{\"a\":1}", "action_invocations")]
    [InlineData("\"checks\":\"none\"", "checks")]
    [InlineData("\"quota_changes\":[]", "quota_changes")]
    public async Task What_is_not_understood_is_named(string member, string named)
    {
        var (isError, said) = await SummaryAsync("{\"format_version\":\"1.2\"," + member + "}");
        Assert.False(isError, said.ToJsonString());
        Assert.Equal(named, (string)Assert.Single(said["not_summed_up"]!.AsArray())!);
    }

    [Theory]
    [InlineData("", "unknown")]
    [InlineData("\"actions\":null,", "unknown")]
    [InlineData("\"actions\":\"delete\",", "delete")]
    [InlineData("\"actions\":[\"adopt\"],", "adopt")]
    public async Task A_change_that_does_not_say_what_it_does_is_never_told_to_do_nothing(string actions, string word)
    {
        var (_, said) = await SummaryAsync("{\"format_version\":\"1.2\",\"resource_changes\":[{\"address\":\"a.b\",\"change\":{" + actions + "\"before\":{\"x\":1},\"after\":null}}]}");
        Assert.Equal(word, (string)said["items"]![0]!["action"]!);
    }

    [Theory]
    [InlineData("{\"id\":\"i-1\",\"identity\":{\"region\":\"eu\"}}", "i-1", "eu")]
    [InlineData("{\"identity\":{\"region\":\"eu\",\"account\":null}}", null, "eu")]
    [InlineData("{\"id\":17}", "17", null)]
    [InlineData("{\"unknown\":true}", "(known after apply)", null)]
    [InlineData("{\"identity\":{}}", "(known after apply)", null)]
    [InlineData("true", "(unknown)", null)]
    public async Task An_import_is_told_in_whatever_form_it_comes(string importing, string? id, string? region)
    {
        var (_, said) = await SummaryAsync("{\"format_version\":\"1.2\",\"resource_changes\":[{\"address\":\"a.b\",\"change\":{\"actions\":[\"no-op\"],\"before\":{},\"after\":{},\"importing\":" + importing + "}}]}");
        var row = said["items"]![0]!;
        Assert.Equal(("import", id, region), ((string)row["action"]!, (string?)row["imported_id"], (string?)row["imported_identity"]?["region"]));
    }

    [Theory]
    [InlineData("\"status\":\"error\"")]
    [InlineData("\"status\":\"fail\",\"instances\":[]")]
    [InlineData("\"status\":\"fail\",\"instances\":[{\"status\":\"unknown\"}]")]
    public async Task A_check_that_failed_as_a_whole_has_failed(string check)
    {
        var (_, said) = await SummaryAsync("{\"format_version\":\"1.2\",\"checks\":[{\"address\":{\"to_display\":\"check.health\"}," + check + "}]}");
        Assert.Equal("check.health", (string)said["failed_checks"]![0]!["address"]!);
    }

    /// <summary>What the link leads to is told by its own type and first words, and not by those of the answer that had the link.</summary>
    [Theory]
    [InlineData("hashicorp_terraform_cloud_state_versions_resources", "{\"state_version_id\":\"sv-AAAAAAAAAAAAAAAA\"}")]
    [InlineData(Summary, "{\"plan_id\":\"plan-AAAAAAAAAAAAAAAA\"}")]
    public async Task A_document_that_is_no_JSON_is_told_by_itself(string tool, string arguments)
    {
        await using var product = await TestProduct.StartAsync();
        product.Sandbox.Faults.On("GET", "/v1/object/*").Body("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "application/xml");
        product.Sandbox.Faults.On("GET", "/*json-output*").Body("<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "application/xml");
        product.Sandbox.Faults.On("GET", "/api/v2/state-versions/*").Body("{\"data\":{\"id\":\"sv-AAAAAAAAAAAAAAAA\",\"type\":\"state-versions\",\"attributes\":{\"hosted-state-download-url\":\"http://localhost:8080/v1/object/x\"}}}");
        var result = await product.CallAsync(await product.TokenAsync("{\"methods\":[\"*\"],\"tags\":[\"*\"]}"), tool, arguments);
        var detail = (string)result.Answer()["error"]!["detail"]!;
        Assert.Contains("application/xml, beginning with \"AccessDenied\"", detail, StringComparison.Ordinal);
    }

    /// <summary>n8n adds an argument of this name to every call; a model that means the tool's own is told so, instead of being answered everything.</summary>
    [Theory]
    [InlineData("delete", true)]
    [InlineData("sendMessage", false)]
    public async Task An_argument_that_clients_add_is_refused_where_its_value_is_one_of_the_tool(string action, bool isRefused)
    {
        await using var product = await TestProduct.StartAsync(between: _ => new ScriptedUpstream());
        var result = await product.CallAsync(await product.TokenAsync(), Summary, $$"""{"plan_id":"plan-AAAAAAAAAAAAAAAA","action":"{{action}}"}""");
        Assert.Equal(isRefused, ((string?)result.Answer()["error"]!["detail"])?.Contains("actions", StringComparison.Ordinal) == true);
    }

    private static async Task<(bool IsError, JsonNode Said)> SummaryAsync(string document)
    {
        var upstream = new ScriptedUpstream
        {
            Answer = (request, _) => request.RequestUri!.AbsolutePath.Contains("/json-output", StringComparison.Ordinal)
                ? (200, document, "application/json")
                : (200, "{\"data\":{\"id\":\"plan-AAAAAAAAAAAAAAAA\",\"type\":\"plans\",\"attributes\":{\"status\":\"finished\"}}}", "application/vnd.api+json"),
        };
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var result = await product.CallAsync(await product.TokenAsync(), Summary, "{\"plan_id\":\"plan-AAAAAAAAAAAAAAAA\"}");
        return ((bool)result["isError"]!, result.Answer());
    }
}
