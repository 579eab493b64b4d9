using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Exposure;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Sandbox;

/// <summary>Every tool of the catalogue, called through the endpoint with ids of things that the sandbox has: what comes back is an answer of its shape.</summary>
[Trait("Lane", "slow")]
public sealed class EveryToolTests
{
    // Listed under one name and called by the other.
    private static string Everything(bool enterprise) => $$"""{"methods":["*"],"tags":["*","credentials"],"tool_names":"{{(enterprise ? "canonical" : "short")}}"}""";

    private const string ADay = ""","expires_at":"2026-01-02T00:00:00Z" """;

    // Errors that are right for what the sandbox holds.
    private static readonly Dictionary<string, int> Otherwise = new()
    {
        ["hashicorp_terraform_cloud_applies_errored_state"] = 404, // No apply of the sandbox left one.
        ["hashicorp_terraform_cloud_runs_force_execute"] = 403,
    };

    // A run, a lock or an upload at the wrong moment is 409: documented, and the workflows find the right one.
    private static readonly string[] AtTheWrongMoment =
    [
        "create_a_hashicorp_terraform_cloud_policy_set_version", "create_a_hashicorp_terraform_cloud_registry_component_version", "create_a_hashicorp_terraform_cloud_state_version",
        "hashicorp_terraform_cloud_configuration_versions_archive", "hashicorp_terraform_cloud_runs_apply", "hashicorp_terraform_cloud_runs_cancel", "hashicorp_terraform_cloud_runs_force_cancel",
        "hashicorp_terraform_cloud_stack_configurations_upload", "hashicorp_terraform_cloud_state_versions_rollback", "hashicorp_terraform_cloud_state_versions_upload",
        "hashicorp_terraform_cloud_workspace_by_name_safe_delete", "hashicorp_terraform_cloud_workspaces_lock", "hashicorp_terraform_cloud_workspaces_safe_delete",
        "hashicorp_terraform_cloud_workspaces_unlock",
    ];

    private static readonly string[] Remarks = ["not_taken", "ignored_filters", "unknown_fields", "incomplete"];

    // What a call needs besides required arguments: one of two, or another than the first of a kind. A type in braces stands for an id of it.
    private static readonly Dictionary<string, string> Also = new()
    {
        ["list_all_hashicorp_terraform_cloud_state_versions"] = """{"workspace_name":"eu-frontend"}""",
        ["list_all_hashicorp_terraform_cloud_team_workspaces"] = """{"workspace_id":"{workspaces}"}""",
        ["hashicorp_terraform_cloud_workspace_variables_bulk_update"] = """{"variables":[{"id":"{vars}","value":"20"}]}""",
        ["get_single_hashicorp_terraform_cloud_no_code_workspace_upgrade"] = """{"upgrade_id":"{runs}"}""",
        ["hashicorp_terraform_cloud_no_code_workspace_upgrade_confirm"] = """{"upgrade_id":"{runs}"}""",
        ["create_a_hashicorp_terraform_cloud_run_trigger"] = """{"sourceable_id":"{frontend}"}""",
        ["hashicorp_terraform_cloud_workspaces_add_tags"] = """{"tags":[{"name":"sample"}]}""",
        ["hashicorp_terraform_cloud_workspaces_remove_tags"] = """{"tags":[{"id":"{tags}"}]}""",
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Every_tool_answers_what_its_row_says(bool enterprise)
    {
        var problems = new List<string>();
        var refused = new List<string>();
        var count = 0;
        var (shared, token, ids) = await StartAsync(enterprise);
        await using (shared)
        {
            foreach (var tool in TerraformTools.All.Where(tool => IsOf(tool, enterprise)).OrderBy(tool => tool.Effect == Effect.Read ? 0 : 1))
            {
                count++;
                JsonNode result;
                if (tool.Effect == Effect.Destroy)
                {
                    // What ends things gets a sandbox of its own, so that the others find what they ask for.
                    var (own, ownToken, ownIds) = await StartAsync(enterprise);
                    await using (own)
                    {
                        result = await CallAsync(own, ownToken, tool, ownIds, count);
                    }
                }
                else
                {
                    result = await CallAsync(shared, token, tool, ids, count);
                }

                var error = (bool?)result["isError"] == true ? result.Answer()["error"] : null;
                if (error is not null && tool.Effect != Effect.Read && (int?)error["status"] == 409)
                {
                    refused.Add(tool.Name);
                }
                else if (Strangers(tool, result) is { Length: > 0 } strangers)
                {
                    problems.Add($"{tool.Name}: names {strangers}");
                }
                else if (Problem(tool, result) is { } problem)
                {
                    problems.Add($"{tool.Name}: {problem}");
                }
            }
        }

        Assert.True(problems.Count == 0, $"{problems.Count} of {count}:\n" + string.Join('\n', problems));
        var expected = AtTheWrongMoment.Where(name => IsOf(Catalog.AllTools.Find(name), enterprise)).Order().ToArray();
        Assert.True(expected.SequenceEqual(refused.Order()), string.Join('\n', refused.Order()));
    }

    private static bool IsOf(TerraformTool tool, bool enterprise) => enterprise ? tool.Availability == Availability.EnterpriseOnly : tool.Availability != Availability.EnterpriseOnly;

    private static async Task<(TestProduct Product, string Token, SampleIds Ids)> StartAsync(bool enterprise)
    {
        var product = await TestProduct.StartAsync(upstream: new SandboxOptions { RateLimits = false, Tfe = enterprise });
        var token = enterprise ? await product.EnterpriseTokenAsync(Everything(enterprise), ADay) : await product.TokenAsync(Everything(enterprise), members: ADay);
        using var api = new SandboxClient(product.Sandbox);
        return (product, token, await SampleIds.Of(api));
    }

    private static async Task<JsonNode> CallAsync(TestProduct product, string token, TerraformTool tool, SampleIds ids, int number)
    {
        var arguments = Arguments(tool, ids, number).ToJsonString();
        var answer = await product.AskAsync(token, "tools/call", $$"""{"name":"{{(tool.Availability == Availability.EnterpriseOnly ? tool.ShortName : tool.Name)}}","arguments":{{arguments}}}""", ("X-API-Key", TestProduct.AdminToken));
        Assert.True(answer["result"] is not null, $"{tool.Name} {arguments}: {answer}");
        return answer["result"]!;
    }

    internal static JsonObject Arguments(TerraformTool tool, SampleIds ids, int number)
    {
        var arguments = JsonNode.Parse(SampleArguments.For(tool))!.AsObject();
        var prefix = tool.Path.StartsWith("/api/", StringComparison.Ordinal) ? "" : "/api/v2";
        foreach (var (placeholder, value) in (prefix + tool.Path).Split('/').Zip(ids.Fill(prefix + tool.Path).Split('/')))
        {
            if (placeholder.StartsWith('{') && tool.Arguments.First(argument => argument.Name == placeholder[1..^1]).Form is { } form)
            {
                arguments[placeholder[1..^1]] = form.Fits(value) ? value : (form.Prefix ?? "sample-") + "0123456789abcdef";
            }
        }

        foreach (var argument in tool.Arguments.Where(argument => arguments.ContainsKey(argument.Name) && argument.Place != ArgumentPlace.Path))
        {
            if (argument.ResourceType is { } type && ids.Find(type) is { } id && argument.Kind is JsonKind.Text or JsonKind.TextList)
            {
                arguments[argument.Name] = argument.Kind == JsonKind.Text ? id : new JsonArray(id);
            }
            else if (argument is { Place: ArgumentPlace.Query, Form.Prefix: not null } && ids.Find(argument.Name[..^"_id".Length] + "s") is { } filter)
            {
                arguments[argument.Name] = filter;
            }
            else if (argument.Name is "name" or "key" && argument.AllowedValues.Count == 0)
            {
                arguments[argument.Name] = string.Create(CultureInfo.InvariantCulture, $"sample-{number}");
            }
        }

        if (Also.TryGetValue(tool.Name, out var also))
        {
            also = Regex.Replace(also, "{(?<type>[a-z]+)}", match => ids.Find(match.Groups["type"].Value)!, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1));
            foreach (var (name, value) in JsonNode.Parse(also)!.AsObject())
            {
                arguments[name] = value!.DeepClone();
            }
        }

        return arguments;
    }

    // What an answer names, its reader finds in the list.
    private static string Strangers(TerraformTool tool, JsonNode result)
    {
        var names = tool.Availability == Availability.EnterpriseOnly ? ToolNames.Canonical : ToolNames.Short;
        return string.Join(", ", ToolMentions.All(result.Answer().ToJsonString()).Where(name => TerraformTools.Find(name) is not { } named || named.NameIn(names) != name));
    }

    private static string? Problem(TerraformTool tool, JsonNode result)
    {
        var answer = result.Answer().AsObject();
        if ((bool?)result["isError"] == true)
        {
            var error = answer["error"]!;
            return Otherwise.GetValueOrDefault(tool.Name) == (int?)error["status"] ? null : error.ToJsonString();
        }

        if (result["content"]!.AsArray().Count != 1 || result["structuredContent"] is not null)
        {
            return "not one copy";
        }

        // A server that does what it is asked gives no reason for any of these.
        if (Remarks.FirstOrDefault(answer.ContainsKey) is { } remark)
        {
            return $"{remark}: {answer[remark]!.ToJsonString()}";
        }

        return tool.Shape switch
        {
            ResponseShape.Collection => answer["items"] is JsonArray items ? items.Select(item => Row(tool, item!.AsObject())).FirstOrDefault(problem => problem is not null) : "no items",
            ResponseShape.Single => Row(tool, answer),
            ResponseShape.NoContent => (bool?)answer["accepted"] == true ? null : "not accepted",
            _ => answer.Count > 0 ? null : "nothing",
        };
    }

    // A row has nothing but fields that the tool's row names, and not none of them.
    private static string? Row(TerraformTool tool, JsonObject row)
    {
        string[] own = tool.DefaultAnswer is null ? ["id"] : ["id", "failed", "passed", "outputs", "from", "effective", "overridden_by"];
        own = tool.Follow == FollowRun.Nothing ? own : [.. own, "run_id", "diagnosis", "goes_on"]; // FollowedRunTests
        var names = tool.DefaultFields.SelectMany(field => Names(field)).Concat(own).Concat(tool.Told.SelectMany(told => told.Reads.SelectMany(Names).Append(told.Name))).ToHashSet();
        var strangers = row.Select(member => member.Key).Where(name => !names.Contains(name) && !names.Contains(name.Replace("_type", "_id", StringComparison.Ordinal))).ToArray();
        return strangers.Length > 0 ? $"{string.Join(", ", strangers)} beside the fields of the row"
            : row.Count == 0 && tool.DefaultFields.Count > 0 ? "an empty row"
            : null;
    }

    // What is asked through a relationship is its id where the resource is not included.
    private static IEnumerable<string> Names(string field) => field.Split('.')[0] is var name && name != field ? [name, name + "_id", name + "_ids"] : [name];
}
