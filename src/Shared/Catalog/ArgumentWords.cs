namespace ServerlessMcp.Catalog;

/// <summary>What errors say of arguments: what they take and what came. Never more of a secret than its length.</summary>
internal static class ArgumentWords
{
    private const int MaxExcerpt = 60;

    /// <summary>What an argument takes, for error messages.</summary>
    public static string Describe(Argument argument) => argument.Kind switch
    {
        JsonKind.Text => DescribeText(argument),
        JsonKind.TextList when argument.Form is { } form => $"an array of strings, each {form.Allowed}",
        JsonKind.TextList when IsFields(argument) => $"an array of {FieldPath.Allowed}",
        JsonKind.TextList when argument.AllowedValues.Count > 0 =>
            $"an array of these: {string.Join(", ", argument.AllowedValues)}",
        JsonKind.TextList => "an array of strings",
        JsonKind.Integer when argument is { Minimum: { } minimum, Maximum: { } maximum } =>
            string.Create(CultureInfo.InvariantCulture, $"an integer from {minimum} to {maximum}"),
        JsonKind.Integer when argument.Minimum is { } minimum =>
            string.Create(CultureInfo.InvariantCulture, $"an integer of at least {minimum}"),
        JsonKind.Integer when argument.Maximum is { } maximum =>
            string.Create(CultureInfo.InvariantCulture, $"an integer of at most {maximum}"),
        JsonKind.Integer => "an integer",
        JsonKind.Number => "a number",
        JsonKind.Boolean => "true or false",
        JsonKind.Record => $"an object with {Keys(argument)}",
        JsonKind.RecordList => $"an array of objects with {Keys(argument)}",
        _ when argument.Encoding == ArgumentEncoding.Files =>
            string.Create(CultureInfo.InvariantCulture,
                $"an array of {{path, content}}: relative paths (main.tf, modules/a/main.tf), each once, and texts, " +
                    $"at most {UploadLimits.MaxLength} characters in all"),
        _ => "an object with string values",
    };

    /// <summary>The beginning of what came, safe to show: no control characters, not too long.</summary>
    public static string Excerpt(string text)
    {
        var excerpt = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (excerpt.Length >= MaxExcerpt)
            {
                return excerpt.Append('…').ToString();
            }

            var isPlain = Rune.GetUnicodeCategory(rune)
                is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator);
            excerpt.Append(isPlain ? rune.ToString() : string.Create(CultureInfo.InvariantCulture, $"<U+{rune.Value:X4}>"));
        }

        return excerpt.ToString();
    }

    /// <summary>What came, and of which type.</summary>
    public static string DescribeCame(Argument argument, JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String =>
            Text(value) is { } text ? $"the string {Show(argument, text)}" : "a string that is not valid Unicode",
        JsonValueKind.Number => argument.IsSecret ? "a number" : $"the number {Excerpt(value.GetRawText())}",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Array => "an array",
        JsonValueKind.Object => "an object",
        _ => "null",
    };

    /// <summary>What came, where a string belongs.</summary>
    public static string DescribeCame(Argument argument, string text) => text switch
    {
        "" => "an empty string",
        { Length: > ArgumentForm.MaxLength } =>
            string.Create(CultureInfo.InvariantCulture, $"a string of {text.Length} characters"),
        _ when argument.Form is { } form && ArgumentForms.KindOf(text) is { } kind && form.Prefix != ArgumentForms.OfKind(kind).Prefix =>
            $"{Show(argument, text)}, {ArgumentForm.Article(kind)} {kind}'s id",
        _ => argument.IsSecret ? $"a string {Show(argument, text)}" : Show(argument, text),
    };

    /// <summary>The keys of an object.</summary>
    public static string Keys(Argument argument) =>
        string.Join(", ", argument.Members.Select(member => member.IsRequired ? member.Name : $"{member.Name} (optional)"));

    /// <summary>The text of a string; null for one with a lone surrogate (<c>\ud800</c>), which is valid JSON, but
    /// GetString throws on it.</summary>
    public static string? Text(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>Whether it is the argument that chooses the answer's fields.</summary>
    public static bool IsFields(Argument argument) => argument is { Name: "fields", Place: ArgumentPlace.Answer };

    private static string DescribeText(Argument argument) => argument switch
    {
        { Form: { } form, AllowedValues.Count: 0, IdFrom: { } from } => $"{form.Allowed}: {from}",
        { Form: { } form, AllowedValues.Count: 0 } => form.Allowed,
        { IsInstant: true } => "a date-time with its zone (2026-01-31T12:00:00Z)",
        { Understood: { } understood } => understood.Words,
        { AllowedValues.Count: > 0 } => $"one of {string.Join(", ", argument.AllowedValues)}",
        { AllowedParts.Count: > 0 } =>
            $"one or more of these, with commas and without spaces: {string.Join(", ", argument.AllowedParts)}",
        { Name: "fields", Place: ArgumentPlace.Answer } => FieldPath.Allowed,
        { Encoding: ArgumentEncoding.Base64 } =>
            string.Create(CultureInfo.InvariantCulture, $"base64 of at most {UploadLimits.MaxLength} bytes"),
        { Place: ArgumentPlace.Body or ArgumentPlace.Upload } =>
            string.Create(CultureInfo.InvariantCulture, $"a string of 1 to {UploadLimits.MaxLength} characters"),
        { Place: ArgumentPlace.Query or ArgumentPlace.Answer } =>
            string.Create(CultureInfo.InvariantCulture,
                $"a string of 1 to {TextValue.MaxQueryLength} characters, without control characters"),
        _ => string.Create(CultureInfo.InvariantCulture, $"a string of at most {TextValue.MaxTextLength} characters"),
    };

    private static string Show(Argument argument, string text) =>
        argument.IsSecret ? string.Create(CultureInfo.InvariantCulture, $"of {text.Length} characters") : $"'{Excerpt(text)}'";
}
