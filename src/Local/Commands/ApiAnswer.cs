namespace ServerlessMcp.Local.Commands;

/// <summary>An answer of a deployment.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Bytes">The body.</param>
/// <param name="Now">The time there; here, where it does not say.</param>
/// <param name="NextCursor">Where an export goes on; null where it ends.</param>
internal sealed record ApiAnswer(int Status, ReadOnlyMemory<byte> Bytes, DateTimeOffset Now, string? NextCursor)
{
    /// <summary>How long to wait before the same is tried again.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The body as JSON; undefined where it is none.</summary>
    public JsonElement Body { get; } = Parse(Bytes);

    /// <summary>Ends the command with what the API says, if it refused.</summary>
    public ApiAnswer Demand() => Status < 400 ? this : throw Refusal();

    /// <summary>What the API says went wrong, in its own words.</summary>
    public CommandException Refusal() => new(
        Status switch
        {
            401 or 403 => ExitCodes.Credential,
            400 when Body.TextOf("error") == "invalid_grant" => ExitCodes.Credential,
            429 or >= 500 => ExitCodes.Unavailable,
            _ => ExitCodes.No,
        }, Told());

    private string Told()
    {
        if (Body.ValueKind != JsonValueKind.Object)
        {
            return $"HTTP {Status} came, which is no answer of a deployment of ServerlessMcp.";
        }

        var faults = Body.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array
            ? errors.EnumerateArray().Select(error => $"{error.TextOf("pointer")}: {error.TextOf("detail")}") : [];
        return string.Join('\n', faults.DefaultIfEmpty(Body.TextOf("detail") ?? Body.TextOf("error_description") ?? $"HTTP {Status}").Select(Terminal.Clean));
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return bytes.IsEmpty ? default : JsonElement.Parse(bytes.Span);
        }
        catch (JsonException)
        {
            return default;
        }
    }
}
