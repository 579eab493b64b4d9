using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Http;

/// <summary>Writing JSON answers: buffered, so that they carry a length and are never half written.</summary>
public static class JsonAnswer
{
    /// <summary>
    /// How all JSON of the product is written: minified, and without <c>\u0022</c> for quotes within strings. The answers are application/json and never embedded in
    /// HTML, which is what the stricter default encoder is for; it costs 5 bytes for each quote of an answer's text.
    /// </summary>
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one JSON answer.</summary>
    public static Task WriteJsonAsync(this HttpContext context, int status, string contentType, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            write(writer);
        }

        return context.WriteBytesAsync(status, contentType, buffer.WrittenMemory);
    }

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
}
