using System.Text.Json.Nodes;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Tests.Catalog;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>Every tool, against an API whose every answer is full of marked values: none of them, and no pre-signed URL, is in an answer, a log or an entry of the audit trail.</summary>
[Trait("Lane", "slow")]
public sealed class CanaryTests
{
    private const string All = """{"methods":["*"],"tags":["*","credentials"]}""";

    private const string Location = "http://localhost:8080/v1/object/" + Canaries.Signed;

    private static TerraformTool[] Readers => [.. TerraformTools.All.Where(tool => tool.Effect == Effect.Read)];

    [Fact]
    public async Task No_marked_value_and_no_presigned_url_is_in_any_answer_or_log()
    {
        await using var product = await TestProduct.StartAsync();
        string[] tokens = [await product.TokenAsync(All), await product.EnterpriseTokenAsync(All)];
        var canaries = new Canaries();
        var leaks = new List<string>();
        var failed = new List<string>();
        foreach (var tool in Readers)
        {
            var hasAnswered = false;
            foreach (var blob in Blobs(tool, canaries))
            {
                Plant(product, tool, canaries, blob);
                foreach (var arguments in Calls(tool))
                {
                    var result = await product.CallAsync(tool.Availability == Availability.EnterpriseOnly ? tokens[1] : tokens[0], tool.Name, arguments);
                    hasAnswered |= (bool?)result["isError"] != true;
                    Note(leaks, tool, result.ToJsonString());
                }
            }

            if (!hasAnswered) failed.Add(tool.ShortName);
        }

        Note(leaks, null, product.Logs.All);
        Note(leaks, null, product.Store.Dump());
        Assert.Empty(leaks);
        Assert.InRange(canaries.Count, 1_000, int.MaxValue);

        // A tool whose calls all fail shows nothing.
        Assert.Empty(failed);
    }

    [Fact]
    public async Task No_marked_value_is_in_what_a_change_answers_nor_what_it_was_given_in_a_log_or_an_entry()
    {
        await using var product = await TestProduct.StartAsync();
        string[] tokens = [await product.TokenAsync(All), await product.EnterpriseTokenAsync(All)];
        var canaries = new Canaries();
        var leaks = new List<string>();
        var answered = 0;
        foreach (var tool in TerraformTools.All.Where(tool => tool.Effect != Effect.Read))
        {
            product.Sandbox.Faults.Clear();
            product.Sandbox.Faults.On(tool.Verb.Method, "/*").Body(canaries.Resource(tool.ResourceType, tool.Shape == ResponseShape.Collection, tool.ListMember));
            var result = await CallAsync(product, tokens, tool);
            answered += (bool?)result["isError"] == true ? 0 : 1;
            Note(leaks, tool, result.ToJsonString());

            // What it was given as a secret.
            var given = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
            foreach (var argument in tool.Arguments.Where(argument => argument is { IsSecret: true, Kind: JsonKind.Text, AllowedValues.Count: 0 }))
            {
                given[argument.Name] = canaries.Next();
            }

            await product.CallAsync(tool.Availability == Availability.EnterpriseOnly ? tokens[1] : tokens[0], tool.Name, given.ToJsonString());
        }

        Note(leaks, null, product.Logs.All);
        Note(leaks, null, product.Store.Dump());
        Assert.Empty(leaks);
        Assert.InRange(canaries.Count, 500, int.MaxValue);
        Assert.InRange(answered, 250, int.MaxValue);
    }

    [Fact]
    public async Task No_marked_value_is_in_what_is_said_of_an_error()
    {
        await using var product = await TestProduct.StartAsync();
        string[] tokens = [await product.TokenAsync(All), await product.EnterpriseTokenAsync(All)];
        var canaries = new Canaries();
        var leaks = new List<string>();
        foreach (var tool in Readers)
        {
            foreach (var (status, body, type) in new[] { (422, canaries.JsonError(), "application/vnd.api+json"), (502, canaries.Page(), "text/html"), (200, canaries.Page(), "text/html"), (200, canaries.Resource("x", isList: false)[..200], "application/json") })
            {
                product.Sandbox.Faults.Clear();
                product.Sandbox.Faults.On("GET", "/*").Status(status).Body(body, type);
                if (tool.HasContent && status == 200)
                {
                    continue; // A page where text is asked for is the text.
                }

                Note(leaks, tool, (await CallAsync(product, tokens, tool)).ToJsonString());
            }

            // The object store's own words, which name the object and the key.
            product.Sandbox.Faults.Clear();
            product.Sandbox.Faults.On("GET", "/v1/object/*").Status(403).Body($"<Error><Key>{canaries.Next()}</Key></Error>", "application/xml");
            product.Sandbox.Faults.On("GET", "/*json-output*").Status(307).Header("Location", Location);
            product.Sandbox.Faults.On("GET", "/*").Body(canaries.Resource(tool.ResourceType, tool.Shape == ResponseShape.Collection, tool.ListMember));
            Note(leaks, tool, (await CallAsync(product, tokens, tool)).ToJsonString());
        }

        Note(leaks, null, product.Logs.All);
        Note(leaks, null, product.Store.Dump());
        Assert.Empty(leaks);
        Assert.InRange(canaries.Count, 1_000, int.MaxValue);
    }

    [Theory]
    [InlineData("hashicorp_terraform_cloud_plans_summary", true)]
    [InlineData("hashicorp_terraform_cloud_plans_json_output", false)]
    [InlineData("hashicorp_terraform_cloud_plans_logs", false)]
    [InlineData("hashicorp_terraform_cloud_workspaces_find_resources", true)]
    [InlineData("hashicorp_terraform_cloud_state_versions_download", false)]
    [InlineData("get_single_hashicorp_terraform_cloud_workspace_by_id", false)]
    public async Task What_nobody_marks_is_answered_and_by_reports_only_on_request(string name, bool onRequest)
    {
        await using var product = await TestProduct.StartAsync();
        var tool = AllTools.Find(name);
        var canaries = new Canaries();
        Plant(product, tool, canaries, Blobs(tool, canaries).First());
        var token = await product.TokenAsync(All);
        var silent = (await product.CallAsync(token, name, SampleArguments.For(tool))).ToJsonString();
        Assert.Equal(!onRequest, silent.Contains(Canaries.Plain, StringComparison.Ordinal));
        if (onRequest)
        {
            Assert.Contains(Canaries.Plain, (await product.CallAsync(token, name, Calls(tool).Last())).ToJsonString(), StringComparison.Ordinal);
        }
    }

    private static Task<JsonNode> CallAsync(TestProduct product, string[] tokens, TerraformTool tool) =>
        product.CallAsync(tool.Availability == Availability.EnterpriseOnly ? tokens[1] : tokens[0], tool.Name, SampleArguments.For(tool));

    // What the object store has for a tool: what its name says, and for a state both forms.
    private static IEnumerable<string> Blobs(TerraformTool tool, Canaries canaries) => tool switch
    {
        { Shape: ResponseShape.Log or ResponseShape.Text } => [canaries.Log()],
        { ResourceType: "state-versions" } or { Name: "hashicorp_terraform_cloud_applies_errored_state" } => [canaries.ShownState(25), canaries.StoredState(25)],
        _ => [canaries.Plan(25)],
    };

    // Reports that begin with a list.
    private static readonly string[] ReadsAList = ["tfc_organizations_overview", "tfc_workspaces_drift_report", "tfc_runs_statistics", "tfc_organizations_find_resources", "tfc_workspaces_changes_since", "tfc_organizations_changes_since"];

    private static void Plant(TestProduct product, TerraformTool tool, Canaries canaries, string blob)
    {
        product.Sandbox.Faults.Clear();
        product.Sandbox.Faults.On("GET", "/v1/object/*").Body(blob, "application/octet-stream");
        if (tool is { HasContent: true, Link: null, Availability: not Availability.EnterpriseOnly })
        {
            product.Sandbox.Faults.On("GET", "/*").Status(307).Header("Location", Location);
        }

        product.Sandbox.Faults.On("GET", "/*json-output*").Status(307).Header("Location", Location);
        product.Sandbox.Faults.On("GET", "/*").Body(canaries.Resource(tool.ResourceType, tool.Shape == ResponseShape.Collection || ReadsAList.Contains(tool.ShortName), tool.ListMember));
    }

    private static IEnumerable<string> Calls(TerraformTool tool)
    {
        yield return SampleArguments.For(tool);
        var asked = JsonNode.Parse(SampleArguments.For(tool))!;
        if (asked["from"] is not null && tool.ResourceType == "state-versions")
        {
            asked["from"] = "sv-AAAAAAAAAAAAAAAA"; // By its own address: the canaries' lists are resources.
            yield return asked.ToJsonString();
        }

        if (tool.Arguments.Any(argument => argument.Name == "fields"))
        {
            asked["fields"] = new JsonArray("*");
            yield return asked.ToJsonString();
        }

        if (tool.Arguments.Any(argument => argument.Name == "include_values"))
        {
            asked["include_values"] = true;
            asked["page_size"] = 100;
            yield return asked.ToJsonString();
        }
    }

    private static void Note(List<string> leaks, TerraformTool? tool, string text)
    {
        foreach (var word in new[] { Canaries.Marked, Canaries.Signed, "/v1/object/" })
        {
            if (text.IndexOf(word, StringComparison.Ordinal) is var at and >= 0)
            {
                leaks.Add($"{tool?.Name ?? "the log"}: {text[Math.Max(0, at - 80)..Math.Min(text.Length, at + 40)]}");
            }
        }
    }
}
