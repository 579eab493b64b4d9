using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using static ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi.Calls;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Requests;

public sealed class RequestPathTests
{
    private static readonly TerraformTool ListRuns = Tool(
        HttpMethod.Get,
        "/workspaces/{workspace_id}/runs",
        Argument(ArgumentPlace.Query, "status", "filter[status]", JsonKind.TextList),
        Argument(ArgumentPlace.Query, "search", "search[basic]"),
        Argument(ArgumentPlace.Query, "include", kind: JsonKind.TextList),
        Argument(ArgumentPlace.Answer, "fields", kind: JsonKind.TextList)) with
    { Shape = ResponseShape.Collection, Include = ["plan"] };

    [Fact]
    public void Values_are_escaped_into_their_places() =>
        Assert.Equal(
            "/api/v2/workspaces/ws-1/runs?filter%5Bstatus%5D=planned,applied&search%5Bbasic%5D=a%26b%3Dc%20%C3%BC&include=plan,created_by&page%5Bnumber%5D=2&page%5Bsize%5D=20",
            Build(ListRuns, """{"workspace_id":"ws-1","status":["planned","applied"],"search":"a&b=c ü","include":["created_by","plan"],"fields":["*"]}""", page: 2, size: 20));

    [Fact]
    public void The_first_page_is_not_named() => Assert.Equal("/api/v2/workspaces/ws-1/runs?include=plan", Build(ListRuns, """{"workspace_id":"ws-1"}"""));

    [Fact]
    public void Only_lists_have_pages() =>
        Assert.Equal("/api/v2/runs/run-1", Build(Tool(HttpMethod.Get, "/runs/{id}"), """{"id":"run-1"}""", page: 2, size: 20));

    // RFC 7644, 3.4.2.4.
    [Fact]
    public void SCIM_counts_rows_instead_of_pages()
    {
        var list = Tool(HttpMethod.Get, "/scim/v2/Users") with { Shape = ResponseShape.Collection, Paging = PagingStyle.StartIndex };
        Assert.Equal("/scim/v2/Users?startIndex=1&count=20", Build(list, "{}", page: 1, size: 20));
        Assert.Equal("/scim/v2/Users?startIndex=51&count=25", Build(list, "{}", page: 3, size: 25));
    }

    [Fact]
    public void Records_become_parameters_by_their_template() =>
        Assert.Equal(
            "/api/v2/x?filter%5B0%5D%5Bname%5D%5Bis%5D%5B0%5D=a%26b&filter%5B1%5D%5Bdrifted%5D%5Bis_empty%5D%5B0%5D=",
            Build(
                Tool(HttpMethod.Get, "/x", Argument(
                    ArgumentPlace.Query, "filters", "filter[#][{field}][{operator}][0]={value}", JsonKind.RecordList, null,
                    Argument(ArgumentPlace.Attribute, "field"), Argument(ArgumentPlace.Attribute, "operator"), Argument(ArgumentPlace.Attribute, "value"))),
                """{"filters":[{"field":"name","operator":"is","value":"a&b"},{"field":"drifted","operator":"is_empty"}]}"""));

    [Theory]
    [InlineData("/api/registry/private/v2/gpg-keys", "/api/registry/private/v2/gpg-keys")]
    [InlineData("/scim/v2/Groups", "/scim/v2/Groups")]
    [InlineData("/.well-known/terraform.json", "/.well-known/terraform.json")]
    [InlineData("/scim-configurations/x", "/api/v2/scim-configurations/x")]
    public void Paths_are_below_api_v2_unless_they_say_otherwise(string path, string built) => Assert.Equal(built, Build(Tool(HttpMethod.Get, path), "{}"));

    [Theory]
    [InlineData("../../admin", "..%2F..%2Fadmin")]
    [InlineData("a/b?c#d", "a%2Fb%3Fc%23d")]
    [InlineData("%2e%2e", "%252e%252e")]
    [InlineData("a\\b", "a%5Cb")]
    [InlineData("...", "...")]
    public void No_value_leaves_its_segment(string id, string segment) =>
        Assert.Equal($"/api/v2/runs/{segment}/plan", Build(Tool(HttpMethod.Get, "/runs/{id}/plan"), $$"""{"id":{{System.Text.Json.JsonSerializer.Serialize(id)}}}"""));

    [Theory]
    [InlineData("""{"id":"."}""")]
    [InlineData("""{"id":".."}""")]
    [InlineData("""{"id":""}""")]
    [InlineData("{}")]
    public void A_segment_that_would_vanish_is_refused(string arguments) =>
        Assert.Throws<ArgumentException>(() => Build(Tool(HttpMethod.Get, "/runs/{id}"), arguments));

    [Fact]
    public void The_accounts_organization_stands_in_for_a_missing_one()
    {
        var tool = Tool(HttpMethod.Get, "/organizations/{organization_name}/runs");
        Assert.Equal("/api/v2/organizations/acme-corp/runs", RequestPath.Build(tool.With("{}"), "acme-corp", 1, null));
        Assert.Equal("/api/v2/organizations/other/runs", RequestPath.Build(tool.With("""{"organization_name":"other"}"""), "acme-corp", 1, null));
        Assert.Throws<ArgumentException>(() => RequestPath.Build(tool.With("{}"), null, 1, null));

        var filtered = Tool(HttpMethod.Get, "/state-versions", Argument(ArgumentPlace.Query, "organization_name", "filter[organization][name]"));
        Assert.Equal("/api/v2/state-versions?filter%5Borganization%5D%5Bname%5D=acme-corp", RequestPath.Build(filtered.With("{}"), "acme-corp", 1, null));
    }

    [Fact]
    public void A_map_is_one_parameter_a_key() =>
        Assert.Equal(
            "/api/v2/x?filter%5Btag%5D%5Benv%5D=prod&filter%5Btag%5D%5Ba%26b%5D=1",
            Build(Tool(HttpMethod.Get, "/x", Argument(ArgumentPlace.Query, "tag", "filter[tag]", JsonKind.TextMap)), """{"tag":{"env":"prod","a&b":"1"}}"""));

    [Fact]
    public void Numbers_and_booleans_are_written_as_JSON_has_them() =>
        Assert.Equal(
            "/api/v2/x?force=1&limit=20&all=true",
            Build(Tool(HttpMethod.Get, "/x?force=1", Argument(ArgumentPlace.Query, "limit", kind: JsonKind.Integer), Argument(ArgumentPlace.Query, "all", kind: JsonKind.Boolean)), """{"limit":20,"all":true}"""));

    private static string Build(TerraformTool tool, string arguments, int page = 1, int? size = null) => RequestPath.Build(tool.With(arguments), null, page, size);
}
