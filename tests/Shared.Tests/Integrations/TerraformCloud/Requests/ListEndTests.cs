using System.Text.Json.Nodes;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Tests.Support;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Requests;

/// <summary>How a page goes on: a cursor where more is known to exist, a word where the list may be cut, and silence only where it ends.</summary>
public sealed class ListEndTests
{
    public static TheoryData<CollectionPage, int, int?, bool> Pages => new()
    {
        // What the API said, the page asked for at 2 rows each, the next page, and whether a word says that there may be more.
        { new(2, 1, 2, 5), 1, 2, false },
        { new(2, 1, null, 2), 1, null, false },
        { new(2, 1, null, 5), 1, 2, false },
        { new(1, 1, null, 5), 1, null, true },
        { new(0, 1, null, 5), 1, null, true },
        { new(1, 3, null, 5), 3, null, false },
        { new(2, 1, null, 5) { TotalPages = 3 }, 1, 2, false },
        { new(2, 1, null, null) { TotalPages = 3 }, 1, 2, false },
        { new(1, 3, null, 5) { TotalPages = 3 }, 3, null, false },
        { new(2, 2, 2, 5), 2, 3, false },
        { new(2, 2, 1, 4), 2, null, false },
        { new(2, 1, 2, 5), 2, null, true },
        { new(2, null, null, 5), 1, 2, false },
        { new(1, null, null, 5), 3, null, false },
        { new(2, null, null, null), 1, 2, false },
        { new(1, null, null, null), 1, null, false },
        { new(1, null, null, null) { HasNextLink = true }, 1, 2, false },
        { new(1, null, 7, null) { HasNextLink = true }, 1, 7, false },
        { new(1, 1, null, 5) { PageSize = 1 }, 1, 2, false },
        { new(1, 5, null, 5) { PageSize = 1 }, 5, null, false },
    };

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_list_goes_on_where_more_is_known_to_exist(CollectionPage read, int page, int? next, bool isIncomplete)
    {
        var end = ListEnd.Of(read, isPaged: true, page, asked: 2);
        Assert.Equal(next, end.Next);
        Assert.Equal(isIncomplete, end.Incomplete is not null);
    }

    // Whatever servers write for a number is read as one; what is none and stands where a next page is named says that there is one.
    [Theory]
    [InlineData(""" "current-page":1.0,"next-page":2.0,"total-count":4.0 """, true, 4)]
    [InlineData(""" "current-page":1,"next-page":2e0 """, true, null)]
    [InlineData(""" "current-page":" 1 ","next-page":" 2 ","total-count":" 4 " """, true, 4)]
    [InlineData(""" "currentPage":1,"nextPage":2,"totalCount":4 """, true, 4)]
    [InlineData(""" "current_page":1,"next_page":2 """, true, null)]
    [InlineData(""" "current-page":1,"next-page":true """, true, null)]
    [InlineData(""" "current-page":1,"next-page":"last" """, true, null)]
    [InlineData(""" "current-page":1,"next-page":99999999999 """, true, null)]
    [InlineData(""" "current-page":1,"next-page":"" """, false, null)]
    [InlineData(""" "current-page":1,"next-page":0 """, false, null)]
    [InlineData(""" "current-page":1,"next-page":false """, false, null)]
    [InlineData(""" "current-page":null,"next-page":null,"total-pages":null,"total-count":null """, false, null)]
    [InlineData(""" "current-page":-1,"next-page":null,"total-count":-5 """, false, null)]
    [InlineData(""" "current-page":1,"total-count":1 """, false, null)]
    public async Task Numbers_of_a_page_are_read_however_they_are_written(string pagination, bool goesOn, int? total)
    {
        var page = await ListAsync($$"""{"data":[{{Rows}}],"meta":{"pagination":{ {{pagination}} } } }""");
        Assert.Equal(goesOn, page["next_cursor"] is not null);
        Assert.Equal(total, (int?)page["total_count"]);
    }

    [Theory]
    [InlineData("null", false)]
    [InlineData("\"\"", false)]
    [InlineData("\" \"", false)]
    [InlineData("""{"href":null}""", false)]
    [InlineData("""{"href":"?page[number]=2"}""", true)]
    [InlineData("\"?page%5Bnumber%5D=2\"", true)]
    [InlineData("\"/api/v2/anything?page[after]=abc\"", true)]
    [InlineData("\"https://elsewhere.example/?page[number]=2\"", true)]
    public async Task A_link_to_a_next_page_is_a_page_whatever_its_form(string link, bool goesOn) =>
        Assert.Equal(goesOn, (await ListAsync($$"""{"data":[{{Rows}}],"links":{"next":{{link}} } }"""))["next_cursor"] is not null);

    /// <summary>A server that does not know pages and links on for ever.</summary>
    [Theory]
    [InlineData(""" "links":{"next":"?page[number]=2"} """)]
    [InlineData(""" "links":{"next":"?page[after]=abc"} """)]
    [InlineData(""" "meta":{"pagination":{"next-page":"more"}} """)]
    public async Task A_page_that_comes_again_ends_the_list_with_a_word(string more)
    {
        var upstream = new ScriptedUpstream();
        upstream.AnswerAll($$"""{"data":[{{Rows}}],{{more}}}""");
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var token = await product.TokenAsync();
        var first = (await product.CallAsync(token, Workspaces, "{}")).Answer();
        var second = (await product.CallAsync(token, Workspaces, $$"""{"cursor":"{{first["next_cursor"]}}"}""")).Answer();
        Assert.Null(first["incomplete"]);
        Assert.Null(second["next_cursor"]);
        Assert.Contains("the very items of the page before", (string)second["incomplete"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("hashicorp_terraform_cloud_organizations_overview")]
    [InlineData("hashicorp_terraform_cloud_workspaces_drift_report")]
    public async Task A_report_counts_a_workspace_once_however_often_it_comes(string report)
    {
        var upstream = new ScriptedUpstream
        {
            Answer = (request, _) => request.RequestUri!.AbsolutePath.EndsWith("/workspaces", StringComparison.Ordinal)
                ? (200, $$"""{"data":[{{Rows}}],"links":{"next":"?page[number]=2"} }""", "application/vnd.api+json")
                : (404, "", null),
        };
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        var said = (await product.CallAsync(await product.TokenAsync("""{"methods":["*"],"tags":["*"]}"""), report, "{}")).Answer();
        Assert.Equal(2, (int)said["summary"]!["workspaces"]!);
        Assert.NotNull(said["not_covered"]);
    }

    private const string Workspaces = "list_all_hashicorp_terraform_cloud_workspaces";

    private const string Rows =
        """{"id":"ws-AAAAAAAAAAAAAAA1","type":"workspaces","attributes":{"name":"w1"}},{"id":"ws-AAAAAAAAAAAAAAA2","type":"workspaces","attributes":{"name":"w2"}}""";

    private static async Task<JsonNode> ListAsync(string document)
    {
        var upstream = new ScriptedUpstream();
        upstream.AnswerAll(document);
        await using var product = await TestProduct.StartAsync(between: _ => upstream);
        return (await product.CallAsync(await product.TokenAsync(), Workspaces, "{}")).Answer();
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_tool_without_pages_says_that_there_are_more_items_than_it_can_list(CollectionPage read, int page, int? next, bool isIncomplete)
    {
        // Without pages a full one means nothing.
        var isKnown = read is not { CurrentPage: null, TotalCount: null, HasNextLink: false };
        var end = ListEnd.Of(read, isPaged: false, page, asked: 2);
        Assert.Null(end.Next);
        Assert.Equal(isKnown && (next is not null || isIncomplete), end.Incomplete is not null);
    }
}
