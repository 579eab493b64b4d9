using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Sandbox.Http;

/// <summary>A complete answer, made while the state is held and sent after it was let go.</summary>
internal sealed class Answer(int status, byte[]? body = null, string? contentType = null)
{
    public const string JsonApi = "application/vnd.api+json; charset=utf-8";

    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public int Status { get; } = status;

    public byte[]? Body { get; } = body;

    public string? ContentType { get; } = contentType;

    public List<KeyValuePair<string, string>> Headers { get; } = [];

    public static Answer Document(JsonObject document, int status = 200) => new(status, Bytes(document), JsonApi);

    public static Answer Json(JsonNode document) => new(200, Bytes(document), "application/json");

    public static Answer Text(string text) => new(200, Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8");

    public static Answer NoContent() => new(204);

    /// <summary>202 with an empty body, as the run actions answer.</summary>
    public static Answer Accepted() => new(202);

    public static Answer Redirect(string url, int status)
    {
        var answer = new Answer(status);
        answer.Headers.Add(KeyValuePair.Create("Location", url));
        return answer;
    }

    public static Answer Error(ApiError error) => Document(error.Body, error.Status);

    /// <summary>429, whose body gives the status as a number, unlike everybody else's.</summary>
    public static Answer TooMany() => Document(new JsonObject
    {
        ["errors"] = new JsonArray(
            new JsonObject
            {
                ["detail"] = "You have exceeded the API's rate limit.",
                ["status"] = 429,
                ["title"] = "Too many requests"
            }),
    }, 429);

    /// <summary>Sends it; without its body where none may stand.</summary>
    public async Task SendAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        if (ContentType is not null) response.ContentType = ContentType;
        foreach (var (name, value) in Headers) response.Headers[name] = value;
        if (Status is 204 or 304) return;
        var content = Body ?? [];
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(content, context.RequestAborted);
    }

    /// <summary>Written node by node: a serializer would look for each value's type by reflection, which Native AOT
    /// does not have.</summary>
    public static byte[] Bytes(JsonNode document)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Relaxed))
        {
            document.WriteTo(writer);
        }

        return bytes.ToArray();
    }
}
