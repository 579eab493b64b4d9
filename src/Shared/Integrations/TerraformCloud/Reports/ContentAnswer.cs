using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Logs;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports;

/// <summary>The JSON that a model reads where the upstream answered a document, a text or an archive instead of rows.</summary>
internal static class ContentAnswer
{
    private const int MaxFiles = 500;

    /// <summary>What the content becomes.</summary>
    /// <exception cref="WorkBudgetException">Looking through it takes longer than a call may.</exception>
    /// <exception cref="InvalidDataException">It is not the archive that it should be.</exception>
    /// <exception cref="FileNotFoundException">The archive has no such file.</exception>
    /// <exception cref="JsonException">It is not the document that it should be: of what can't be read nobody knows
    /// which values are marked.</exception>
    public static ReadOnlyMemory<byte> Write(ToolArguments arguments, int page, ReadOnlyMemory<byte> content, WorkBudget budget)
    {
        // What it really is decides: a policy's code comes as it is or packed, depending on how it was uploaded.
        if (SourceArchive.IsArchive(content.Span))
        {
            return WriteArchive(arguments, page, content, budget);
        }

        return WriteContent(arguments, page, content.Span, budget);
    }

    private static ReadOnlyMemory<byte> WriteContent(
        ToolArguments arguments, int page, ReadOnlySpan<byte> content, WorkBudget budget) =>
        arguments.Row.Shape == ResponseShape.Document ? WriteDocument(arguments, page, content, budget)
        : WriteText(arguments, page, content, budget);

    private static ReadOnlyMemory<byte> WriteDocument(
        ToolArguments arguments, int page, ReadOnlySpan<byte> content, WorkBudget budget)
    {
        // Half a state has no marks for the other half, so nothing of it is shown.
        var shown = Masked(content, budget) ?? throw new JsonException("The document is no JSON, or not whole.");
        var piece = TextPiece.Number(page, shown);
        return piece.TotalBytes > TextPiece.Length
            ? JsonResponse.Bytes(writer => WritePiece(writer, arguments, page, piece))
            : JsonResponse.Bytes(writer =>
            {
                writer.WriteStartObject();
                writer.WritePropertyName("document");
                writer.WriteRawValue(shown, skipInputValidation: true);
                writer.WriteNumber("total_bytes", piece.TotalBytes);
                writer.WriteEndObject();
            });
    }

    // A document as JSON without what it marks as sensitive; null if the content is no JSON. What was announced as text
    // may be JSON too: then it is masked, or refused.
    private static string? Masked(ReadOnlySpan<byte> content, WorkBudget budget)
    {
        if (content.TrimStart(" \t\r\n"u8) is not [(byte)'{' or (byte)'[', ..])
        {
            return null;
        }

        JsonElement document;
        try
        {
            var reader = new Utf8JsonReader(content, new JsonReaderOptions { MaxDepth = ResourceReader.MaxDepth * 4 });
            document = JsonElement.ParseValue(ref reader);
            if (reader.Read())
            {
                return null;
            }
        }
        catch (JsonException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(JsonResponse.Bytes(writer => TerraformDocument.Write(document, writer, budget)).Span);
    }

    private static ReadOnlyMemory<byte> WriteText(
        ToolArguments arguments, int page, ReadOnlySpan<byte> content, WorkBudget budget)
    {
        var text = Masked(content, budget) ?? LogLines.TextOf(content, budget: budget);
        var piece = arguments.TryGet(DerivedArguments.Tail.Name, out var lines) ? TextPiece.Tail(lines.GetInt32(), text)
            : TextPiece.Number(page, text);
        return JsonResponse.Bytes(writer => WritePiece(writer, arguments, page, piece));
    }

    private static ReadOnlyMemory<byte> WriteArchive(
        ToolArguments arguments, int page, ReadOnlyMemory<byte> content, WorkBudget budget)
    {
        var wanted = arguments.Text(DerivedArguments.File.Name);
        var listing = wanted is null
            ? SourceArchive.List(content, (int)Math.Min(int.MaxValue, (page - 1L) * MaxFiles), MaxFiles) : null;
        if (listing is { Count: 1, Files: [var only] } && arguments.Row.Shape != ResponseShape.Archive)
        {
            (wanted, listing) = (only.Path, null);
        }

        return listing is not null
            ? JsonResponse.Bytes(writer => WriteFiles(writer, arguments, page, listing))
            : WriteContent(arguments, page, SourceArchive.Read(content, wanted!) ?? throw new FileNotFoundException(), budget);
    }

    private static void WriteFiles(Utf8JsonWriter writer, ToolArguments arguments, int page, SourceArchive.Listing listing)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("items");
        foreach (var entry in listing.Files)
        {
            writer.WriteStartObject();
            writer.WriteString("file", entry.Path);
            writer.WriteNumber("size", entry.Size);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (listing.Count > (long)page * MaxFiles && Cursor.Encode(arguments, page + 1) is { } cursor)
        {
            writer.WriteString("next_cursor", cursor);
        }

        writer.WriteNumber("total_count", listing.Count);
        writer.WriteEndObject();
    }

    private static void WritePiece(Utf8JsonWriter writer, ToolArguments arguments, int page, TextPiece piece)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("untrusted", true);
        writer.WriteString("content", piece.Text);
        if (!piece.IsLast && arguments.Row.TakesCursor && Cursor.Encode(arguments, page + 1) is { } cursor)
        {
            writer.WriteString("next_cursor", cursor);
        }

        writer.WriteNumber("total_bytes", piece.TotalBytes);
        writer.WriteEndObject();
    }
}
