using ServerlessMcp.Records;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Http;

/// <summary>
/// Reads the members of a JSON object and notes every fault instead of stopping at the first: which member, what came,
/// what is allowed. What it was never asked for is an unknown member, and a fault too: a misspelt limit must not be a
/// limit that is silently off.
/// </summary>
internal sealed class JsonBodyReader
{
    // "yyyy-MM-dd" would be a day, of which nobody knows where it ends.
    private static readonly string[] ZonelessForms = [
        "yyyy-MM-dd'T'HH:mm:ss", "yyyy-MM-dd'T'HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF"];

    private readonly JsonElement source;
    private readonly string pointer;
    private readonly List<FieldError> errors;
    private readonly List<string> known = [];

    /// <summary>Reads the members of <paramref name="source"/>.</summary>
    public JsonBodyReader(JsonElement source)
        : this(source, "", [])
    {
    }

    private JsonBodyReader(JsonElement source, string pointer, List<FieldError> errors)
    {
        (this.source, this.pointer, this.errors) = (source, pointer, errors);
        if (source.ValueKind != JsonValueKind.Object)
        {
            Fault($"{Describe(source)} came, an object is needed");
        }
    }

    /// <summary>What was wrong so far, here and in the objects read through here.</summary>
    public IReadOnlyList<FieldError> Errors => errors;

    /// <summary>Notes a fault of a member, or of the object itself.</summary>
    public void Fault(string detail, string? name = null) =>
        errors.Add(new FieldError(name is null ? pointer : $"{pointer}/{name}", detail));

    /// <summary>The names of its members, where they are the caller's own; each has to be read.</summary>
    public IReadOnlyList<string> Names =>
        source.ValueKind == JsonValueKind.Object ? [.. source.EnumerateObject().Select(member => member.Name)] : [];

    /// <summary>What a member is; undefined if it did not come.</summary>
    public JsonValueKind KindOf(string name) => Find(name)?.ValueKind ?? JsonValueKind.Undefined;

    /// <summary>An array of objects, each to be read in turn.</summary>
    public IReadOnlyList<JsonBodyReader> Records(string name, int most, bool required = false)
    {
        if (Value(name, JsonValueKind.Array, "an array of objects", required) is not { } value)
        {
            return [];
        }

        if (value.GetArrayLength() is var length && (length == 0 || length > most))
        {
            Fault($"{length} came, 1 to {most} are allowed", name);
            return [];
        }

        return [.. value.EnumerateArray().Select((item, index) => new JsonBodyReader(
            item, string.Create(CultureInfo.InvariantCulture, $"{pointer}/{name}/{index}"), errors))];
    }

    /// <summary>Whether a member came at all, null included.</summary>
    public bool Has(string name) => Find(name) is not null;

    /// <summary>Whether a member came and is null.</summary>
    public bool IsNull(string name) => Find(name) is { ValueKind: JsonValueKind.Null };

    /// <summary>A text member; null if it is absent, null, or not acceptable.</summary>
    public string? Text(string name, int maxLength, bool required = false)
    {
        if (Value(name, JsonValueKind.String, $"a text of 1 to {maxLength} characters", required) is not { } value)
        {
            return null;
        }

        var text = value.GetString()!;
        if (text.Length >= 1 && text.Length <= maxLength && !text.Any(char.IsControl))
        {
            return text;
        }

        Fault($"a text of {text.Length} characters came, 1 to {maxLength} without control characters are allowed", name);
        return null;
    }

    /// <summary>A boolean member.</summary>
    public bool? Flag(string name)
    {
        switch (Find(name))
        {
            case null or { ValueKind: JsonValueKind.Null }:
                return null;
            case { ValueKind: JsonValueKind.True or JsonValueKind.False } value:
                return value.GetBoolean();
            case { } other:
                Fault($"{Describe(other)} came, true or false is needed", name);
                return null;
        }
    }

    /// <summary>A whole number.</summary>
    public int? Whole(string name, int least, int most)
    {
        if (Value(name, JsonValueKind.Number, $"a whole number from {least} to {most}", required: false) is not { } value)
        {
            return null;
        }

        if (value.TryGetInt32(out var number) && number >= least && number <= most)
        {
            return number;
        }

        Fault($"{Describe(value)} came, a whole number from {least} to {most} is needed", name);
        return null;
    }

    /// <summary>An array of texts, each checked: <paramref name="complaint"/> answers null, or what is allowed.</summary>
    public IReadOnlyList<string>? TextList(string name, Func<string, string?> complaint, bool required = false)
    {
        if (Value(name, JsonValueKind.Array, "an array of texts", required) is not { } value)
        {
            return null;
        }

        var texts = new List<string>();
        foreach (var item in value.EnumerateArray())
        {
            var at = $"{name}/{texts.Count}";
            if (item.ValueKind != JsonValueKind.String)
            {
                Fault($"{Describe(item)} came, a text is needed", at);
                return null;
            }

            var text = item.GetString()!;
            if (complaint(text) is { } allowed)
            {
                Fault($"{Describe(item)} came, {allowed}", at);
            }

            texts.Add(text);
        }

        if (texts.Count is 0 or > 256)
        {
            Fault($"{texts.Count} came, 1 to 256 are allowed; leave it out for the default", name);
        }

        return texts;
    }

    /// <summary>One of a few texts.</summary>
    public string? OneOf(string name, params ReadOnlySpan<string> allowed)
    {
        if (Value(name, JsonValueKind.String, "a text", required: false) is not { } value)
        {
            return null;
        }

        var text = value.GetString()!;
        if (allowed.Contains(text))
        {
            return text;
        }

        Fault($"{Describe(value)} came, allowed is one of {string.Join(", ", allowed!)}", name);
        return null;
    }

    /// <summary>A time: RFC 3339 with an offset or Z.</summary>
    /// <param name="name">The member.</param>
    /// <param name="now">The time; an example two hours from it is one that can be sent.</param>
    public DateTimeOffset? Time(string name, DateTimeOffset now)
    {
        var form = string.Create(
            CultureInfo.InvariantCulture,
            $"an RFC 3339 time such as {now.AddHours(2).ToSecond()}");
        if (Value(name, JsonValueKind.String, form, required: false) is not { } value)
        {
            return null;
        }

        var text = value.GetString()!;
        if (text.Length >= 20 && (text[^1] == 'Z' || text[^6] is '+' or '-') && value.TryGetDateTimeOffset(out var time))
        {
            return time.ToUniversalTime();
        }

        var lacksZone = DateTime.TryParseExact(text, ZonelessForms, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
        Fault(
            $"{Describe(value)} came{(lacksZone ? ", which lacks its zone (Z for UTC, or +02:00)" : "")}, {form} is " +
                "needed", name);
        return null;
    }

    /// <summary>A length of time: <c>30m</c>, <c>2h</c>, <c>7d</c>; with <paramref name="orNone"/> also <c>0</c>.</summary>
    public TimeSpan? Duration(string name, bool orNone = false)
    {
        var form = $"a length of time such as 30m, 2h or 7d{(orNone ? ", or 0" : "")}";
        if (Value(name, JsonValueKind.String, form, required: false) is not { } value)
        {
            return null;
        }

        if (Durations.Parse(value.GetString()!) is { } duration)
        {
            return duration;
        }

        if (orNone && value.ValueEquals(Durations.None))
        {
            return TimeSpan.Zero;
        }

        Fault($"{Describe(value)} came, {form} is needed", name);
        return null;
    }

    /// <summary>An object member, to be read in turn.</summary>
    public JsonBodyReader? Record(string name, bool required = false) =>
        Value(name, JsonValueKind.Object, "an object", required) is { } value
        ? new JsonBodyReader(value, $"{pointer}/{name}", errors) : null;

    /// <summary>Notes every member that was never asked for, and names those that were.</summary>
    public void RefuseOthers()
    {
        if (source.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in source.EnumerateObject().Where(member => !known.Contains(member.Name)))
        {
            Fault($"there is no such member; allowed are {string.Join(", ", known)}",
                TextCut.Shorten(member.Name.Replace("~", "~0").Replace("/", "~1"), 60));
        }
    }

    private JsonElement? Value(string name, JsonValueKind kind, string form, bool required)
    {
        var value = Find(name);
        if (value is null or { ValueKind: JsonValueKind.Null })
        {
            // Where the body is not an object, that is said already. Its missing members are not listed too.
            if (required && source.ValueKind == JsonValueKind.Object)
            {
                Fault($"nothing came, {form} is needed", name);
            }

            return null;
        }

        if (value.Value.ValueKind == kind)
        {
            return value;
        }

        Fault($"{Describe(value.Value)} came, {form} is needed", name);
        return null;
    }

    private JsonElement? Find(string name)
    {
        if (!known.Contains(name))
        {
            known.Add(name);
        }

        return source.ValueKind == JsonValueKind.Object && source.TryGetProperty(name, out var value) ? value : null;
    }

    private static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => $"the text \"{TextCut.Shorten(value.GetString()!, 60)}\"",
        JsonValueKind.Number => string.Create(CultureInfo.InvariantCulture, $"the number {TextCut.Shorten(value.GetRawText(), 60)}"),
        JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        _ => "null",
    };
}
