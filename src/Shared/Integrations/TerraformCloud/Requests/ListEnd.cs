using System.Runtime.InteropServices;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>How a page of a list goes on. Silence says that the list ends here, so it is kept for lists of which that
/// is known.</summary>
/// <param name="Next">The page to ask for next; null if none is known to exist.</param>
/// <param name="Incomplete">Why the list may have more than can be asked for; null if it has not.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ListEnd(int? Next, string? Incomplete)
{
    /// <summary>How the page goes on that the API answered.</summary>
    /// <param name="read">What the API said of it.</param>
    /// <param name="isPaged">Whether the tool can ask for another.</param>
    /// <param name="page">The page that was asked for.</param>
    /// <param name="asked">How many rows were asked for.</param>
    /// <param name="isRepeated">Whether it has the very rows of the page before.</param>
    public static ListEnd Of(CollectionPage read, bool isPaged, int page, int asked, bool isRepeated = false)
    {
        // What is beyond a page that was not answered nobody knows, and asking on would go round in a circle.
        if (page > 1 && read.CurrentPage is { } answered && answered < page)
        {
            return new(null, $"The API was asked for page {page} and answered page {answered}, so these may be items " +
                "that were listed before, and others may be missing.");
        }

        if (isRepeated)
        {
            return new(null, $"Page {page} has the very items of the page before, so the server seems not to page: " +
                "others may be missing.");
        }

        var size = read.PageSize is > 0 and { } told ? told : asked;
        var known = ((page - 1) * (long)size) + read.Count;
        var next = PageAfter(read, page, size, known, isPaged);
        return next switch
        {
            not null when isPaged => new(next, null),
            not null => new(null, "The API has another page, which this tool can't ask for: there are more items."),
            null when read.TotalCount > known => new(
                null, $"The API counts {read.TotalCount} items, but only {known} came up to here, and it names no " +
                    "next page: the list may be cut."),
            _ => default,
        };
    }

    private static int? PageAfter(CollectionPage read, int page, int size, long known, bool isPaged)
    {
        if (read.NextPage is { } next && next > page)
        {
            return next;
        }

        // SCIM tells only the total; organization runs come without even that: there a full page means that there may be another.
        var isMore = read.TotalPages > page || read.HasNextLink
            || (read.CurrentPage is null && read.TotalCount is null ? isPaged && read.Count >= size
                : read.CurrentPage is null ? page * (long)size < read.TotalCount
                : read.Count >= size && read.TotalCount > known);
        return isMore ? page + 1 : null;
    }
}
