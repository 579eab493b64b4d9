using ServerlessMcp.JsonApi;

namespace ServerlessMcp.Tests.JsonApi;

public sealed class CollectionTests
{
    [Fact]
    public void A_list_is_its_rows_and_its_page()
    {
        var items = Flatten.Items(
            """
            {"data":[{"id":"ws-1","type":"workspaces","attributes":{"name":"a"}},{"id":"ws-2","type":"workspaces","attributes":{"name":"b"}}],
            "links":{"self":"x"},"meta":{"status-counts":{"pending":1},"pagination":{"current-page":1,"page-size":20,"prev-page":null,"next-page":2,"total-pages":2,"total-count":21}}}
            """,
            out var page);
        Assert.Equal("""[{"id":"ws-1","name":"a"},{"id":"ws-2","name":"b"}]""", items);
        Assert.Equal(new CollectionPage(2, 1, 2, 21), page);
    }

    [Theory]
    [InlineData("""{"meta":{"pagination":{"current-page":3,"next-page":null}},"data":[]}""", 3, null, null)]
    [InlineData("""{"data":[],"pagination":{"current_page":1,"prev_page":null,"next_page":2,"total_pages":8,"total_count":778}}""", 1, 2, 778)]
    [InlineData("""{"data":[],"meta":null}""", null, null, null)]
    [InlineData("""{"data":[],"meta":{"pagination":{"next-page":"2","total-count":99999999999}}}""", null, null, null)]
    [InlineData("""{"data":[]}""", null, null, null)]
    [InlineData("""{"data":[],"meta":{"current-page":2,"next-page":3,"total-count":41}}""", 2, 3, 41)]
    [InlineData("""{"totalResults":3,"Resources":[]}""", null, null, 3)]
    public void What_the_API_does_not_say_about_a_page_is_null(string document, int? current, int? next, int? total)
    {
        Assert.Equal("[]", Flatten.Items(document, out var page));
        Assert.Equal(new CollectionPage(0, current, next, total), page);
    }

    [Fact]
    public void An_endpoint_that_counts_no_pages_says_what_the_next_one_is_called()
    {
        Flatten.Items("""{"data":[],"meta":{"prev":null,"continuation":"in_2"}}""", out var page);
        Assert.Equal("in_2", page.Continuation);
    }

    [Theory]
    [InlineData("""{"data":{"id":"a"}}""", """[{"id":"a"}]""")]
    [InlineData("""{"data":null}""", "[]")]
    [InlineData("""{"schemas":["urn:scim"],"totalResults":1,"Resources":[{"id":"g-1","displayName":"ops"}]}""", """[{"id":"g-1","display_name":"ops"}]""")]
    [InlineData("""{"modules":[{"versions":[{"version":"1.0.0"}]}]}""", """[{"versions":[{"version":"1.0.0"}]}]""")]
    [InlineData("{}", "[]")]
    [InlineData("""{"data":[1,"x",null,{"id":"a"}]}""", """[{"id":"a"}]""")]
    public void Lists_that_are_not_quite_JSON_API_are_rows_as_well(string document, string items) => Assert.Equal(items, Flatten.Items(document));

    [Fact]
    public void Every_row_finds_its_own_included_resource() =>
        Assert.Equal(
            """[{"id":"ws-1","current_run":{"id":"run-1","status":"applied"}},{"id":"ws-2","current_run":{"id":"run-2","status":"planned"}},{"id":"ws-3"}]""",
            Flatten.Items(
                """
                {"data":[{"id":"ws-1","relationships":{"current-run":{"data":{"id":"run-1","type":"runs"}}}},
                {"id":"ws-2","relationships":{"current-run":{"data":{"id":"run-2","type":"runs"}}}},
                {"id":"ws-3","relationships":{"current-run":{"data":null}}}],
                "included":[{"id":"run-2","type":"runs","attributes":{"status":"planned"}},{"id":"run-1","type":"users","attributes":{"status":"wrong"}},
                {"id":"run-1","type":"runs","attributes":{"status":"applied"}}]}
                """,
                "current_run.id",
                "current_run.status"));

    [Fact]
    public void An_included_resource_has_its_id_only_where_that_is_asked_for()
    {
        const string document = """
            {"data":{"id":"ws-1","relationships":{"project":{"data":{"id":"prj-1","type":"projects"}}}},
            "included":[{"id":"prj-1","type":"projects","attributes":{"name":"data"}}]}
            """;
        Assert.Equal("""{"id":"ws-1","project":{"name":"data"}}""", Flatten.Single(document, "project.name"));
        Assert.Equal("""{"id":"ws-1","project":{"id":"prj-1","name":"data"}}""", Flatten.Single(document, "project.id", "project.name"));
        Assert.Equal("""{"id":"ws-1","project":{"id":"prj-1","name":"data"}}""", Flatten.Single(document, "project.*"));
        Assert.Equal("""{"id":"ws-1","project":{"name":"data"},"project_id":"prj-1"}""", Flatten.Single(document, "project.name", "project_id"));
    }
}
