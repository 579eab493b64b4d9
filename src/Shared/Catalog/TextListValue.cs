using static ServerlessMcp.Catalog.ArgumentWords;

namespace ServerlessMcp.Catalog;

/// <summary>The check of a list of texts.</summary>
internal static class TextListValue
{
    /// <summary>What is wrong with a list; null if nothing is.</summary>
    public static ArgumentError? Check(Argument argument, string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return ArgumentError.WrongType(argument, name, value);
        }

        if (value.GetArrayLength() > GivenItems.MaxItems)
        {
            return GivenItems.TooMany(name, value.GetArrayLength());
        }

        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            var place = argument.Name;
            var error = item.ValueKind == JsonValueKind.String
                ? TextValue.Check(argument, place, item)
                : new(place, DescribeCame(argument, item), "a string");
            if (error is not null)
            {
                return error with { Name = string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]") };
            }

            index++;
        }

        return null;
    }
}
