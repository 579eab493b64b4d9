using System.Text.Json.Nodes;
using ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Catalog;

/// <summary>A default field is no wish: of a resource that has all that the documentation describes, every one is answered.</summary>
public sealed class DefaultFieldTests
{
    [Theory, ClassData(typeof(AllTools))]
    public void Every_default_field_is_answered(string name)
    {
        var tool = AllTools.Find(name);
        if (tool.DefaultFields.Count == 0 || !DocumentedResources.Has(tool.ResourceType) || tool.MediaType is not null)
        {
            return; // What has no JSON:API type is read through the sandbox, in EveryToolTests.
        }

        var data = DocumentedResources.Make(tool.ResourceType, "x", Value);
        var included = tool.Include
            .Select(relationship => (Type: DocumentedResources.Target(tool.ResourceType, relationship.Replace('_', '-')), Link: Link(data, relationship)))
            .Where(each => each.Type is not null && DocumentedResources.Has(each.Type))
            .SelectMany(each => each.Link.Select(id => DocumentedResources.Make(each.Type!, id, Value)));
        var row = JsonNode.Parse(Flatten.Single(
            new JsonObject { ["data"] = data, ["included"] = new JsonArray([.. included]) }.ToJsonString(), [.. tool.DefaultFields]))!.AsObject();

        // What only the documentation's prose or real traffic has (KnownFields) is not in the digest.
        var missing = tool.DefaultFields.Where(field => !row.ContainsKey(field.Split('.')[0]) && KnownFields.IsInDigest(tool.ResourceType, field));
        Assert.Empty(missing);
    }

    /// <summary>Issue 3: the run list shows status, what it waits for, changes, who, when.</summary>
    [Theory]
    [InlineData("list_all_hashicorp_terraform_cloud_runs", """{"workspace_id":"{workspace}"}""")]
    [InlineData("list_all_hashicorp_terraform_cloud_organization_runs", "{}")]
    public async Task A_list_of_runs_shows_status_what_each_waits_for_its_changes_who_and_when(string tool, string arguments)
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        arguments = arguments.Replace("{workspace}", product.Sandbox.WorkspaceId("core-networking"), StringComparison.Ordinal);
        var workspace = (await product.CallAsync(token, "get_single_hashicorp_terraform_cloud_workspace_by_name", """{"workspace_name":"core-networking"}""")).Answer();
        var result = (await product.CallAsync(token, tool, arguments)).Answer();
        var waiting = result["items"]!.AsArray().First(run => (bool?)run!["has_changes"] == true)!;
        Assert.NotEmpty((string)waiting["status"]!);
        Assert.NotEmpty((string)waiting["created_by"]!);
        Assert.NotEmpty((string)waiting["since"]!);
        var held = result["items"]!.AsArray().Single(run => (string?)run!["id"] == (string?)workspace["current_run"]!["id"])!;
        Assert.Equal(("policy_override", "override"), ((string)held["status"]!, (string)held["waits_for"]!));
        Assert.Contains("discard", held["can"]!.AsArray().Select(verb => (string)verb!));
        Assert.True((bool)held["has_changes"]!);
    }

    private static IEnumerable<string> Link(JsonObject data, string relationship) => data["relationships"]?[relationship.Replace('_', '-')]?["data"] switch
    {
        JsonArray many => many.Select(each => (string)each!["id"]!),
        JsonObject one => [(string)one["id"]!],
        _ => [],
    };

    private static JsonNode Value(string kind) => kind switch
    {
        "integer" => 1,
        "number" => 1.5,
        "boolean" => true,
        "object" => new JsonObject { ["a"] = "b" },
        "datetime" => "2026-01-01T00:00:00Z",
        _ when kind.StartsWith("enum(", StringComparison.Ordinal) => kind[5..^1].Split('|')[0],
        _ => "text",
    };
}
