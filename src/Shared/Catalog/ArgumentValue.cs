using static ServerlessMcp.Catalog.ArgumentWords;

namespace ServerlessMcp.Catalog;

/// <summary>The checks of one value.</summary>
internal static class ArgumentValue
{
    /// <summary>Of a text in the body; the API takes no longer variables than a quarter of a megabyte, and models write
    /// none.</summary>
    public const int MaxTextLength = 65_536;

    /// <summary>Of a text in the query string, and of a cursor.</summary>
    public const int MaxQueryLength = 2_048;

    /// <summary>Of items in a list, and of keys in a map.</summary>
    public const int MaxItems = 500;

    /// <summary>
    /// What is wrong with <paramref name="value"/>; null if nothing is. It becomes what is meant
    /// (<see cref="MeantValue"/>), undefined where that is "not given"; an integer in the clothes of a float is put
    /// right.
    /// </summary>
    public static ArgumentError? Check(Argument argument, string name, ref JsonElement value, Clearing clearing)
    {
        value = MeantValue.Of(argument, value);
        if (value.ValueKind == JsonValueKind.Undefined || clearing.IsLeftOut(argument, value))
        {
            value = default;
            return argument.IsRequired ? ArgumentError.Missing(name, Describe(argument)) : null;
        }

        return clearing.Refusal(argument, name, value) ?? CheckMeant(argument, name, ref value, clearing);
    }

    private static ArgumentError? CheckMeant(Argument argument, string name, ref JsonElement value, Clearing clearing)
    {
        switch (argument.Kind)
        {
            case JsonKind.Text:
                return value.ValueKind == JsonValueKind.String ? CheckText(argument, name, value)
                    : WrongType(argument, name, value);
            case JsonKind.Integer:
                return CheckInteger(argument, name, ref value);
            case JsonKind.Number:
                return value.ValueKind == JsonValueKind.Number ? null : WrongType(argument, name, value);
            case JsonKind.Boolean:
                return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : WrongType(argument, name, value);
            case JsonKind.TextList:
                return CheckTextList(argument, name, value);
            case JsonKind.Record:
                return value.ValueKind == JsonValueKind.Object ? CheckRecord(argument, name, ref value, clearing)
                    : WrongType(argument, name, value);
            case JsonKind.RecordList:
                return CheckRecordList(argument, name, ref value, clearing);
            case JsonKind.TextMap:
                return CheckTextMap(argument, name, value);
            default:
                throw new InvalidOperationException($"{argument.Name} has no JSON type: {argument.Kind}.");
        }
    }

    /// <summary>A JSON string.</summary>
    public static JsonElement FromText(string text) => JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\"");

    /// <summary>A JSON array of strings.</summary>
    public static JsonElement FromTexts(IEnumerable<string> texts) =>
        JsonElement.Parse($"[{string.Join(',', texts.Select(text => $"\"{JsonEncodedText.Encode(text)}\""))}]");

    private static ArgumentError? CheckText(Argument argument, string name, JsonElement value)
    {
        if (Text(value) is not { } text)
        {
            return new(name, "a string that is not valid Unicode", Describe(argument));
        }

        var fits = argument switch
        {
            { Form: { } form } => form.Fits(text),
            { IsInstant: true } => IsInstant(text) || (text.Length == 0 && argument.Place == ArgumentPlace.Attribute),
            { AllowedValues.Count: > 0 } => argument.AllowedValues.Contains(text),
            { AllowedParts.Count: > 0 } => text.Split(',').All(argument.AllowedParts.Contains),
            { Name: "fields", Place: ArgumentPlace.Answer } => FieldPath.IsValid(text),
            { Place: ArgumentPlace.Query or ArgumentPlace.Answer } =>
                text.Length is > 0 and <= MaxQueryLength && !text.Any(char.IsControl),
            { Encoding: ArgumentEncoding.Base64 } => text.Length > 0
                && text.Length <= UploadLimits.MaxTextLength(argument) && value.TryGetBytesFromBase64(out _),
            { Place: ArgumentPlace.Body or ArgumentPlace.Upload } =>
                text.Length > 0 && text.Length <= UploadLimits.MaxTextLength(argument),
            _ => text.Length <= MaxTextLength,
        };
        return fits ? null
            : new(name, DescribeCame(argument, text),
                Describe(argument.Kind == JsonKind.Text ? argument : argument with { Kind = JsonKind.Text }));
    }

    // RFC 3339, section 5.6: without its zone nobody knows which instant it is.
    private static bool IsInstant(string text) =>
        text.Length is >= 20 and <= 40 && text[10] is 'T' or 't'
        && (text[^1] is 'Z' or 'z' || (text[^6] is '+' or '-' && text[^3] == ':'))
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static ArgumentError? CheckInteger(Argument argument, string name, ref JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return WrongType(argument, name, value);
        }

        if (!value.TryGetInt64(out var number))
        {
            // 20.0 and 2e1 are integers to JSON Schema, but not to GetInt32, which the readers after this one use.
            if (!value.TryGetDecimal(out var precise) || decimal.Truncate(precise) != precise
                || precise is < long.MinValue or > long.MaxValue)
            {
                return new(name, Excerpt(value.GetRawText()), Describe(argument));
            }

            number = (long)precise;
            value = JsonElement.Parse(number.ToString(CultureInfo.InvariantCulture));
        }

        return number < (argument.Minimum ?? int.MinValue) || number > (argument.Maximum ?? int.MaxValue)
            ? new(name, Excerpt(value.GetRawText()), Describe(argument))
            : null;
    }

    private static ArgumentError? CheckTextList(Argument argument, string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return WrongType(argument, name, value);
        }

        if (value.GetArrayLength() > MaxItems)
        {
            return TooMany(name, value.GetArrayLength());
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var place = argument.Name;
            var error = item.ValueKind == JsonValueKind.String
                ? CheckText(argument, place, item)
                : new(place, DescribeCame(argument, item), "a string");
            if (error is not null)
            {
                return error with { Name = string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]") };
            }

            index++;
        }

        return null;
    }

    private static ArgumentError? CheckRecordList(Argument argument, string name, ref JsonElement value, Clearing clearing)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return WrongType(argument, name, value);
        }

        if (value.GetArrayLength() > MaxItems)
        {
            return TooMany(name, value.GetArrayLength());
        }

        var records = new List<JsonElement>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{name}[{records.Count}]");
            var record = MeantValue.Of(argument with { Kind = JsonKind.Record, IsRequired = true }, item);
            var error = record.ValueKind == JsonValueKind.Object
                ? CheckRecord(argument, place, ref record, clearing)
                : new(place, DescribeCame(argument, item), $"an object with {Keys(argument)}");
            if (error is not null)
            {
                return error;
            }

            records.Add(record);
        }

        value = JsonElement.Parse($"[{string.Join(',', records.Select(record => record.GetRawText()))}]");
        return null;
    }

    // The record becomes one of what is meant: without the members that are "not given", which the API would take for
    // an order to empty them.
    private static ArgumentError? CheckRecord(Argument argument, string name, ref JsonElement value, Clearing clearing)
    {
        var meant = new Dictionary<string, JsonElement>();
        foreach (var property in value.EnumerateObject())
        {
            var member = Name(property) is { } key ? argument.Members.FirstOrDefault(each => each.Name == key) : null;
            if (member is null)
            {
                var came = argument.IsSecret || Name(property) is not { } other ? "a key that it does not have"
                    : $"the key '{Excerpt(other)}'";
                return new(name, came, Keys(argument));
            }

            var given = property.Value;
            var place = $"{name}.{member.Name}";
            if (!member.IsRequired && !clearing.IsOfExisting(argument) && given.ValueKind == JsonValueKind.String
                && given.ValueEquals(""))
            {
                continue;
            }

            if (given.ValueKind != JsonValueKind.Null
                && Check(argument.IsSecret ? member.Secret() : member, place, ref given, clearing) is { } error)
            {
                return error;
            }

            if (given.ValueKind is not (JsonValueKind.Null or JsonValueKind.Undefined))
            {
                meant[member.Name] = given;
            }
        }

        if (argument.Members.FirstOrDefault(member => member.IsRequired && !meant.ContainsKey(member.Name)) is { } missing)
        {
            return ArgumentError.Missing($"{name}.{missing.Name}", Describe(missing));
        }

        value = JsonElement.Parse(
            $"{{{string.Join(',', meant.Select(member => $"\"{member.Key}\":{member.Value.GetRawText()}"))}}}");
        return null;
    }

    private static ArgumentError? CheckTextMap(Argument argument, string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return WrongType(argument, name, value);
        }

        if (value.GetPropertyCount() > MaxItems)
        {
            return TooMany(name, value.GetPropertyCount());
        }

        var isFiles = argument.Encoding == ArgumentEncoding.Files;
        var total = 0L;
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String
                || Text(property.Value) is not { Length: <= MaxTextLength }
                || Name(property) is not { Length: <= ArgumentForm.MaxLength } key)
            {
                return new(name, DescribeCame(argument, property.Value), Describe(argument));
            }

            if (isFiles && !UploadLimits.IsPath(key))
            {
                return new(name, $"'{Excerpt(key)}'", Describe(argument));
            }

            total += property.Value.GetString()!.Length;
        }

        return isFiles && (total > UploadLimits.MaxLength || value.GetPropertyCount() == 0)
            ? new(name, string.Create(CultureInfo.InvariantCulture, $"{total} characters"), Describe(argument))
            : null;
    }

    private static ArgumentError WrongType(Argument argument, string name, JsonElement value) =>
        new(name, DescribeCame(argument, value), Describe(argument));

    private static ArgumentError TooMany(string name, int count) =>
        new(name, string.Create(CultureInfo.InvariantCulture, $"{count}"),
            string.Create(CultureInfo.InvariantCulture, $"at most {MaxItems} items"));

    // As Text: a key can have a lone surrogate as well.
    private static string? Name(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
