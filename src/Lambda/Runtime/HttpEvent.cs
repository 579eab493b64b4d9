using System.Net;
using Microsoft.AspNetCore.Http.Features;

namespace ServerlessMcp.Lambda.Runtime;

/// <summary>
/// An HTTP request in payload format 2.0, which API Gateway's HTTP APIs and function URLs send
/// (<see href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html"/>),
/// as ASP.NET Core's features. Several headers of one name come joined by commas and stay so: a comma may as well be
/// part of a value, and whoever reads a list splits it anyway.
/// </summary>
internal static class HttpEvent
{
    private const string DefaultStage = "$default";

    /// <summary>The request.</summary>
    /// <exception cref="FormatException">The event is not of this format.</exception>
    public static FeatureCollection Read(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return Read(document.RootElement);
        }
        catch (Exception malformed) when (malformed is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // What was caught quotes the event, so it stays behind.
        }

        throw new FormatException("The event is not of payload format 2.0.");
    }

    private static FeatureCollection Read(JsonElement root)
    {
        var context = root.GetProperty("requestContext");
        var http = context.GetProperty("http");
        var path = WithoutStage(root.GetProperty("rawPath").GetString()!, Text(context, "stage"));
        var query = Text(root, "rawQueryString") is { Length: > 0 } text ? "?" + text : "";
        var body = Body(root);
        var headers = Headers(root);
        if (headers.ContentLength is not null || (body.Length > 0 && !headers.ContainsKey("Content-Length")))
        {
            headers.ContentLength = body.Length; // That of the event counts the bytes as they were sent to the gateway.
        }

        var features = new FeatureCollection();
        features.Set<IHttpRequestFeature>(new HttpRequestFeature
        {
            Protocol = "HTTP/1.1",
            Scheme = "https",
            Method = http.GetProperty("method").GetString()!,
            Path = RequestTarget.Path(path),
            QueryString = query,
            RawTarget = path + query,
            Headers = headers,
            Body = new MemoryStream(body, writable: false),
        });
        features.Set(new HttpBody(body));
        features.Set<IHttpRequestBodyDetectionFeature>(new BodyDetection(body.Length > 0));
        features.Set<IHttpConnectionFeature>(new HttpConnectionFeature
        {
            RemoteIpAddress = IPAddress.TryParse(Text(http, "sourceIp"), out var address) ? address : null,
        });
        return features;
    }

    /// <summary>The body of what <see cref="Read(ReadOnlyMemory{byte})"/> made, wherever its stream stands.</summary>
    public static ReadOnlyMemory<byte> BodyOf(FeatureCollection features) => features.Get<HttpBody>()?.Bytes ?? default;

    private static string WithoutStage(string path, string? stage)
    {
        var prefix = $"/{stage}";
        return string.IsNullOrEmpty(stage) || stage == DefaultStage || !path.StartsWith(prefix, StringComparison.Ordinal) ? path
            : path.Length == prefix.Length ? "/"
            : path[prefix.Length] == '/' ? path[prefix.Length..] : path;
    }

    private static byte[] Body(JsonElement root)
    {
        if (Member(root, "body") is not { } body)
        {
            return [];
        }

        return Member(root, "isBase64Encoded") is { } encoded && encoded.GetBoolean()
            ? body.TryGetBytesFromBase64(out var bytes) ? bytes : throw new JsonException()
            : System.Text.Encoding.UTF8.GetBytes(body.GetString()!);
    }

    private static HeaderDictionary Headers(JsonElement root)
    {
        var headers = new HeaderDictionary();
        if (Member(root, "headers") is { } given)
        {
            foreach (var header in given.EnumerateObject())
            {
                headers[header.Name] = header.Value.GetString();
            }
        }

        headers.Remove("Transfer-Encoding"); // Between the caller and the gateway; the body is whole here.
        if (Member(root, "cookies") is { } cookies && cookies.GetArrayLength() > 0)
        {
            headers["Cookie"] = string.Join("; ", cookies.EnumerateArray().Select(cookie => cookie.GetString()));
        }

        return headers;
    }

    // A member that is null is one that is not there: AWS's test tool writes each member that its type has.
    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private sealed record HttpBody(ReadOnlyMemory<byte> Bytes);

    private sealed record BodyDetection(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;
}
