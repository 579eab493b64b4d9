namespace ServerlessMcp.Redaction;

/// <summary>
/// The forms in which a marked value may stand in a log: as it is, quoted by Terraform, within JSON, within an address,
/// in base64, line by line where it has several, and the values within it where it is JSON itself, which Terraform
/// prints as <c>jsonencode({…})</c>.
/// </summary>
internal sealed class CopyForms(SecretCopies copies)
{
    // A text is looked into as JSON, and that one's texts as well.
    private const int MaxNested = 2;

    // Characters of one value that are looked at.
    private const int MaxText = 1024 * 1024;

    private static readonly JsonElement All = JsonElement.Parse("true");

    private readonly WrittenForms written = new(copies);
    private bool isCut;

    /// <summary>Whether there were more, or longer ones: then not all copies are known.</summary>
    public bool IsCut => isCut || written.IsCut;

    /// <summary>Adds all that is marked in a value.</summary>
    public void AddMarked(JsonElement owner, string member)
    {
        if (owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(member, out var value))
            Add(value, DocumentMarks.Of(owner, member), MaxNested);
    }

    /// <summary>Adds a value, all of which is secret.</summary>
    public void Add(JsonElement value) => Add(value, All, MaxNested);

    // By the marks, of which there are few, and not by the members.
    private void Add(JsonElement value, JsonElement marks, int nested)
    {
        var isAll = marks.ValueKind == JsonValueKind.True;
        switch (value.ValueKind)
        {
            case JsonValueKind.String when isAll:
                AddText(Text(value), nested);
                break;
            case JsonValueKind.Number when isAll:
                written.AddOne(value.GetRawText());
                break;
            case JsonValueKind.Object when isAll:
                foreach (var member in value.EnumerateObject())
                    Add(member.Value, marks, nested);
                break;
            case JsonValueKind.Array when isAll:
                foreach (var element in value.EnumerateArray())
                    Add(element, marks, nested);
                break;
            case JsonValueKind.Object when marks.ValueKind == JsonValueKind.Object:
                AddMembers(value, marks, nested);
                break;
            case JsonValueKind.Array when marks.ValueKind == JsonValueKind.Array:
                using (var mark = marks.EnumerateArray())
                {
                    foreach (var element in value.EnumerateArray())
                    {
                        if (!mark.MoveNext())
                            break;
                        Add(element, mark.Current, nested);
                    }
                }

                break;
            case JsonValueKind.Array or JsonValueKind.Object when marks.ValueKind is JsonValueKind.Array or JsonValueKind.Object:
                // Marks of another shape than the value: nobody knows which, so all of it.
                if (DocumentMarks.Any(marks))
                    Add(value, All, nested);
                break;
        }
    }

    private void AddMembers(JsonElement value, JsonElement marks, int nested)
    {
        Dictionary<string, JsonElement>? members = null;
        foreach (var mark in marks.EnumerateObject())
        {
            if (mark.Value.ValueKind is not (JsonValueKind.True or JsonValueKind.Object or JsonValueKind.Array))
                continue;
            if (members is null)
            {
                members = [];
                foreach (var member in value.EnumerateObject())
                    members[member.Name] = member.Value;
            }

            if (members.TryGetValue(mark.Name, out var one))
                Add(one, mark.Value, nested);
        }
    }

    private void AddText(string text, int nested)
    {
        if (text.Length > MaxText)
        {
            isCut = true;
            text = text[..MaxText];
        }

        written.Add(text);

        // Without what a log's text is without: spaces at its ends, and characters that nobody sees.
        var shown = TerminalText.Of(Encoding.UTF8.GetBytes(text)).Trim();
        if (shown != text)
            written.Add(shown);
        if (text.Contains('\n', StringComparison.Ordinal))
        {
            // Terraform prints them line by line, and of a change only the lines that change. A short one is a brace or a word.
            foreach (var line in text.Split('\n'))
                written.Add(line.Trim());
        }

        if (nested > 0 && text.AsSpan().TrimStart() is ['{' or '[', ..])
            AddWithin(text, nested - 1);
    }

    private void AddWithin(string text, int nested)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = JsonDepth.Read });
            Add(document.RootElement, All, nested);
        }
        catch (JsonException)
        {
            // It only looks like JSON.
        }
    }

    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }
}
