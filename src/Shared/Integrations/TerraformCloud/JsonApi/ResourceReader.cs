using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>
/// Flat rows out of response documents (<see href="https://jsonapi.org/format/#document-structure"/>), as
/// docs/design/answers.md has them: <c>id</c> first, attributes under snake_case names, nulls dropped, <c>{relationship}_id</c>;
/// what a selection reaches through a relationship comes from <c>included</c> as a nested object. Values of sensitive
/// variables and outputs, and pre-signed URLs, are never written.
/// The document is read once as UTF-8, without a DOM. On an exception the writer holds half an answer: write to a buffer.
/// </summary>
internal static class ResourceReader
{
    /// <summary>The deepest nesting read.</summary>
    public const int MaxDepth = JsonDepth.Read;

    private static ReadOnlySpan<byte> DataName => "data"u8;

    internal static readonly JsonReaderOptions ReaderOptions = new() { MaxDepth = MaxDepth };

    /// <summary>The member of a JSON:API document that holds its resource or its list.</summary>
    public const string Data = "data";

    /// <summary>Writes the document's one resource as a row. An array of one is that one (cost estimates come so), an
    /// array of several is <c>{"items":[…]}</c>.</summary>
    /// <exception cref="UnexpectedAnswerException">It has no resource, or errors.</exception>
    /// <exception cref="JsonException">It is malformed, or deeper than <see cref="MaxDepth"/>.</exception>
    /// <param name="document">The answer.</param>
    /// <param name="fields">The fields to write.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="wholeBy">Where the document itself is the resource (SCIM), the member that it has always; null
    /// where the resource stands in <see cref="Data"/>.</param>
    /// <param name="budget">What looking through it may cost.</param>
    /// <param name="tail">What stands in the row behind its fields; null for nothing.</param>
    public static void WriteSingle(
        ReadOnlySpan<byte> document, FieldSelection fields, Utf8JsonWriter writer, string? wholeBy = null,
        WorkBudget? budget = null, RowTail? tail = null)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(writer);
        var reader = Open(document);
        var root = reader;
        var rows = new RowWriter(document, writer, budget, fields.OmitsFalse, tail);
        var isWritten = false;
        var isWhole = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isData = !isWritten && reader.ValueTextEquals(DataName);
            var isErrors = reader.ValueTextEquals("errors"u8);
            isWhole |= wholeBy is not null && SnakeCase.Convert(reader.Name()) == wholeBy;
            reader.Read();
            if (isErrors)
                RefuseErrors(ref reader, document);
            if (isData && reader.TokenType == JsonTokenType.StartObject)
                isWritten = rows.Write(ref reader, fields.Root) ? true : throw UnexpectedAnswerException.Of(document);
            else if (isData && reader.TokenType == JsonTokenType.StartArray)
                isWritten = WriteWrapped(ref reader, ref rows, fields.Root, writer);
            else
                reader.Skip();
        }

        Finish(ref reader);
        if (isWritten)
            return;
        if (!isWhole)
            throw UnexpectedAnswerException.Of(document);
        rows.Write(ref root, fields.Root);
    }

    /// <summary>Writes the array of the document's rows. A member that is null, or left out, has none where a count
    /// says that there are none (SCIM); else nothing is known of them.</summary>
    /// <exception cref="UnexpectedAnswerException">It has no list, elements that are no resources, or errors.</exception>
    /// <exception cref="JsonException">It is malformed, or deeper than <see cref="MaxDepth"/>.</exception>
    /// <param name="document">The answer.</param>
    /// <param name="fields">The fields to write.</param>
    /// <param name="writer">Where to.</param>
    /// <param name="member">The name of the member in which the list stands.</param>
    /// <param name="budget">What looking through it may cost.</param>
    /// <param name="tail">As in <see cref="WriteSingle"/>.</param>
    public static CollectionPage WriteItems(
        ReadOnlySpan<byte> document, FieldSelection fields, Utf8JsonWriter writer, string member = Data,
        WorkBudget? budget = null, RowTail? tail = null)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(writer);
        var reader = Open(document);
        var rows = new RowWriter(document, writer, budget, fields.OmitsFalse, tail);
        ReadOnlySpan<byte> name = Encoding.UTF8.GetBytes(member);
        int? count = null;
        var pagination = default(Pagination);
        writer.WriteStartArray();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals(name))
            {
                reader.Read();
                if (count is not null)
                    throw new UnexpectedAnswerException($"an object with {member} more than once");
                if (reader.TokenType == JsonTokenType.Null)
                    continue;
                count = reader.TokenType == JsonTokenType.StartArray
                    ? WriteRows(ref reader, ref rows, fields.Root)
                    : throw new UnexpectedAnswerException(
                        $"{UnexpectedAnswerException.KindOf(reader.TokenType)} in {member}, where a list belongs");
            }
            else if (reader.ValueTextEquals("errors"u8))
            {
                reader.Read();
                RefuseErrors(ref reader, document);
                reader.Skip();
            }
            else if (!pagination.TryRead(ref reader))
            {
                rows.Skip(ref reader);
            }
        }

        Finish(ref reader);
        writer.WriteEndArray();
        if (count is null && pagination.TotalCount is not 0)
            throw UnexpectedAnswerException.Of(document);
        return pagination.ToPage(count ?? 0);
    }

    // An array or object of errors; null, and none, are no error.
    private static void RefuseErrors(scoped ref JsonCursor reader, ReadOnlySpan<byte> document)
    {
        if (reader.TokenType != JsonTokenType.Null && ErrorDocument.Read(document) is { Count: > 0 } errors)
            throw UnexpectedAnswerException.Of(errors);
    }

    private static JsonCursor Open(ReadOnlySpan<byte> document)
    {
        var reader = new JsonCursor(document);
        if (!reader.Read())
            throw new JsonException("The document is empty.");
        if (reader.TokenType == JsonTokenType.StartObject)
            return reader;
        var rest = reader;
        Finish(ref rest);
        throw UnexpectedAnswerException.Of(document);
    }

    // Reads on, because bytes after the end are malformed too.
    private static void Finish(ref JsonCursor reader)
    {
        while (reader.Read())
        {
        }
    }

    private static int WriteRows(ref JsonCursor reader, ref RowWriter rows, FieldNode fields)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            return 0;
        var count = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.StartObject || !rows.Write(ref reader, fields))
            {
                var kind = reader.TokenType == JsonTokenType.EndObject ? JsonTokenType.StartObject : reader.TokenType;
                throw new UnexpectedAnswerException(
                    $"a list with {UnexpectedAnswerException.KindOf(kind)} that is no resource");
            }

            count++;
        }

        return count;
    }

    private static bool WriteWrapped(ref JsonCursor reader, ref RowWriter rows, FieldNode fields, Utf8JsonWriter writer)
    {
        var first = reader;
        first.Read();
        if (first.TokenType != JsonTokenType.StartObject)
            throw new UnexpectedAnswerException("a list without resources, where one belongs");
        var next = first;
        next.Skip();
        next.Read();
        if (next.TokenType == JsonTokenType.EndArray)
        {
            var isWritten = rows.Write(ref first, fields);
            reader = next;
            return isWritten;
        }

        writer.WriteStartObject();
        writer.WriteStartArray("items"u8);
        WriteRows(ref reader, ref rows, fields);
        writer.WriteEndArray();
        writer.WriteEndObject();
        return true;
    }
}
