using static ServerlessMcp.Catalog.ArgumentWords;

namespace ServerlessMcp.Catalog;

/// <summary>The check of an integer.</summary>
internal static class IntegerValue
{
    /// <summary>What is wrong with a number that has to be whole; an integer in the clothes of a float is put right.</summary>
    public static ArgumentError? Check(Argument argument, string name, ref JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return ArgumentError.WrongType(argument, name, value);
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
}
