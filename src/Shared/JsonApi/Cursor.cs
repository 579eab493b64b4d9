using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.JsonApi;

/// <summary>
/// <c>next_cursor</c>: opaque to clients, the base64url of <c>["tfc_runs_list",2,{"workspace_id":"ws-1"}]</c>. The API itself has page numbers only
/// (<see href="https://developer.hashicorp.com/terraform/cloud-docs/api-docs#pagination"/>). It carries the arguments of the call, so that the next call needs nothing else;
/// it is not signed, so they are checked like any others.
/// </summary>
public static class Cursor
{
    /// <summary>The longest cursor made or read, in characters.</summary>
    public const int MaxLength = 2048;

    /// <summary>The highest page number read.</summary>
    public const int MaxPage = 1_000_000;

    private const string ArgumentName = "cursor";

    // A log's cursor has a place in bytes.
    private static int MaxNumber(ToolDefinition tool) => tool.Shape == ResponseShape.Log ? int.MaxValue : MaxPage;

    /// <summary>
    /// The cursor of the next page of the same call: arguments of path, query and answer (<c>fields</c>, <c>page_size</c>), all but the cursor itself.
    /// Null if they don't fit into <see cref="MaxLength"/>, even without <c>fields</c>.
    /// </summary>
    public static string? Encode(ToolArguments arguments, int nextPage)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Encode(arguments, nextPage, without: null) ?? Encode(arguments, nextPage, without: "fields");
    }

    /// <summary>Reads a cursor. False for garbage, for another tool's cursor, and for a page below 2 or above <see cref="MaxPage"/>.</summary>
    /// <param name="tool">The tool that was called.</param>
    /// <param name="text">The cursor as it came.</param>
    /// <param name="page">The page to ask for.</param>
    /// <param name="arguments">The arguments of the call that made it, not yet checked: whoever has a cursor can make one.</param>
    public static bool TryDecode(ToolDefinition tool, string text, out int page, out Dictionary<string, JsonElement> arguments)
    {
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(text);
        arguments = [];
        if (TryRead(tool, text, out page, arguments))
            return true;
        page = 0;
        arguments = [];
        return false;
    }

    private static bool TryRead(ToolDefinition tool, string text, out int page, Dictionary<string, JsonElement> arguments)
    {
        page = 0;
        if (text.Length is 0 or > MaxLength || !Base64Url.IsValid(text))
            return false;
        try
        {
            var reader = new Utf8JsonReader(Base64Url.DecodeFromChars(text), new JsonReaderOptions { MaxDepth = 8 });
            var root = JsonElement.ParseValue(ref reader);
            if (reader.Read() || root.ValueKind != JsonValueKind.Array || root.GetArrayLength() != 3
                || root[0].ValueKind != JsonValueKind.String || root[0].GetString() != tool.ShortName
                || root[1].ValueKind != JsonValueKind.Number || !root[1].TryGetInt32(out page) || page < 2 || page > MaxNumber(tool)
                || root[2].ValueKind != JsonValueKind.Object)
                return false;
            foreach (var member in root[2].EnumerateObject())
            {
                if (!tool.Arguments.Any(argument => argument.Name == member.Name && IsCarried(argument)) || !arguments.TryAdd(member.Name, member.Value))
                    return false;
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    /// <summary>The same, without one of the arguments: a log's <c>tail</c> is for the first look only.</summary>
    internal static string? Encode(ToolArguments arguments, int nextPage, string? without)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(arguments.Tool.ShortName);
            writer.WriteNumberValue(nextPage);
            writer.WriteStartObject();
            foreach (var argument in arguments.Tool.Arguments)
            {
                if (argument.Name == without || !IsCarried(argument) || !arguments.TryGet(argument.Name, out var value))
                    continue;
                writer.WritePropertyName(argument.Name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
            writer.WriteEndArray();
        }

        return Base64Url.GetEncodedLength(bytes.WrittenCount) <= MaxLength ? Base64Url.EncodeToString(bytes.WrittenSpan) : null;
    }

    private static bool IsCarried(Argument argument) =>
        argument.Place is ArgumentPlace.Path or ArgumentPlace.Query or ArgumentPlace.Answer && argument.Name != ArgumentName && !argument.IsSecret;
}
