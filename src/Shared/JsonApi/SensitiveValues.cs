using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ServerlessMcp.JsonApi;

/// <summary>
/// The secrets of a document by their text. Terraform marks a value where it was declared sensitive, but not everywhere it has gone: <c>terraform_data.input.password</c> is
/// marked, and the same text in <c>output.password</c> is not, because the provider computed it. So what is marked in one place is withheld in all.
/// </summary>
internal sealed class SensitiveValues
{
    // Shorter texts are words ("true", "10", "prod") that stand in many places for other reasons. From here on they are withheld where they are a whole value…
    private const int MinLength = 4;

    // …and from here on inside of longer texts too: in a connection string, in a script.
    private const int MinPartLength = 8;

    private readonly HashSet<string> values = [];
    private SearchValues<string>? parts;

    /// <summary>Notes the texts that are marked in a value.</summary>
    public void Add(JsonElement value, SensitiveMarks marks)
    {
        if (marks.IsEmpty)
            return;
        switch (value.ValueKind)
        {
            case JsonValueKind.String when marks.IsMarked:
                AddText(value);
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Add(member.Value, marks.IsMarked ? SensitiveMarks.All : marks.Within(value, member.Name));
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var element in value.EnumerateArray())
                {
                    Add(element, marks.IsMarked ? SensitiveMarks.All : marks.Element(index));
                    index++;
                }

                break;
        }
    }

    /// <summary>Whether a text is or holds one. The text may be a value or its JSON.</summary>
    public bool IsIn(string text)
    {
        if (values.Count == 0 || text.Length < MinLength)
            return false;
        parts ??= SearchValues.Create([.. values.Select(value => value.Length >= MinPartLength ? value : $"\"{value}\"")], StringComparison.Ordinal);
        return values.Contains(text) || text.AsSpan().ContainsAny(parts);
    }

    private void AddText(JsonElement value)
    {
        string text;
        try
        {
            text = value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return;
        }

        if (text.Length < MinLength)
            return;
        parts = null;
        values.Add(text);

        // As it stands within JSON, where texts are looked for as well: a key of several lines has \n in it.
        values.Add(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text));
        values.Add(JavaScriptEncoder.Default.Encode(text));
    }
}
