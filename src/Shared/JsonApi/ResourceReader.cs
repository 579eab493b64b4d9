using System.Text.Json;

namespace ServerlessMcp.JsonApi;

/// <summary>
/// Flat rows out of response documents (<see href="https://jsonapi.org/format/#document-structure"/>), as section 5 of the design has them: <c>id</c> first, attributes
/// under snake_case names, nulls dropped, <c>{relationship}_id</c>; what a selection reaches through a relationship comes from <c>included</c> as a nested object.
/// Values of sensitive variables and outputs, and pre-signed URLs, are never written.
/// The document is read once as UTF-8, without a DOM. On an exception the writer holds half an answer: write to a buffer.
/// </summary>
public static class ResourceReader
{
    /// <summary>The deepest nesting read.</summary>
    public const int MaxDepth = JsonDepth.Read;

    internal static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>
    /// Writes the document's one resource as a row. An array of one is that one (cost estimates come so), an array of several is <c>{"items":[…]}</c>, of none is <c>{}</c>;
    /// a document without a resource in <c>data</c> is a row itself.
    /// </summary>
    /// <exception cref="JsonException">It is malformed, deeper than <see cref="MaxDepth"/>, or no object.</exception>
    public static void WriteSingle(ReadOnlySpan<byte> document, FieldSelection fields, Utf8JsonWriter writer, WorkBudget? budget = null)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(writer);
        var reader = Open(document);
        var root = reader;
        var rows = new RowWriter(document, writer, budget);
        var isWritten = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isData = !isWritten && reader.ValueTextEquals("data"u8);
            reader.Read();
            if (isData && reader.TokenType == JsonTokenType.StartObject)
            {
                rows.Write(ref reader, fields.Root);
                isWritten = true;
            }
            else if (isData && reader.TokenType == JsonTokenType.StartArray)
            {
                WriteWrapped(ref reader, ref rows, fields.Root, writer);
                isWritten = true;
            }
            else
            {
                reader.Skip();
            }
        }

        Finish(ref reader);
        if (!isWritten)
            rows.Write(ref root, fields.Root);
    }

    /// <summary>
    /// Writes the array of the document's rows. One resource is an array of one; <c>data: null</c> is none. A document without <c>data</c>
    /// (SCIM, registry protocol) is searched for its first array of objects.
    /// </summary>
    /// <exception cref="JsonException">It is malformed, deeper than <see cref="MaxDepth"/>, or no object.</exception>
    public static CollectionPage WriteItems(ReadOnlySpan<byte> document, FieldSelection fields, Utf8JsonWriter writer, WorkBudget? budget = null)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(writer);
        var reader = Open(document);
        var root = reader;
        var rows = new RowWriter(document, writer, budget);
        var hasData = false;
        var count = 0;
        var pagination = default(Pagination);
        writer.WriteStartArray();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!hasData && reader.ValueTextEquals("data"u8))
            {
                hasData = true;
                reader.Read();
                count = WriteRows(ref reader, ref rows, fields.Root);
            }
            else if (!pagination.TryRead(ref reader))
            {
                reader.Skip();
            }
        }

        Finish(ref reader);
        if (!hasData && SeekArrayOfObjects(ref root))
            count = WriteRows(ref root, ref rows, fields.Root);
        writer.WriteEndArray();
        return new CollectionPage(count, pagination.CurrentPage, pagination.NextPage, pagination.TotalCount, pagination.Continuation);
    }

    private static Utf8JsonReader Open(ReadOnlySpan<byte> document)
    {
        var reader = new Utf8JsonReader(document, ReaderOptions);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The document is not a JSON object.");
        return reader;
    }

    // Reads on, because bytes after the end are malformed too.
    private static void Finish(ref Utf8JsonReader reader)
    {
        while (reader.Read())
        {
        }
    }

    private static int WriteRows(ref Utf8JsonReader reader, ref RowWriter rows, FieldNode fields)
    {
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            rows.Write(ref reader, fields);
            return 1;
        }

        if (reader.TokenType != JsonTokenType.StartArray)
            return 0;
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.StartObject)
            {
                rows.Write(ref reader, fields);
                count++;
            }
            else
            {
                reader.Skip();
            }
        }

        return count;
    }

    private static void WriteWrapped(ref Utf8JsonReader reader, ref RowWriter rows, FieldNode fields, Utf8JsonWriter writer)
    {
        var first = reader;
        first.Read();
        if (first.TokenType == JsonTokenType.EndArray)
        {
            writer.WriteStartObject();
            writer.WriteEndObject();
            reader.Read();
            return;
        }

        var next = first;
        next.Skip();
        next.Read();
        if (first.TokenType == JsonTokenType.StartObject && next.TokenType == JsonTokenType.EndArray)
        {
            rows.Write(ref first, fields);
            reader = next;
            return;
        }

        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        WriteRows(ref reader, ref rows, fields);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static bool SeekArrayOfObjects(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            reader.Read();
            var first = reader;
            if (reader.TokenType == JsonTokenType.StartArray && first.Read() && first.TokenType == JsonTokenType.StartObject)
                return true;
            reader.Skip();
        }

        return false;
    }
}
