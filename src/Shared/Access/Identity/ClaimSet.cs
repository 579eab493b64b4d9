namespace ServerlessMcp.Access.Identity;

/// <summary>The claims of a proof of identity, as they came.</summary>
/// <param name="Root">The JSON object.</param>
internal sealed record ClaimSet(JsonElement Root)
{
    private const int MostDeep = 8;

    /// <summary>The claims of a token's middle part; null if they are no JSON object, or one says something twice: of
    /// two values everybody may read another.</summary>
    public static ClaimSet? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false });
            return document.RootElement.ValueKind == JsonValueKind.Object ? new ClaimSet(document.RootElement.Clone()) : null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>What a claim says: one text, or those of an array; null if it is not there. Numbers and booleans are
    /// their JSON text.</summary>
    /// <param name="name">Its name, which may have dots and slashes; or a JSON Pointer (RFC 6901) into nested
    /// claims.</param>
    public IReadOnlyList<string>? Values(string name) => Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } array => [.. array.EnumerateArray().Select(Text).OfType<string>()],
        { } value => Text(value) is { } text ? [text] : null,
    };

    /// <summary>A claim that is one text.</summary>
    public string? One(string name) => Find(name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>A claim that is a time in seconds (RFC 7519, 2).</summary>
    public DateTimeOffset? Time(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetDouble(out var seconds)
        && seconds is >= 0 and < 253402300799 ? DateTimeOffset.FromUnixTimeSeconds((long)seconds) : null;

    /// <summary>Whether groups were left out because they are too many: the issuer then names a place to ask for them
    /// (<c>_claim_names</c>, OpenID Connect Core 1.0, 5.6.2), or says <c>hasgroups</c>.</summary>
    public bool LeftOutGroups => Find("/_claim_names/groups") is not null || Find("hasgroups") is { ValueKind: JsonValueKind.True }
        || One("hasgroups") is "true";

    private JsonElement? Find(string name)
    {
        if (!name.StartsWith('/'))
        {
            return Root.TryGetProperty(name, out var claim) ? claim : null;
        }

        var found = Root;
        foreach (var part in name.Split('/', MostDeep + 1).Skip(1))
        {
            var key = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (found.ValueKind != JsonValueKind.Object || !found.TryGetProperty(key, out found))
            {
                return null;
            }
        }

        return found;
    }

    private static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };
}
