using ServerlessMcp.Catalog;
using ServerlessMcp.JsonApi;

namespace ServerlessMcp.Tests.Catalog;

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
