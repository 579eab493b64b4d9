using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>
/// A tool as MCP lists it (revision 2025-06-18 and later: <c>name</c>, <c>title</c>, <c>description</c>,
/// <c>inputSchema</c>, <c>annotations</c>). The schema keeps to what every client takes: single types, <c>items</c> on
/// every array, no <c>$ref</c>, no unions. Every token is paid for by whoever lists the tools, so it does not say
/// <c>additionalProperties: false</c> (5 tokens a tool): <see cref="ArgumentReader"/> refuses an unknown argument and
/// names the nearest.
/// </summary>
internal static class ToolSchema
{
    /// <summary>Writes the whole tool as one JSON object.</summary>
    /// <param name="writer">Give it the relaxed encoder, or <c>…</c> takes six characters.</param>
    /// <param name="tool">A row of <see cref="ToolCatalog"/>.</param>
    /// <param name="options">What the listing depends on besides.</param>
    public static void Write(Utf8JsonWriter writer, ToolDefinition tool, ToolSchemaOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("name"u8, tool.NameIn(options.Names));
        writer.WriteString("title"u8, tool.Title);
        writer.WriteString("description"u8, Description(tool, options));
        writer.WritePropertyName("inputSchema"u8);
        WriteInputSchema(writer, tool, options);
        writer.WriteStartObject("annotations"u8);
        writer.WriteBoolean("readOnlyHint"u8, tool.Effect == Effect.Read);
        writer.WriteBoolean("destructiveHint"u8, tool.WorstEffect == Effect.Destroy);
        writer.WriteBoolean("idempotentHint"u8, tool.IsIdempotent);
        writer.WriteBoolean("openWorldHint"u8, true);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes only the JSON Schema (2020-12) of its arguments.</summary>
    /// <param name="writer">As in <see cref="Write"/>.</param>
    /// <param name="tool">A row of <see cref="ToolCatalog"/>.</param>
    /// <param name="options">As in <see cref="Write"/>; names play no part.</param>
    public static void WriteInputSchema(Utf8JsonWriter writer, ToolDefinition tool, ToolSchemaOptions options) =>
        WriteInputSchema(writer, Listed(tool, options));

    /// <summary>Writes the JSON Schema of these arguments.</summary>
    public static void WriteInputSchema(Utf8JsonWriter writer, IReadOnlyList<Argument> arguments)
    {
        writer.WriteStartObject();
        WriteObject(writer, arguments);
        writer.WriteEndObject();
    }

    /// <summary>The arguments that its schema shows, in their order.</summary>
    public static IReadOnlyList<Argument> Listed(ToolDefinition tool, ToolSchemaOptions options) =>
        [.. tool.Arguments.Where(argument => IsListed(tool, argument, options))
            .Select(argument => Described(tool, argument, options))];

    private static string Description(ToolDefinition tool, ToolSchemaOptions options) =>
        options.IsBrief && tool.SameAs is { } other
        ? $"{tool.Description} Takes what {tool.Catalog.NameOf(other, options.Names)} takes."
        : !options.IsWhole && tool.Arguments.Any(argument => argument.IsRare)
        ? $"{tool.Description} Also takes {string.Join(", ", tool.Arguments.Where(argument => argument.IsRare).Select(Named))}."
        : tool.Description;

    // By its name alone; that optional booleans are false otherwise is what the instructions say.
    private static string Named(Argument argument) =>
        argument is { Kind: JsonKind.Boolean } && argument.Description.EndsWith(DerivedArguments.TrueByDefault, StringComparison.Ordinal)
        ? argument.Name + " (default true)" : argument.Name;

    // The instructions explain fields and page_size once for all tools; a description names what is rare.
    private static bool IsListed(ToolDefinition tool, Argument argument, ToolSchemaOptions options) =>
        (options.IsScoped || !argument.IsProof)
        && !argument.IsDerived
        && (options.IsWhole || !(argument.IsRare || argument is { Place: ArgumentPlace.Answer, Name: "fields" or "page_size" }))
        && !(options.IsBrief && IsToldElsewhere(tool, argument, options.DefaultValue));

    private static bool IsToldElsewhere(ToolDefinition tool, Argument argument, string? defaultValue) =>
        tool.HasDefault(argument, defaultValue)
        || (!argument.IsRequired && tool.SameAs is { } other
            && tool.Catalog.Find(other, ToolNames.Canonical)!.Arguments.Any(shared => shared.Name == argument.Name));

    private static Argument Described(ToolDefinition tool, Argument argument, ToolSchemaOptions options) =>
        tool.HasDefault(argument, options.DefaultValue)
        ? argument with { IsRequired = false, Description = $"Default {options.DefaultValue}." } : argument;

    private static void WriteObject(Utf8JsonWriter writer, IReadOnlyList<Argument> members)
    {
        writer.WriteString("type"u8, "object"u8);
        writer.WriteStartObject("properties"u8);
        foreach (var member in members)
        {
            writer.WriteStartObject(member.Name);

            // Before the type: its full stop, the quote and the comma are then one token of o200k_base, almost one for
            // each argument.
            writer.WriteString("description"u8, member.Description);
            WriteType(writer, member);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        if (members.Any(member => member.IsRequired))
        {
            writer.WriteStartArray("required"u8);
            foreach (var member in members.Where(member => member.IsRequired))
            {
                writer.WriteStringValue(member.Name);
            }

            writer.WriteEndArray();
        }
    }

    private static void WriteType(Utf8JsonWriter writer, Argument argument)
    {
        switch (argument.Kind)
        {
            case JsonKind.Text:
                writer.WriteString("type"u8, "string"u8);
                WriteEnum(writer, argument);
                break;
            case JsonKind.Integer:
                writer.WriteString("type"u8, "integer"u8);

                // That a number of rows or seconds is no negative one goes without saying; an error says where it begins.
                if (argument.Minimum is > 1 and var minimum)
                {
                    writer.WriteNumber("minimum"u8, minimum);
                }

                if (argument.Maximum is { } maximum)
                {
                    writer.WriteNumber("maximum"u8, maximum);
                }

                break;
            case JsonKind.Number:
                writer.WriteString("type"u8, "number"u8);
                break;
            case JsonKind.Boolean:
                writer.WriteString("type"u8, "boolean"u8);
                break;
            case JsonKind.TextList:
                writer.WriteString("type"u8, "array"u8);
                writer.WriteStartObject("items"u8);
                writer.WriteString("type"u8, "string"u8);
                WriteEnum(writer, argument);
                writer.WriteEndObject();
                break;
            case JsonKind.Record:
                WriteObject(writer, argument.Members);
                break;
            case JsonKind.RecordList:
                writer.WriteString("type"u8, "array"u8);
                writer.WriteStartObject("items"u8);
                WriteObject(writer, argument.Members);
                writer.WriteEndObject();
                break;
            case JsonKind.TextMap when argument.Encoding == ArgumentEncoding.Files:
                writer.WriteString("type"u8, "array"u8);
                writer.WriteStartObject("items"u8);
                writer.WriteString("type"u8, "object"u8);
                writer.WriteStartObject("properties"u8);
                foreach (var member in new[] { FileList.Path, FileList.Content })
                {
                    writer.WriteStartObject(member);
                    writer.WriteString("type"u8, "string"u8);
                    writer.WriteEndObject();
                }

                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case JsonKind.TextMap:
                writer.WriteString("type"u8, "object"u8);
                writer.WriteStartObject("additionalProperties"u8);
                writer.WriteString("type"u8, "string"u8);
                writer.WriteEndObject();
                break;
            default:
                throw new InvalidOperationException($"{argument.Name} has no JSON type: {argument.Kind}.");
        }
    }

    private static void WriteEnum(Utf8JsonWriter writer, Argument argument)
    {
        if (argument.AllowedValues.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("enum"u8);
        foreach (var value in argument.AllowedValues)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
