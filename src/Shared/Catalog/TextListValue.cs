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
            var error = item.ValueKind != JsonValueKind.String ? new(place, DescribeCame(argument, item), "a string")
                : TextValue.Check(argument, place, item) ?? (IsEmpty(item) ? Empty(argument, place) : null);
            if (error is not null)
            {
                return error with { Name = string.Create(CultureInfo.InvariantCulture, $"{name}[{index}]") };
            }

            index++;
        }

        return null;
    }

    // A run whose one target is empty may plan all of its workspace, and a list of it replaces what is there.
    private static bool IsEmpty(JsonElement item) => string.IsNullOrWhiteSpace(Text(item));

    private static ArgumentError Empty(Argument argument, string place) =>
        new(place, "an empty string", $"a string with something in it; {argument.Name} is left out for none");
}
