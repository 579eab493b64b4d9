using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Reports.States;
using ServerlessMcp.Redaction;
using ServerlessMcp.Sandbox;
using ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Reports;

/// <summary>States that the terraform CLI made, in both forms: as it stores them and as it shows them.</summary>
public sealed class StateResourcesTests
{
    private const string Canary = "canary-of-the-golden-files";

    [Theory]
    [InlineData("everything")]
    [InlineData("fleet")]
    public async Task Both_forms_of_a_state_have_the_same_resources(string state)
    {
        var stored = await DigestAsync($"{state}.tfstate", new StateQuery { Take = 100 });
        var shown = await DigestAsync($"{state}.state.json", new StateQuery { Take = 100 });
        Assert.Equal(stored.Resources.Order(ByAddress).Select(Name), shown.Resources.Order(ByAddress).Select(Name));
        Assert.InRange(stored.Matching, 10, 100);
    }

    [Theory]
    [InlineData("everything.tfstate")]
    [InlineData("everything.state.json")]
    [InlineData("fleet.tfstate")]
    [InlineData("fleet.state.json")]
    public async Task Values_come_when_asked_for_and_sensitive_ones_never(string state)
    {
        var digest = await DigestAsync(state, new StateQuery { Take = 100, IncludeValues = true });
        var values = digest.Resources.SelectMany(resource => resource.Values!).Select(value => value.Value).ToList();
        Assert.DoesNotContain(values, value => value.Contains(Canary, StringComparison.Ordinal));
        Assert.Contains(values, value => value.Contains("(sensitive)", StringComparison.Ordinal));
        Assert.Contains(values, value => value.Contains(state.StartsWith("fleet", StringComparison.Ordinal) ? "10.20.0.0/16" : "lives on", StringComparison.Ordinal));
        Assert.All((await DigestAsync(state)).Resources, resource => Assert.Null(resource.Values));
    }

    // What the state file of an older Terraform does not say, names do: its provider's schema is not at hand.
    [Fact]
    public async Task A_state_file_without_marks_is_masked_by_names()
    {
        const string State = """
            {"version":4,"resources":[{"mode":"managed","type":"aws_db_instance","name":"a","provider":"provider[\"registry.terraform.io/hashicorp/aws\"].west",
            "instances":[{"index_key":"x","schema_version":1,"attributes":{"master_password":"hunter2-hunter2","url":"pg://hunter2-hunter2@x","name":"orders","secret_name":"n"},"private":"aHVudGVyMg=="}]}]}
            """;
        var resource = Assert.Single((await DigestAsync(Encoding.UTF8.GetBytes(State), new StateQuery { IncludeValues = true })).Resources);
        Assert.Equal(("aws_db_instance.a[\"x\"]", "hashicorp/aws"), (resource.Address, resource.Provider));
        Assert.Equal(
            ["master_password: \"(sensitive by its name)\"", "url: \"(sensitive)\"", "name: \"orders\"", "secret_name: \"n\""],
            resource.Values!.Select(value => $"{value.Key}: {value.Value}"));
    }

    [Fact]
    public async Task A_state_of_version_3_has_its_resources_and_is_masked_by_names()
    {
        const string State = """
            {"version":3,"modules":[{"path":["root","net"],"outputs":{"o":{"sensitive":true,"type":"string","value":"hunter1-hunter1"}},"resources":{
              "data.aws_ami.x":{"type":"aws_ami","provider":"provider.aws","primary":{"id":"i","attributes":{"id":"i"},"meta":{}}},
              "aws_db_instance.a.1":{"type":"aws_db_instance","provider":"module.net.provider.aws.west","primary":{"id":"x","attributes":{"user.0.password":"hunter2-hunter2","name":"orders"},"meta":{"schema_version":"1"},"tainted":true}}}}]}
            """;
        var digest = await DigestAsync(Encoding.UTF8.GetBytes(State), new StateQuery { IncludeValues = true });
        Assert.Equal([("module.net.data.aws_ami.x", "aws"), ("module.net.aws_db_instance.a[1]", "aws.west")], digest.Resources.Select(resource => (resource.Address, resource.Provider)));
        Assert.Equal(["user.0.password: \"(sensitive by its name)\"", "name: \"orders\""], digest.Resources[1].Values!.Select(value => $"{value.Key}: {value.Value}"));
        var shown = Encoding.UTF8.GetString(JsonResponse.Bytes(writer => TerraformDocument.Write(JsonElement.Parse(State), writer)).Span);
        Assert.DoesNotContain("hunter", shown, StringComparison.Ordinal);
        Assert.Contains("orders", shown, StringComparison.Ordinal);
    }

    // Beside its type, as Terraform stores a value of no fixed type.
    [Fact]
    public void Marks_reach_into_values_that_have_their_type_beside_them()
    {
        using var state = JsonDocument.Parse(GoldenFile.Read("everything.tfstate"));
        var shown = Encoding.UTF8.GetString(JsonResponse.Bytes(writer => TerraformDocument.Write(state.RootElement, writer)).Span);
        Assert.DoesNotContain(Canary, shown, StringComparison.Ordinal);
        Assert.Contains("admin", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("everything.plan.json", "in the open")]
    [InlineData("fleet.plan.json", "acme-logs")]
    [InlineData("fleet.state.json", "acme-logs")]
    public void A_raw_document_of_the_CLI_shows_what_nobody_marks(string file, string plain)
    {
        using var document = JsonDocument.Parse(GoldenFile.Read(file));
        var shown = Encoding.UTF8.GetString(JsonResponse.Bytes(writer => TerraformDocument.Write(document.RootElement, writer)).Span);
        Assert.DoesNotContain(Canary, shown, StringComparison.Ordinal);
        Assert.Contains(plain, shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("aws_instance.node[*]", null, null, 16)]
    [InlineData(null, "aws_db_*", null, 3)]
    [InlineData(null, null, "aws", 60)]
    [InlineData(null, null, "hashicorp/aws", 60)]
    [InlineData("*logs*", "aws_s3_bucket", "aws", 1)]
    [InlineData(null, null, "azurerm", 0)]
    public async Task Addresses_types_and_providers_filter(string? address, string? type, string? provider, int count)
    {
        foreach (var form in new[] { "fleet.tfstate", "fleet.state.json" })
        {
            Assert.Equal(count, (await DigestAsync(form, new StateQuery { Address = address, Type = type, Provider = provider, Take = 1 })).Matching);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_workspaces_resources_are_found_by_both_forms_of_the_hosted_states_address(bool throughApi)
    {
        await using var product = await TestProduct.StartAsync(upstream: new SandboxOptions { HostedStateThroughApi = throughApi });
        var token = await product.TokenAsync();
        var answer = await ReadAsync(product, token, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("internal-vpn")}}","include_values":true}""");
        Assert.Equal(["aws_vpn_gateway.main", "aws_vpn_connection.office"], answer["items"]!.AsArray().Select(item => (string)item!["address"]!));
        Assert.Equal("(sensitive)", (string)answer["items"]![1]!["values"]!["tunnel1_preshared_key"]!);
        Assert.Equal("ipsec.1", (string)answer["items"]![1]!["values"]!["type"]!);
        Assert.Equal(2, (int)answer["total_count"]!);
        var blob = Assert.Single(product.Sandbox.Requests.ToList(), request => request.Path.StartsWith("/v1/object/", StringComparison.Ordinal));
        Assert.False(blob.HasAuthorization);
        Assert.Equal(throughApi, product.Sandbox.Requests.ToList().Any(request => request.Path.EndsWith("/hosted_json_state", StringComparison.Ordinal) && request.HasAuthorization));
    }

    [Theory]
    [InlineData("hashicorp_terraform_cloud_state_versions_download", true)]
    [InlineData("hashicorp_terraform_cloud_state_versions_download", false)]
    [InlineData("hashicorp_terraform_cloud_state_versions_download_json", true)]
    [InlineData("hashicorp_terraform_cloud_state_versions_download_json", false)]
    public async Task A_state_is_downloaded_by_both_forms_of_its_address_too(string tool, bool throughApi)
    {
        await using var product = await TestProduct.StartAsync(upstream: new SandboxOptions { HostedStateThroughApi = throughApi });
        var token = await product.TokenAsync("""{"tags":["*"]}""");
        var version = (await product.CallAsync(token, "get_single_hashicorp_terraform_cloud_current_state_version_by_id", $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("internal-vpn")}}"}""")).Answer();
        var answer = await product.CallAsync(token, tool, $$"""{"state_version_id":"{{version["id"]}}"}""");
        Assert.False((bool?)answer["isError"] == true, answer.ToJsonString());
        Assert.Contains("aws_vpn_connection", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("not-a-real-preshared-key", answer.ToJsonString() + product.Logs.All, StringComparison.Ordinal);
        Assert.DoesNotContain("/v1/object/", answer.ToJsonString(), StringComparison.Ordinal);
        Assert.False(Assert.Single(product.Sandbox.Requests.ToList(), request => request.Path.StartsWith("/v1/object/", StringComparison.Ordinal)).HasAuthorization);
    }

    [Fact]
    public async Task Pages_follow_each_other_and_the_first_says_what_else_there_is()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync();
        var first = await ReadAsync(product, token, $$"""{"workspace_id":"{{product.Sandbox.WorkspaceId("internal-vpn")}}","page_size":1}""");
        Assert.Equal("""{"aws_vpn_connection":1,"aws_vpn_gateway":1}""", first["types"]!.ToJsonString());
        var second = await ReadAsync(product, token, $$"""{"cursor":"{{first["next_cursor"]}}"}""");
        Assert.Equal("aws_vpn_connection.office", (string)second["items"]![0]!["address"]!);
        Assert.Null(second["next_cursor"]);
    }

    // GET /state-version-outputs/:id answers the value of a sensitive output in clear.
    [Fact]
    public async Task A_sensitive_output_is_withheld_by_every_tool_that_reads_it()
    {
        await using var product = await TestProduct.StartAsync();
        var token = await product.TokenAsync("""{"tags":["*"]}""");
        var workspace = product.Sandbox.WorkspaceId("internal-vpn");
        var listed = (await product.CallAsync(token, "list_all_hashicorp_terraform_cloud_current_state_version_outputs", $$"""{"workspace_id":"{{workspace}}"}""")).Answer();
        var secret = listed["items"]!.AsArray().Single(item => (string)item!["name"]! == "vpn_preshared_key")!;
        var single = (await product.CallAsync(token, "get_single_hashicorp_terraform_cloud_state_version_output_by_id", $$"""{"state_version_output_id":"{{secret["id"]}}","fields":["*"]}""")).Answer();
        Assert.Equal("(sensitive)", (string)single["value"]!);
        Assert.DoesNotContain("not-a-real-preshared-key", listed.ToJsonString() + single.ToJsonString() + product.Logs.All, StringComparison.Ordinal);
    }

    private static readonly Comparer<StateResource> ByAddress = Comparer<StateResource>.Create((one, other) => string.CompareOrdinal(one.Address, other.Address));

    private static (string, string, string) Name(StateResource resource) => (resource.Address, resource.Type, resource.Provider);

    private static Task<StateDigest> DigestAsync(string file, StateQuery? query = null) => DigestAsync(GoldenFile.Read(file), query);

    private static async Task<StateDigest> DigestAsync(byte[] state, StateQuery? query = null)
    {
        await using var download = await Downloads.OfAsync(new PiecewiseStream(state, 1000));
        return await StateReader.ReadAsync(download, query ?? new StateQuery());
    }

    private static async Task<JsonNode> ReadAsync(TestProduct product, string token, string arguments)
    {
        var result = await product.CallAsync(token, "hashicorp_terraform_cloud_workspaces_find_resources", arguments);
        Assert.True((bool?)result["isError"] != true, result.ToJsonString());
        return result.Answer();
    }

    // An answer is read to 64 levels by those that it goes to.
    [Theory]
    [InlineData(10, true)]
    [InlineData(33, false)]
    [InlineData(140, false)]
    [InlineData(900, false)]
    public async Task A_value_however_deep_is_shown_in_an_answer_that_can_be_read(int depth, bool asJson)
    {
        var value = new string('[', depth) + "\"text\"" + new string(']', depth);
        var state = $$"""{"version":4,"terraform_version":"1.11.4","resources":[{"mode":"managed","type":"a","name":"b","provider":"p","instances":[{"schema_version":0,"attributes":{"deep":{{value}},"key":"canary-of-a-secret"},"sensitive_attributes":[[{"type":"get_attr","value":"key"}]]}]}]}""";
        await using var download = await Downloads.OfAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(state)));
        var shown = (await StateReader.ReadAsync(download, new StateQuery { IncludeValues = true })).Resources.Single().Values!.Single(attribute => attribute.Key == "deep").Value;
        var answer = Flatten.Write(writer =>
        {
            writer.WriteStartObject();
            DocumentValue.Write(writer, "deep", shown);
            writer.WriteEndObject();
        });
        Assert.Equal(asJson, System.Text.Json.JsonElement.Parse(answer).GetProperty("deep").ValueKind == System.Text.Json.JsonValueKind.Array);
    }
}
