using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Http;

/// <summary>Writing JSON answers: buffered, so that they carry a length and are never half written.</summary>
public static class JsonResponse
{
    /// <summary>
    /// How all JSON of the product is written: minified, and without <c>\u0022</c> for quotes within strings. The
    /// answers are application/json and never embedded in HTML, which is what the stricter default encoder is for; it
    /// costs 5 bytes for each quote of an answer's text.
    /// </summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly JsonWriterOptions Indented = WriterOptions with { Indented = true };

    /// <summary>Writes one JSON answer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The HTTP status.</param>
    /// <param name="contentType">The media type.</param>
    /// <param name="write">Writes the value.</param>
    /// <param name="forPeople">Whether it is indented where a person asks; see <see cref="IsReadByAPerson"/>.</param>
    public static Task WriteJsonAsync(
        this HttpContext context, int status, string contentType, Action<Utf8JsonWriter> write, bool forPeople = false)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        var isIndented = forPeople && IsReadByAPerson(context.Request);
        using (var writer = new Utf8JsonWriter(buffer, isIndented ? Indented : WriterOptions))
        {
            write(writer);
        }

        // Else a terminal's prompt stands behind the last brace.
        buffer.Write(isIndented ? "\n"u8 : []);

        return context.WriteBytesAsync(status, contentType, buffer.WrittenMemory);
    }

    /// <summary>Whether a person reads the answer: <c>?pretty</c>, or an Accept that does not name JSON, as curl sends
    /// it (<c>*/*</c>). A program names it, or sends none.</summary>
    private static bool IsReadByAPerson(HttpRequest request) => request.Query.ContainsKey("pretty")
        || (request.Headers.Accept is { Count: > 0 } accept
            && !accept.Any(value => value?.Contains("json", StringComparison.OrdinalIgnoreCase) == true));

    /// <summary>Writes one answer of bytes that are ready.</summary>
    public static async Task WriteBytesAsync(this HttpContext context, int status, string contentType, ReadOnlyMemory<byte> body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    /// <summary>Writes an array of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter writer, string name, IEnumerable<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }

    /// <summary>What <paramref name="write"/> writes, as bytes.</summary>
    public static ReadOnlyMemory<byte> Bytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(buffer, WriterOptions);
        write(writer);
        writer.Flush();
        return buffer.WrittenMemory;
    }
}
