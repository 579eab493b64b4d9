using static ServerlessMcp.Catalog.ArgumentWords;

namespace ServerlessMcp.Catalog;

/// <summary>The check of a map of texts.</summary>
internal static class TextMapValue
{
    /// <summary>What is wrong with a map; null if nothing is.</summary>
    public static ArgumentError? Check(Argument argument, string name, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return ArgumentError.WrongType(argument, name, value);
        }

        if (value.GetPropertyCount() > GivenItems.MaxItems)
        {
            return GivenItems.TooMany(name, value.GetPropertyCount());
        }

        var isFiles = argument.Encoding == ArgumentEncoding.Files;
        var total = 0L;
        foreach (var property in value.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String
                || Text(property.Value) is not { Length: <= TextValue.MaxTextLength }
                || GivenItems.Name(property) is not { Length: <= ArgumentForm.MaxLength } key)
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
}
