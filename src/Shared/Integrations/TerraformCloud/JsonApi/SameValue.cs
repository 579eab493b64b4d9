using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>
/// Whether the API shows a value as it was sent. It writes many a value in its own way, and that is the same value:
/// dates with or without fractions, numbers as texts, other white space, a set in another order, false and empty for
/// nothing, a mask for a secret, a version for <c>latest</c> or for a constraint.
/// </summary>
internal static class SameValue
{
    // Two lists are compared each with each: more pairs than this are not, and count as the same.
    private const int MostPairs = 40_000;

    /// <summary>Whether <paramref name="shown"/> has all of <paramref name="sent"/>.</summary>
    /// <param name="sent">The value as the request had it.</param>
    /// <param name="shown">The value as the answer has it.</param>
    /// <param name="isExact">Whether a list may have no more than was sent.</param>
    /// <param name="isVerbatim">Whether it is a text of the caller's own (a name, a variable's value), which no API
    /// writes differently but for its ends.</param>
    public static bool Is(JsonElement sent, JsonElement shown, bool isExact, bool isVerbatim = false) => sent.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.Undefined => true,
        JsonValueKind.Object => IsObject(sent, shown, isExact),
        JsonValueKind.Array => IsArray(sent, shown, isExact),
        JsonValueKind.String when isVerbatim && shown.ValueKind == JsonValueKind.String =>
            IsVerbatim(sent.GetString()!, shown.GetString()!),
        _ => IsScalar(sent, shown),
    };

    /// <summary>A member by its name on the wire, or by the same name in snake_case or camelCase; false if there is
    /// none.</summary>
    public static bool TryGet(JsonElement owner, string name, out JsonElement value)
    {
        value = default;
        if (owner.ValueKind != JsonValueKind.Object)
            return false;
        if (owner.TryGetProperty(name, out value))
            return true;
        var wanted = SnakeCase.Convert(name);
        foreach (var member in owner.EnumerateObject())
        {
            if (SnakeCase.Convert(member.Name) == wanted)
            {
                value = member.Value;
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a text stands for one that is not shown: <c>(sensitive)</c>, <c>****</c>.</summary>
    public static bool IsMask(string text) =>
        text is "(sensitive)" or "<sensitive>" or "[REDACTED]" or "REDACTED" or "(redacted)"
        || (text.Length >= 3 && text.AsSpan().IndexOfAnyExcept('*', '•') < 0);

    // A member that the answer does not have is not shown, which says nothing.
    private static bool IsObject(JsonElement sent, JsonElement shown, bool isExact)
    {
        if (shown.ValueKind != JsonValueKind.Object)
        {
            return IsNothing(sent)
                || (shown.ValueKind == JsonValueKind.String && IsSameJson(sent.GetRawText(), shown.GetString()!));
        }

        foreach (var member in sent.EnumerateObject())
        {
            if (TryGet(shown, member.Name, out var value) && !Is(member.Value, value, isExact))
                return false;
        }

        return true;
    }

    private static bool IsArray(JsonElement sent, JsonElement shown, bool isExact)
    {
        if (shown.ValueKind == JsonValueKind.String && shown.GetString() is { Length: > 0 } joined)
            return sent.EnumerateArray().All(item => joined.Contains(Text(item), StringComparison.OrdinalIgnoreCase));
        if (shown.ValueKind != JsonValueKind.Array)
            return IsNothing(sent);
        if ((long)sent.GetArrayLength() * shown.GetArrayLength() > MostPairs)
            return true;
        return sent.EnumerateArray().All(item => shown.EnumerateArray().Any(other => Is(item, other, isExact)))
            && (!isExact || shown.EnumerateArray().All(other => sent.EnumerateArray().Any(item => Is(item, other, isExact))));
    }

    private static bool IsScalar(JsonElement sent, JsonElement shown)
    {
        if (shown.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
            return IsNothing(sent);
        if (shown.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
            return IsSameJson(Text(sent), shown.GetRawText());
        return IsText(Text(sent), Text(shown));
    }

    private static bool IsVerbatim(string sent, string shown) =>
        Lines(sent) == Lines(shown) || IsMask(shown) || IsSameJson(sent, shown);

    private static string Lines(string text) => text.ReplaceLineEndings("\n").Trim();

    private static bool IsText(string sent, string shown) =>
        sent == shown || IsMask(shown) || (IsChoice(sent) && shown is [>= '0' and <= '9', ..])
            || IsSameNumber(sent, shown) || IsSameInstant(sent, shown) || Bare(sent) == Bare(shown)
            || (string.Equals(sent, shown, StringComparison.OrdinalIgnoreCase)
                && (sent.Contains('@', StringComparison.Ordinal) || !shown.Any(char.IsAsciiLetterUpper)))
            || IsSameJson(sent, shown);

    // A version that the API chooses, and may answer as what it chose.
    private static bool IsChoice(string sent) => sent == "latest" || sent is ['~' or '>' or '<' or '=', ..];

    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.False or JsonValueKind.Null => true,
        JsonValueKind.String => string.IsNullOrWhiteSpace(value.GetString()),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => value.EnumerateObject().All(member => IsNothing(member.Value)),
        JsonValueKind.Number => value.TryGetDecimal(out var number) && number == 0,
        _ => false,
    };

    private static bool IsSameNumber(string sent, string shown) =>
        decimal.TryParse(sent, NumberStyles.Float, CultureInfo.InvariantCulture, out var left)
        && decimal.TryParse(shown, NumberStyles.Float, CultureInfo.InvariantCulture, out var right)
            && left == right;

    // To the second: the API keeps milliseconds of some and none of others. 2026-01-01 alone is its midnight.
    private static bool IsSameInstant(string sent, string shown) =>
        Instant(sent) is { } left && Instant(shown) is { } right && (left - right).Duration() < TimeSpan.FromSeconds(1);

    /// <summary>The instant that a text names (<c>2026-01-01T00:00:00Z</c>); null if it names none.</summary>
    public static DateTimeOffset? Instant(string text) =>
        text.Length >= 10 && text[4] == '-' && char.IsAsciiDigit(text[0])
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)
            ? instant
            : null;

    private static bool IsSameJson(string sent, string shown)
    {
        if (sent.TrimStart() is not ['{' or '[', ..] || shown.TrimStart() is not ['{' or '[', ..])
            return false;
        try
        {
            return JsonElement.DeepEquals(JsonElement.Parse(sent), JsonElement.Parse(shown));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => value.GetRawText(),
    };

    // Without white space, without the slashes that a path or an address may end in, and without the v of a version.
    private static string Bare(string text)
    {
        var bare = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
                bare.Append(c);
        }

        var trimmed = bare.ToString().Trim('/');
        return trimmed is ['v', >= '0' and <= '9', ..] ? trimmed[1..] : trimmed;
    }
}
