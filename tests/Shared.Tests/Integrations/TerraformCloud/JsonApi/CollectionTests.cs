using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;

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
        Assert.Equal(new CollectionPage(2, 1, 2, 21) { TotalPages = 2, PageSize = 20 }, page);
    }

    [Theory]
    [InlineData("""{"meta":{"pagination":{"current-page":3,"next-page":null}},"data":[]}""", 3, null, null)]
    [InlineData("""{"data":[],"pagination":{"current_page":1,"prev_page":null,"next_page":2,"total_count":778}}""", 1, 2, 778)]
    [InlineData("""{"data":[],"meta":null}""", null, null, null)]
    [InlineData("""{"data":[],"meta":{"pagination":{"next-page":"2","total-count":99999999999}}}""", null, 2, null)]
    [InlineData("""{"data":[],"meta":{"pagination":{"current-page":"1","next-page":"","total-count":" 5"}}}""", 1, null, 5)]
    [InlineData("""{"data":[],"meta":{"pagination":{"current-page":"1","next-page":null,"total-count":"5x"}}}""", 1, null, null)]
    [InlineData("""{"data":[]}""", null, null, null)]
    [InlineData("""{"data":[],"meta":{"current-page":2,"next-page":3,"total-count":41}}""", 2, 3, 41)]
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
    [InlineData("""{"data":[],"links":{"next":"/api/v2/projects?page%5Bnumber%5D=3&page%5Bsize%5D=2"}}""", 3)]
    [InlineData("""{"data":[],"links":{"self":"x?page[number]=9","next":"https://tfe.example.com/x?page[size]=2&page[number]=4"}}""", 4)]
    [InlineData("""{"links":{"next":{"href":"?page[number]=5","meta":{"a":1}}},"data":[]}""", 5)]
    [InlineData("""{"data":[],"links":{"next":"/x?after=abc"}}""", null)]
    public void A_link_to_the_next_page_says_that_there_is_one(string document, int? next)
    {
        Flatten.Items(document, out var page);
        Assert.True(page.HasNextLink);
        Assert.Equal(next, page.NextPage);
    }

    [Theory]
    [InlineData("""{"data":[],"links":{"next":null,"last":"/x?page[number]=2"}}""")]
    [InlineData("""{"data":[],"links":{"next":""}}""")]
    [InlineData("""{"data":[],"links":null}""")]
    public void No_link_says_nothing(string document)
    {
        Flatten.Items(document, out var page);
        Assert.Equal(new CollectionPage(0, null, null, null), page);
    }

    [Theory]
    [InlineData("""{"data":null,"meta":{"pagination":{"total-count":0}}}""", "[]")]
    [InlineData("""{"errors":[],"data":[{"id":"a"}]}""", """[{"id":"a"}]""")]
    public void Lists_that_are_not_quite_JSON_API_are_rows_as_well(string document, string items) => Assert.Equal(items, Flatten.Items(document));

    [Theory]
    [InlineData("Resources", """{"schemas":["urn:scim"],"totalResults":1,"Resources":[{"id":"g-1","displayName":"ops"}]}""", """[{"id":"g-1","display_name":"ops"}]""")]
    [InlineData("Resources", """{"totalResults":0,"Resources":[]}""", "[]")]
    [InlineData("Resources", """{"schemas":["urn:scim"],"totalResults":0}""", "[]")]
    [InlineData("modules", """{"modules":[{"id":"m","versions":[{"version":"1.0.0"}]}]}""", """[{"id":"m","versions":[{"version":"1.0.0"}]}]""")]
    public void A_list_may_stand_elsewhere_where_its_row_says_so(string member, string document, string items) => Assert.Equal(items, Flatten.ItemsIn(member, document));

    [Theory]
    [InlineData("{}", "an empty object")]
    [InlineData("[]", "an array")]
    [InlineData("""{"message":"scheduled maintenance until 11:00","reference":"a81"}""", "an object with message, reference")]
    [InlineData("""{"items":[{"id":"a"}]}""", "an object with items")]
    [InlineData("""{"Resources":[{"id":"a"}],"totalResults":1}""", "an object with Resources, totalResults")]
    [InlineData("""{"data":{"id":"a","type":"things"}}""", "an object in data, where a list belongs")]
    [InlineData("""{"data":"soon"}""", "a text in data, where a list belongs")]
    [InlineData("""{"data":[1,"x",null,{"id":"a"}]}""", "a list with a number that is no resource")]
    [InlineData("""{"data":[{"id":"a"},null]}""", "a list with null that is no resource")]
    [InlineData("""{"data":[{"name":"a","size":3}]}""", "a list with an object that is no resource")]
    [InlineData("""{"errors":[{"status":"500","title":"boom"}]}""", "an error document")]
    [InlineData("""{"data":[],"errors":[{"title":"half"}]}""", "an error document")]
    [InlineData("""{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1,"h":1,"i":1}""", "an object with a, b, c, d, e, f, g, h and more")]
    public void What_is_no_list_is_refused_and_named_and_never_an_empty_list(string document, string came) =>
        Assert.Equal(came, Assert.Throws<UnexpectedAnswerException>(() => Flatten.Items(document)).What);

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
        const string Document = """
            {"data":{"id":"ws-1","relationships":{"project":{"data":{"id":"prj-1","type":"projects"}}}},
            "included":[{"id":"prj-1","type":"projects","attributes":{"name":"data"}}]}
            """;
        Assert.Equal("""{"id":"ws-1","project":{"name":"data"}}""", Flatten.Single(Document, "project.name"));
        Assert.Equal("""{"id":"ws-1","project":{"id":"prj-1","name":"data"}}""", Flatten.Single(Document, "project.id", "project.name"));
        Assert.Equal("""{"id":"ws-1","project":{"id":"prj-1","name":"data"}}""", Flatten.Single(Document, "project.*"));
        Assert.Equal("""{"id":"ws-1","project":{"name":"data"},"project_id":"prj-1"}""", Flatten.Single(Document, "project.name", "project_id"));
    }
}
