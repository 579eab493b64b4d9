using ServerlessMcp.Catalog;
using ServerlessMcp.Http;

namespace ServerlessMcp.Exposure;

/// <summary>A tool in the list of those that were found.</summary>
internal sealed class SearchHit
{
    private static readonly int Empty = Measure(writer => ToolSchema.WriteInputSchema(writer, []));

    private readonly ToolDefinition tool;
    private readonly ToolSchemaOptions options;
    private readonly bool isFirst;
    private readonly IReadOnlyList<Argument> arguments;
    private readonly int leftOut;
    private string description;

    /// <summary>A tool that was found by a question, with its whole description.</summary>
    public SearchHit(ToolDefinition tool, string query, ToolSchemaOptions options, bool isFirst)
    {
        (this.tool, this.options, this.isFirst, description) = (tool, options, isFirst, tool.Description);
        var listed = ToolSchema.Listed(tool, options);
        arguments = isFirst ? Common(listed, query) : [.. listed.Where(argument => argument.IsRequired)];
        leftOut = listed.Count - arguments.Count;
        Length = Measure(writer => Write(writer, withSchema: false));
    }

    /// <summary>Its characters, those of its schema not counted.</summary>
    public int Length { get; private set; }

    /// <summary>Writes it.</summary>
    public void Write(Utf8JsonWriter writer) => Write(writer, withSchema: true);

    /// <summary>Leaves out sentences from the end until it has at most so many characters; of the only one, what stands
    /// behind a comma.</summary>
    public void ShortenTo(int most)
    {
        foreach (var end in (ReadOnlySpan<string>)[". ", "; ", ": ", ", ", " "])
        {
            while (Length > most && description.LastIndexOf(end, StringComparison.Ordinal) is > 0 and var at)
            {
                description = description[..at] + (end == ". " ? "." : "…");
                Length = Measure(writer => Write(writer, withSchema: false));
                if (end != ". " && Length <= most)
                {
                    return;
                }

                description = end == ". " ? description : description[..at];
            }
        }
    }

    private void Write(Utf8JsonWriter writer, bool withSchema)
    {
        writer.WriteStartObject();
        writer.WriteString("name", tool.NameIn(options.Names));
        writer.WriteString("effect", SearchHits.EffectOf(tool));
        writer.WriteString("description", description);
        if (!isFirst)
        {
            writer.WriteStartArray("required");
            foreach (var argument in arguments)
            {
                writer.WriteStringValue(argument.Name);
            }

            writer.WriteEndArray();
        }
        else
        {
            if (leftOut > 0)
            {
                writer.WriteString("left_out", $"{leftOut} more arguments: schema_of has all.");
            }

            writer.WritePropertyName("inputSchema");
            if (withSchema)
            {
                ToolSchema.WriteInputSchema(writer, arguments);
            }
            else
            {
                writer.WriteNullValue();
            }
        }

        writer.WriteEndObject();
    }

    // What has to be given, what was asked for, and of the others, in their order, what there is room for.
    private static IReadOnlyList<Argument> Common(IReadOnlyList<Argument> listed, string query)
    {
        var room = SearchHits.MostOfSchema;
        if (Measure(writer => ToolSchema.WriteInputSchema(writer, listed)) <= room)
        {
            return listed;
        }

        var asked = $" {string.Join(' ', WordForms.Of(query))} ";
        var shown = listed.Where(argument => argument.IsRequired).ToHashSet();
        room -= Measure(writer => ToolSchema.WriteInputSchema(writer, [.. shown]));
        foreach (var argument in listed.Except(shown).OrderByDescending(
            argument => asked.Contains($" {argument.Name.Replace('_', ' ')} ", StringComparison.Ordinal)))
        {
            // Alone it has the braces of the whole around it, which are more than its comma.
            var length = Measure(writer => ToolSchema.WriteInputSchema(writer, [argument])) - Empty;
            if (length + 1 <= room)
            {
                shown.Add(argument);
                room -= length + 1;
            }
        }

        return [.. listed.Where(shown.Contains)];
    }

    private static int Measure(Action<Utf8JsonWriter> write) => Encoding.UTF8.GetCharCount(JsonResponse.Bytes(write).Span);
}
