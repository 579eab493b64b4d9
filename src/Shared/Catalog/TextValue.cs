using static ServerlessMcp.Catalog.ArgumentWords;

namespace ServerlessMcp.Catalog;

/// <summary>The check of a text.</summary>
internal static class TextValue
{
    /// <summary>Of a text in the body; the API takes no longer variables than a quarter of a megabyte, and models write
    /// none.</summary>
    public const int MaxTextLength = 65_536;

    /// <summary>Of a text in the query string, and of a cursor.</summary>
    public const int MaxQueryLength = 2_048;

    /// <summary>What is wrong with a string, or a string of a list; null if nothing is.</summary>
    public static ArgumentError? Check(Argument argument, string name, JsonElement value)
    {
        if (Text(value) is not { } text)
        {
            return new(name, "a string that is not valid Unicode", Describe(argument));
        }

        var fits = argument switch
        {
            { Form: { } form, AllowedValues.Count: 0 } => form.Fits(text),
            { IsInstant: true } => IsInstant(text) || (text.Length == 0 && argument.Place == ArgumentPlace.Attribute),
            { Understood: { } understood } => understood.Fits(text),
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
}
