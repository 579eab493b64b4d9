using System.Runtime.InteropServices;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>
/// The numbers of a list's page: <c>meta.pagination</c> in kebab-case, the audit trail's top-level <c>pagination</c> in
/// snake_case, SCIM's <c>totalResults</c>, or <c>links.next</c> alone. A number may come as a text; absent numbers and
/// nulls are null.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Pagination
{
    private int? currentPage;
    private int? nextPage;
    private int? totalCount;
    private int? totalPages;
    private int? pageSize;
    private int? linkedPage;
    private bool hasNextLink;
    private string? continuation;

    /// <summary>The rows of all pages, as the document counts them.</summary>
    public readonly int? TotalCount => totalCount;

    /// <summary>What a document with so many rows said of its page.</summary>
    public readonly CollectionPage ToPage(int count) =>
        new(count, currentPage, nextPage ?? linkedPage, totalCount, continuation)
        { TotalPages = totalPages, PageSize = pageSize, HasNextLink = hasNextLink };

    /// <summary>Reads the top-level member whose name is under the reader. False if it is none of these; the reader is
    /// then at its value.</summary>
    public bool TryRead(ref JsonCursor reader)
    {
        var isMeta = reader.ValueTextEquals("meta"u8);
        var isPagination = reader.ValueTextEquals("pagination"u8);
        var isLinks = reader.ValueTextEquals("links"u8);
        var isTotal = reader.ValueTextEquals("totalResults"u8); // SCIM
        reader.Read();
        if (isTotal && Number(ref reader) is { } total)
        {
            totalCount = total;
            return true;
        }

        if (reader.TokenType != JsonTokenType.StartObject || !(isMeta || isPagination || isLinks))
            return false;
        if (isLinks)
            ReadLinks(ref reader);
        else
            ReadNumbers(ref reader);
        return true;
    }

    /// <summary>A number of a page as a parsed document has it, be it a text; null for none.</summary>
    public static int? NumberOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => Whole(value.GetRawText()),
        JsonValueKind.String => Whole(value.GetString()!),
        _ => null,
    };

    /// <summary>Whether a parsed document links to a next page.</summary>
    public static bool LinksOn(JsonElement root) =>
        root.ValueKind == JsonValueKind.Object && root.TryGetProperty("links", out var links)
        && links.ValueKind == JsonValueKind.Object
            && links.TryGetProperty("next", out var next) && IsLink(next);

    private static bool IsLink(JsonElement next) => next.ValueKind switch
    {
        JsonValueKind.String => !string.IsNullOrWhiteSpace(next.GetString()),
        JsonValueKind.Object => next.TryGetProperty("href", out var address)
            && address.ValueKind == JsonValueKind.String && IsLink(address),
        _ => false,
    };

    // A few endpoints have the numbers in meta itself.
    private void ReadNumbers(ref JsonCursor reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = SnakeCase.Convert(reader.Name());
            reader.Read();
            if (name == "pagination" && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadNumbers(ref reader);
                continue;
            }

            switch (name)
            {
                case "current_page": currentPage = Number(ref reader); break;
                case "next_page": ReadNext(ref reader); break;
                case "total_count": totalCount = Number(ref reader); break;
                case "total_pages": totalPages = Number(ref reader); break;
                case "page_size": pageSize = Number(ref reader); break;
                case "continuation": continuation = reader.Text(); break;
            }

            reader.Skip();
        }
    }

    // Something that is no number names a next page all the same, though nobody knows which.
    private void ReadNext(ref JsonCursor reader)
    {
        nextPage = Number(ref reader);
        hasNextLink |= nextPage is null
            && (reader.TokenType is JsonTokenType.Number or JsonTokenType.True
                || !string.IsNullOrWhiteSpace(reader.Text()));
    }

    // https://jsonapi.org/format/#fetching-pagination: a link, or an object with it as href.
    private void ReadLinks(ref JsonCursor reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isNext = reader.ValueTextEquals("next"u8) || reader.ValueTextEquals("href"u8);
            reader.Read();
            if (isNext && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadLinks(ref reader);
            }
            else if (isNext && reader.Text() is { } link && !string.IsNullOrWhiteSpace(link))
            {
                hasNextLink = true;
                linkedPage = PageOf(link);
            }
            else
            {
                reader.Skip();
            }
        }
    }

    private static int? PageOf(string link)
    {
        foreach (var parameter in link[(link.IndexOf('?', StringComparison.Ordinal) + 1)..].Split('&'))
        {
            var equals = parameter.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && Uri.UnescapeDataString(parameter[..equals]) == "page[number]"
                && Whole(parameter[(equals + 1)..]) is { } page)
            {
                return page;
            }
        }

        return null;
    }

    private static int? Number(ref JsonCursor reader) => reader.TokenType switch
    {
        JsonTokenType.Number => Whole(Encoding.UTF8.GetString(reader.ValueSpan)),
        JsonTokenType.String => Whole(reader.Text()!),
        _ => null,
    };

    // 2, "2", " 2 " and 2.0 are all the second page; a number below zero is none.
    private static int? Whole(string text) =>
        decimal.TryParse(text,
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowDecimalPoint
                | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) && number is >= 0 and <= int.MaxValue
            ? (int)number
            : null;
}
