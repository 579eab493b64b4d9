using static ServerlessMcp.Catalog.ArgumentWords;

namespace ServerlessMcp.Catalog;

/// <summary>The checks of one value.</summary>
internal static class ArgumentValue
{
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
                return value.ValueKind == JsonValueKind.String ? TextValue.Check(argument, name, value)
                    : ArgumentError.WrongType(argument, name, value);
            case JsonKind.Integer:
                return IntegerValue.Check(argument, name, ref value);
            case JsonKind.Number:
                return value.ValueKind == JsonValueKind.Number ? null : ArgumentError.WrongType(argument, name, value);
            case JsonKind.Boolean:
                return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : ArgumentError.WrongType(argument, name, value);
            case JsonKind.TextList:
                return TextListValue.Check(argument, name, value);
            case JsonKind.Record:
                return value.ValueKind == JsonValueKind.Object ? CheckRecord(argument, name, ref value, clearing)
                    : ArgumentError.WrongType(argument, name, value);
            case JsonKind.RecordList:
                return CheckRecordList(argument, name, ref value, clearing);
            case JsonKind.TextMap:
                return TextMapValue.Check(argument, name, value);
            default:
                throw new InvalidOperationException($"{argument.Name} has no JSON type: {argument.Kind}.");
        }
    }

    /// <summary>A JSON string.</summary>
    public static JsonElement FromText(string text) => JsonElement.Parse($"\"{JsonEncodedText.Encode(text)}\"");

    /// <summary>A JSON array of strings.</summary>
    public static JsonElement FromTexts(IEnumerable<string> texts) =>
        JsonElement.Parse($"[{string.Join(',', texts.Select(text => $"\"{JsonEncodedText.Encode(text)}\""))}]");

    private static ArgumentError? CheckRecordList(Argument argument, string name, ref JsonElement value, Clearing clearing)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return ArgumentError.WrongType(argument, name, value);
        }

        if (value.GetArrayLength() > GivenItems.MaxItems)
        {
            return GivenItems.TooMany(name, value.GetArrayLength());
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
            var member = GivenItems.Name(property) is { } key ? argument.Members.FirstOrDefault(each => each.Name == key) : null;
            if (member is null)
            {
                var came = argument.IsSecret || GivenItems.Name(property) is not { } other ? "a key that it does not have"
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
}
