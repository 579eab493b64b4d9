using ServerlessMcp.Http;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// Values of a plan or a state, in two steps: while the document goes by, a value becomes JSON without what is marked
/// in it; at the end, when it is known which texts are secret wherever they stand, it is shown, or not.
/// </summary>
internal static class DocumentValue
{
    /// <summary>What stands in place of a sensitive value, as JSON.</summary>
    public const string Sensitive = "\"(sensitive)\"";

    /// <summary>What stands in place of a value that Terraform knows only after the apply, as JSON.</summary>
    public const string Unknown = "\"(known after apply)\"";

    // What is kept until the end. A longer value is only counted: it would be cut to a beginning that says little.
    private const int MaxKept = 4000;

    // What is shown, in characters: a policy document has thousands, and the raw document has them all.
    private const int MaxShown = 300;

    // Deeper ones are shown as text: an answer has to stay within JsonDepth.OfAnswers with all that is around.
    private const int MaxShownDepth = 32;

    // A value of no more than MaxKept characters.
    private static readonly JsonDocumentOptions AsDeepAsItWas = new() { MaxDepth = MaxKept };

    /// <summary>The value as JSON, without what is marked.</summary>
    /// <exception cref="WorkBudgetException">It takes longer than the budget has.</exception>
    public static string Text(JsonElement value, SensitiveMarks marks, bool guesses, WorkBudget? budget = null)
    {
        var text = Encoding.UTF8.GetString(
            JsonResponse.Bytes(writer => TerraformDocument.Write(value, marks, guesses, writer, budget)).Span);
        return text.Length <= MaxKept ? text : string.Create(CultureInfo.InvariantCulture, $"\"({text.Length} characters)\"");
    }

    /// <summary>What <see cref="Text"/> wrote, however deep it is.</summary>
    public static JsonElement Parse(string json) => JsonElement.Parse(json, AsDeepAsItWas);

    /// <summary>The same value without these texts, each told to be sensitive where it stood.</summary>
    public static string? Masked(string? json, SensitiveValues secrets) => json is null || secrets.IsEmpty
        ? json
        : Encoding.UTF8.GetString(JsonResponse.Bytes(writer => TerraformDocument.WriteMasked(Parse(json), secrets, writer)).Span);

    /// <summary>Writes it as a member, cut if it is long; nothing for null.</summary>
    public static void Write(Utf8JsonWriter writer, string name, string? json)
    {
        if (json is null)
            return;
        writer.WritePropertyName(name);
        if (json.Length <= MaxShown && Depth(json) <= MaxShownDepth)
        {
            writer.WriteRawValue(json, skipInputValidation: true);
        }
        else
        {
            writer.WriteStringValue(TextCut.Shorten(json, MaxShown));
        }
    }

    // Brackets within texts count as well, which makes of one in a thousand a text.
    private static int Depth(string json)
    {
        var (depth, deepest) = (0, 0);
        foreach (var character in json)
        {
            depth += character is '[' or '{' ? 1 : character is ']' or '}' ? -1 : 0;
            deepest = Math.Max(deepest, depth);
        }

        return deepest;
    }
}
