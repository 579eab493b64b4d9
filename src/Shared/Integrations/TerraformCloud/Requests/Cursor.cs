using System.Buffers.Text;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// <c>next_cursor</c>: opaque to clients. <c>2.Qm3x</c> is page 2 of a tool (four characters tell whose),
/// <c>2.Qm3x.eyJ3…</c> the same with the arguments of the call, as base64url of their JSON: the next call needs nothing
/// else. What a call would have by itself, such as the account's organization, is left out, because a model reads the
/// cursor and writes it again. The API itself has page numbers only
/// (<see href="https://developer.hashicorp.com/terraform/cloud-docs/api-docs#pagination"/>). It is not signed, so the
/// arguments are checked like any others. Where a server does not say which page it answered, the mark is followed by
/// four characters of what was on the page (<c>2.Qm3xAAAA</c>), so that a server that answers the same page for ever is
/// found out.
/// </summary>
public static class Cursor
{
    /// <summary>The longest cursor made or read, in characters.</summary>
    public const int MaxLength = 2048;

    /// <summary>The highest page number read.</summary>
    public const int MaxPage = 1_000_000;

    private const string ArgumentName = "cursor";

    private const int MarkLength = 4;

    // A log's cursor has a place in bytes.
    private static int MaxNumber(TerraformTool tool) => tool.Shape == ResponseShape.Log ? int.MaxValue : MaxPage;

    /// <summary>
    /// The cursor of the next page of the same call: arguments of path, query and answer (<c>fields</c>,
    /// <c>page_size</c>), all but the cursor itself. Null if they don't fit into <see cref="MaxLength"/>, even without
    /// <c>fields</c>.
    /// </summary>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="nextPage">The page it leads to.</param>
    /// <param name="seen">What was on this page (<see cref="Seen"/>); null where the server says which page it answers.</param>
    public static string? Encode(ToolArguments arguments, int nextPage, string? seen = null)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Encode(arguments, nextPage, without: null, seen) ?? Encode(arguments, nextPage, without: "fields", seen);
    }

    /// <summary>Four characters that tell what was on a page from what was on another.</summary>
    internal static string Seen(ReadOnlySpan<byte> rows) => Base64Url.EncodeToString(SHA256.HashData(rows).AsSpan(0, 3));

    /// <summary>What was on the page that a cursor comes from; null where it does not say.</summary>
    internal static string? SeenBefore(string cursor) =>
        cursor.Split('.') is [_, { Length: 2 * MarkLength } mark, ..] ? mark[MarkLength..] : null;

    /// <summary>Reads a cursor. False for garbage, for another tool's cursor, and for a page below 2 or above
    /// <see cref="MaxPage"/>.</summary>
    /// <param name="tool">The tool that was called.</param>
    /// <param name="text">The cursor as it came.</param>
    /// <param name="page">The page to ask for.</param>
    /// <param name="arguments">The arguments of the call that made it, not yet checked: whoever has a cursor can make
    /// one.</param>
    public static bool TryDecode(TerraformTool tool, string text, out int page, out Dictionary<string, JsonElement> arguments)
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

    private static bool TryRead(TerraformTool tool, string text, out int page, Dictionary<string, JsonElement> arguments)
    {
        page = 0;
        var parts = text.Length > MaxLength ? [] : text.Split('.');
        if (parts.Length is not (2 or 3) || parts[1].Length is not (MarkLength or 2 * MarkLength)
            || !parts[1].StartsWith(Mark(tool), StringComparison.Ordinal)
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out page) || page < 2
            || page > MaxNumber(tool))
        {
            return false;
        }

        if (parts.Length == 2)
            return true;
        try
        {
            var reader = new Utf8JsonReader(Base64Url.DecodeFromChars(parts[2]), new JsonReaderOptions { MaxDepth = 8 });
            var root = JsonElement.ParseValue(ref reader);
            if (reader.Read() || root.ValueKind != JsonValueKind.Object)
                return false;
            foreach (var member in root.EnumerateObject())
            {
                if (!tool.Arguments.Any(argument => argument.Name == member.Name && IsCarried(argument))
                    || !arguments.TryAdd(member.Name, member.Value))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }

    /// <summary>The same, without one of the arguments: a log's <c>tail</c> is for the first look only.</summary>
    internal static string? Encode(ToolArguments arguments, int nextPage, string? without, string? seen)
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        var carried = arguments.Row.Arguments.Where(
            argument => argument.Name != without && IsCarried(argument) && IsSaid(arguments, argument)).ToArray();
        using (var writer = new Utf8JsonWriter(
            bytes, new JsonWriterOptions
            { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            foreach (var argument in carried)
            {
                arguments.TryGetGiven(argument.Name, out var value);
                writer.WritePropertyName(argument.Name);
                value.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        var cursor = string.Create(CultureInfo.InvariantCulture, $"{nextPage}.{Mark(arguments.Row)}{seen}");
        if (carried.Length > 0)
            cursor += "." + Base64Url.EncodeToString(bytes.WrittenSpan);
        return cursor.Length <= MaxLength ? cursor : null;
    }

    private static bool IsSaid(ToolArguments arguments, Argument argument) => arguments.IsGiven(argument.Name)
        && !(argument is { Name: "page_size", Place: ArgumentPlace.Answer }
            && ToolAnswer.PageSize(arguments) == DerivedArguments.DefaultPageSize);

    // Not a secret: it only keeps one tool's cursor from being taken for another's.
    private static string Mark(TerraformTool tool) =>
        Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(tool.ShortName)).AsSpan(0, 3));

    private static bool IsCarried(Argument argument) =>
        argument.Place is ArgumentPlace.Path or ArgumentPlace.Query or ArgumentPlace.Answer
        && argument.Name != ArgumentName && !argument.IsSecret;
}
