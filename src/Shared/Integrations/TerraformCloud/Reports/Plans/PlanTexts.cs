using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>The texts of a plan's digest: paths, messages, reasons.</summary>
internal static class PlanTexts
{
    // Of paths that force a replacement, of sensitive paths, of a check's messages. More say no more.
    private const int MaxTexts = 40;

    /// <summary>Writes a list of texts, and how many more there are.</summary>
    public static void Write(
        Utf8JsonWriter writer, string name, IReadOnlyList<string> texts, Func<string, string> shown, int more = 0)
    {
        if (texts.Count == 0)
            return;
        writer.WriteStartArray(name);
        foreach (var text in texts.Take(MaxTexts))
            writer.WriteStringValue(shown(text));
        writer.WriteEndArray();
        WriteMore(writer, name, more + Math.Max(0, texts.Count - MaxTexts));
    }

    /// <summary>Writes how many more there are, if there are.</summary>
    public static void WriteMore(Utf8JsonWriter writer, string name, int more)
    {
        if (more > 0)
            writer.WriteNumber($"more_{name}", more);
    }

    /// <summary>A path as it is shown. It is read and not passed on, so it may be cut; a key of it may be what anybody
    /// has typed.</summary>
    public static string ShownPath(string path) =>
        TextCut.Shorten(SecretText.Scrub(ResourceAddress.Shown(path)), ErrorDocument.MaxTextLength);

    /// <summary>Writes a text, if there is one.</summary>
    public static void WriteIfAny(Utf8JsonWriter writer, string name, string? text)
    {
        if (text is not null)
            writer.WriteString(name, ErrorDocument.Clean(text));
    }
}
