using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// What an answer does not show by itself, as members behind its own: that a server ignored a filter
/// (<c>ignored_filters</c>) or a part of a change (<c>not_taken</c>), that no row can have a field
/// (<c>unknown_fields</c>), that a related resource did not come (<c>not_included</c>). An agent
/// believes what it reads, and none of this is an error.
/// </summary>
internal static class AnswerRemarks
{
    private const string NotTakenNote =
        "The change was accepted, but the answer does not show these as they were asked for. The rest was done. Read " +
        "the resource before you rely on them; the same call would be answered the same.";

    /// <summary>The answer, with the remarks that there are.</summary>
    /// <exception cref="JsonException">The document is malformed.</exception>
    /// <param name="answer">The row, or the page of rows.</param>
    /// <param name="arguments">What was asked.</param>
    /// <param name="document">What the API answered.</param>
    public static ReadOnlyMemory<byte> Add(
        ReadOnlyMemory<byte> answer, ToolArguments arguments, scoped ref DocumentNodes document)
    {
        var notTaken = NotTaken.Of(arguments, ref document);
        var ignored = ListFilters.Ignored(arguments, ref document);
        var unknown = UnknownFields.Of(arguments, ref document);
        var notIncluded = NotIncluded.Of(arguments, ref document);
        if (notTaken.Count == 0 && ignored.Count == 0 && unknown.Count == 0 && notIncluded.Count == 0)
        {
            return answer;
        }

        return ToolAnswer.With(answer, writer =>
        {
            Write(writer, "not_taken", notTaken, NotTakenNote);
            Write(writer, "ignored_filters", ignored,
                "Rows came that do not fit these filters, so the server seems to ignore them: go by what each row " +
                    "says, and take neither the rows nor their count for what was asked.");
            WriteUnknown(writer, unknown);
            Write(writer, "not_included", notIncluded,
                "The server named what these are of and did not send it along, so that they are not known here, " +
                    "rather than empty: read it by its own id.");
        });
    }

    /// <summary>The answer of a change, with a comment that is not there afterwards.</summary>
    public static ReadOnlyMemory<byte> AddMissingComment(ReadOnlyMemory<byte> answer) => ToolAnswer.With(answer, writer =>
        Write(writer, "not_taken", [CommentCheck.Comment],
            "The change was accepted, but the run has no such comment. Add it as a comment of its own if it matters; " +
                "do not repeat the change for it."));

    /// <summary>The answer of a call to which a workspace was given in the place of a run, with that run.</summary>
    public static ReadOnlyMemory<byte> AddMeant(ReadOnlyMemory<byte> answer, string run) =>
        ToolAnswer.With(answer, writer => writer.WriteString("of_run", run));

    /// <summary>The answer of a change whose mark could not be added as a comment.</summary>
    public static ReadOnlyMemory<byte> AddUnmarked(ReadOnlyMemory<byte> answer) => ToolAnswer.With(answer, writer =>
        writer.WriteString("not_marked", "The change was made; the comment that says through which URL could not be added."));

    private static void WriteUnknown(Utf8JsonWriter writer, IReadOnlyList<UnknownFields.Unknown> unknown)
    {
        if (unknown.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("unknown_fields");
        foreach (var (field, nearest) in unknown)
        {
            writer.WriteStartObject();
            writer.WriteString("field", field);
            writer.WriteStartArray("nearest");
            foreach (var name in nearest)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<string> arguments, string meaning)
    {
        if (arguments.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var argument in arguments)
        {
            writer.WriteStringValue(argument);
        }

        writer.WriteEndArray();
        writer.WriteString(name + "_note", meaning);
    }
}
