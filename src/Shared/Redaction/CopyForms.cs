using System.Buffers.Text;

namespace ServerlessMcp.Redaction;

/// <summary>
/// The forms in which a marked value may stand in a log: as it is, quoted by Terraform, within JSON, within an address,
/// in base64, line by line where it has several, and the values within it where it is JSON itself, which Terraform
/// prints as <c>jsonencode({…})</c>.
/// </summary>
internal sealed class CopyForms(SecretCopies copies)
{
    /// <summary>The most values and forms kept of a plan; 60,000 take about 6 MB, and a value has five forms or more.</summary>
    public const int Max = 60_000;

    // A text is looked into as JSON, and that one's texts as well.
    private const int MaxNested = 2;

    // Characters of one value that are looked at.
    private const int MaxText = 1024 * 1024;

    private static readonly JsonElement All = JsonElement.Parse("true");

    /// <summary>Whether there were more, or longer ones: then not all copies are known.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Adds all that is marked in a value.</summary>
    public void AddMarked(JsonElement owner, string member)
    {
        if (owner.ValueKind == JsonValueKind.Object && owner.TryGetProperty(member, out var value))
            Add(value, Tree(owner, member), MaxNested);
    }

    /// <summary>Adds a value, all of which is secret.</summary>
    public void Add(JsonElement value) => Add(value, All, MaxNested);

    private static JsonElement Tree(JsonElement owner, string member)
    {
        var name = member switch
        {
            "before" => "before_sensitive",
            "after" => "after_sensitive",
            "values" => "sensitive_values",
            "config_values" => "config_sensitive",
            _ => "sensitive",
        };
        return owner.TryGetProperty(name, out var marks) ? marks : default;
    }

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
                AddForm(value.GetRawText());
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
                if (Any(marks))
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

    private static bool Any(JsonElement marks) => marks.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.Object => marks.EnumerateObject().Any(mark => Any(mark.Value)),
        JsonValueKind.Array => marks.EnumerateArray().Any(Any),
        _ => false,
    };

    private void AddText(string text, int nested)
    {
        if (text.Length > MaxText)
        {
            IsCut = true;
            text = text[..MaxText];
        }

        AddForms(text);

        // Without what a log's text is without: spaces at its ends, and characters that nobody sees.
        var shown = TerminalText.Of(Encoding.UTF8.GetBytes(text)).Trim();
        if (shown != text)
            AddForms(shown);
        if (text.Contains('\n', StringComparison.Ordinal))
        {
            // Terraform prints them line by line, and of a change only the lines that change. A short one is a brace or a word.
            foreach (var line in text.Split('\n'))
                AddForms(line.Trim());
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

    private void AddForms(string text)
    {
        if (text.Length < SecretCopies.MinLength)
            return;
        AddForm(text);
        AddForm(Quoted(text));
        foreach (var form in EscapedText.Of(text))
        {
            AddForm(form);
            if (text.Length <= SecretCopies.MaxWhole)
                AddForm(Quoted(form));
        }

        if (text.Length <= SecretCopies.MaxWhole)
        {
            AddForm(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('='));
            AddForm(Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text)));
            foreach (var form in EscapedText.Base64(text))
                AddForm(form);
        }
    }

    private void AddForm(string text)
    {
        if (copies.Count >= Max)
            IsCut = true;
        else
            copies.Add(text);
    }

    // As Terraform quotes a string in a plan.
    private static string Quoted(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
        .Replace("${", "$${", StringComparison.Ordinal).Replace("%{", "%%{", StringComparison.Ordinal);

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
