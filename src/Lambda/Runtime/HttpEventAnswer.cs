using System.Text.Unicode;
using ServerlessMcp.Http;

namespace ServerlessMcp.Lambda.Runtime;

/// <summary>The answer in payload format 2.0: <c>{"statusCode","headers","cookies","body","isBase64Encoded"}</c>.</summary>
internal static class HttpEventAnswer
{
    // The gateway frames the answer itself.
    private static readonly HashSet<string> Framing = new(StringComparer.OrdinalIgnoreCase)
        { "Content-Length", "Transfer-Encoding", "Connection", "Keep-Alive", "Date" };

    /// <summary>Writes it. A body that is text goes as text, which is a third shorter than base64, and without
    /// <c>\u0022</c>.</summary>
    public static ReadOnlyMemory<byte> Write(int status, IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        var buffer = new ArrayBufferWriter<byte>(body.Length + (body.Length / 8) + 1024);
        using var json = new Utf8JsonWriter(buffer, JsonResponse.WriterOptions);
        json.WriteStartObject();
        json.WriteNumber("statusCode", status);
        json.WriteStartObject("headers");
        foreach (var (name, values) in headers)
        {
            if (!Framing.Contains(name) && !name.Equals("Set-Cookie", StringComparison.OrdinalIgnoreCase))
            {
                json.WriteString(name, values.ToString());
            }
        }

        json.WriteEndObject();
        if (headers.SetCookie is { Count: > 0 } cookies)
        {
            json.WriteStartArray("cookies");
            foreach (var cookie in cookies)
            {
                json.WriteStringValue(cookie);
            }

            json.WriteEndArray();
        }

        var text = Utf8.IsValid(body);
        if (text)
        {
            json.WriteString("body", body);
        }
        else
        {
            json.WriteBase64String("body", body);
        }

        json.WriteBoolean("isBase64Encoded", !text);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
