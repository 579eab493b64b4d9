using System.Runtime.InteropServices;
using System.Text.Json;

namespace ServerlessMcp.JsonApi;

/// <summary>
/// The numbers of a list's page: <c>meta.pagination</c> in kebab-case, the audit trail's top-level <c>pagination</c> in snake_case, or SCIM's <c>totalResults</c>. Absent numbers and nulls are null.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal struct Pagination
{
    public int? CurrentPage { get; private set; }

    public int? NextPage { get; private set; }

    public int? TotalCount { get; private set; }

    public string? Continuation { get; private set; }

    /// <summary>Reads the top-level member whose name is under the reader. False if it is none of these; the reader is then at its value.</summary>
    public bool TryRead(ref Utf8JsonReader reader)
    {
        var isMeta = reader.ValueTextEquals("meta"u8);
        var isPagination = reader.ValueTextEquals("pagination"u8);
        var isTotal = reader.ValueTextEquals("totalResults"u8); // SCIM
        reader.Read();
        if (isTotal && reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var total))
        {
            TotalCount = total;
            return true;
        }

        if (reader.TokenType != JsonTokenType.StartObject || !(isMeta || isPagination))
            return false;
        ReadNumbers(ref reader);
        return true;
    }

    // A few endpoints have the numbers in meta itself.
    private void ReadNumbers(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isPagination = reader.ValueTextEquals("pagination"u8);
            var isCurrent = reader.ValueTextEquals("current-page"u8) || reader.ValueTextEquals("current_page"u8);
            var isNext = reader.ValueTextEquals("next-page"u8) || reader.ValueTextEquals("next_page"u8);
            var isTotal = reader.ValueTextEquals("total-count"u8) || reader.ValueTextEquals("total_count"u8);
            var isContinuation = reader.ValueTextEquals("continuation"u8);
            reader.Read();
            if (isPagination && reader.TokenType == JsonTokenType.StartObject)
            {
                ReadNumbers(ref reader);
                continue;
            }

            int? number = reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out var value) ? value : null;
            if (isCurrent)
                CurrentPage = number;
            else if (isNext)
                NextPage = number;
            else if (isTotal)
                TotalCount = number;
            else if (isContinuation)
                Continuation = JsonText.Text(ref reader);
            reader.Skip();
        }
    }
}
