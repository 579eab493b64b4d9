namespace ServerlessMcp.Catalog;

/// <summary>What lists, maps and records have in common.</summary>
internal static class GivenItems
{
    /// <summary>Of items in a list, and of keys in a map.</summary>
    public const int MaxItems = 500;

    /// <summary>More items, or keys, than <see cref="MaxItems"/>.</summary>
    public static ArgumentError TooMany(string name, int count) =>
        new(name, string.Create(CultureInfo.InvariantCulture, $"{count}"),
            string.Create(CultureInfo.InvariantCulture, $"at most {MaxItems} items"));

    /// <summary>The name of a member; null for one that is not valid Unicode: as a text, a key can have a lone
    /// surrogate.</summary>
    public static string? Name(JsonProperty property)
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
