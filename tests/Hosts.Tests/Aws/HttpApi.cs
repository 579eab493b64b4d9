using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using ServerlessMcp.Hosts.Tests.Contract;

namespace ServerlessMcp.Hosts.Tests.Aws;

/// <summary>An API Gateway HTTP API in front of a function: requests to payload format 2.0 and back.
/// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html</summary>
internal static class HttpApi
{
    public static string Event(RawRequest request, string? stage = null, bool base64 = false)
    {
        var (path, query) = request.Target.Split('?', 2) is [var before, var after] ? (before, after) : (request.Target, "");
        var headers = new JsonObject { ["host"] = "mcp.example.com", ["x-forwarded-proto"] = "https", ["x-forwarded-for"] = "203.0.113.9" };
        foreach (var header in request.Headers.Where(header => !header.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase)).GroupBy(header => header.Name.ToLowerInvariant(), StringComparer.Ordinal))
        {
            headers[header.Key] = string.Join(',', header.Select(one => one.Value));
        }

        if (request.HasBody)
        {
            headers["content-length"] = request.Body.Length.ToString(CultureInfo.InvariantCulture);
        }

        base64 |= !Utf8.IsValid(request.Body);
        var json = new JsonObject
        {
            ["version"] = "2.0",
            ["routeKey"] = "$default",
            ["rawPath"] = stage is null ? path : $"/{stage}{path}",
            ["rawQueryString"] = query,
            ["headers"] = headers,
            ["requestContext"] = new JsonObject
            {
                ["accountId"] = "123456789012",
                ["apiId"] = "api-id",
                ["domainName"] = "mcp.example.com",
                ["http"] = new JsonObject
                {
                    ["method"] = request.Method,
                    ["path"] = path,
                    ["protocol"] = "HTTP/1.1",
                    ["sourceIp"] = "203.0.113.9",
                    ["userAgent"] = "",
                },
                ["requestId"] = "id",
                ["routeKey"] = "$default",
                ["stage"] = stage ?? "$default",
                ["timeEpoch"] = 1583348638390,
            },
            ["isBase64Encoded"] = base64,
        };
        if (request.Headers.FirstOrDefault(header => header.Name == "Cookie").Value is { } cookies)
        {
            json["cookies"] = new JsonArray([.. cookies.Split("; ").Select(cookie => JsonValue.Create(cookie))]);
        }

        if (request.Body.Length > 0)
        {
            json["body"] = base64 ? Convert.ToBase64String(request.Body) : Encoding.UTF8.GetString(request.Body);
        }

        return json.ToJsonString();
    }

    public static RawAnswer Answer(JsonNode answer)
    {
        var body = (string?)answer["body"] ?? "";
        return RawAnswer.Of(
            (int)answer["statusCode"]!,
            answer["headers"]!.AsObject().Select(header => KeyValuePair.Create(header.Key, (string)header.Value!)),
            (bool)answer["isBase64Encoded"]! ? Convert.FromBase64String(body) : Encoding.UTF8.GetBytes(body));
    }
}
