namespace ServerlessMcp.Lambda.Runtime;

/// <summary>
/// An error as the Runtime API takes it. Lambda logs it and may hand it to the caller, so it never has an exception's
/// own words, which may quote a URL, and URLs are secrets here: our own words only, and the type.
/// </summary>
/// <param name="Type">Category and reason, such as <c>Event.Malformed</c>.</param>
/// <param name="Message">What happened, in our words.</param>
internal sealed record RuntimeFault(string Type, string Message)
{
    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("errorMessage", Message);
        json.WriteString("errorType", Type);
        json.WriteStartArray("stackTrace");
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
