using ModelContextProtocol.Protocol;

namespace ServerlessMcp.Mcp;

/// <summary>
/// The id of a request as its refusal echoes it: one that the protocol has (a text, a whole number of 64 bits), or any
/// other number as it was written, which is refused, and heard by whoever sent it all the same.
/// </summary>
/// <param name="Known">One that the protocol has.</param>
/// <param name="Number">Any other number, in JSON.</param>
internal readonly record struct EchoedId(RequestId Known, string? Number = null)
{
    /// <summary>The most that a number is long. No counter comes near; a body of nothing but digits is not sent back.</summary>
    private const int MaxDigits = 64;

    /// <summary>The id that stands where a reader stands; null where that is none.</summary>
    public static EchoedId? Read(in Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => new RequestId(reader.GetString()!),
        JsonTokenType.Number when reader.TryGetInt64(out var number) => new RequestId(number),
        JsonTokenType.Number when reader.ValueSpan.Length <= MaxDigits =>
            new EchoedId(default, Encoding.ASCII.GetString(reader.ValueSpan)),
        _ => null,
    };

    /// <summary>That of a message that was read.</summary>
    public static implicit operator EchoedId(RequestId id) => new(id);
}
