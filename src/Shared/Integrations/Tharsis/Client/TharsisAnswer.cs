using ServerlessMcp.Http;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.Tharsis.Client;

/// <summary>An answer, read whole.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, decompressed.</param>
/// <param name="ContentType">The media type; null for none.</param>
/// <param name="RateLimit">What it said about the rate limit.</param>
internal sealed record TharsisAnswer(int Status, ReadOnlyMemory<byte> Body, string? ContentType, RateLimit RateLimit)
{
    /// <summary>Whether the status is 2xx.</summary>
    public bool IsSuccess => Status is >= 200 and <= 299;

    /// <summary>The body as a JSON object; null if it is none.</summary>
    public JsonElement? Json
    {
        get
        {
            try
            {
                var reader = new Utf8JsonReader(Body.Span, new JsonReaderOptions { MaxDepth = JsonDepth.Read });
                return JsonText.IsUnicode(Body.Span) && JsonElement.TryParseValue(ref reader, out var value)
                    && value is { ValueKind: JsonValueKind.Object } document ? document : null;
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }

    /// <summary>What a REST answer says of itself: its <c>detail</c>, as one short line.</summary>
    public string? Detail => Json is { } body && body.TryGetProperty("detail", out var detail)
        && detail.ValueKind == JsonValueKind.String ? ShownLine.Of(detail.GetString()!) : null;
}
