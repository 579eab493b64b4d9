using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// The <c>format_version</c> of what <c>terraform show -json</c> prints. Its major version changes where a reader of
/// the one before would go wrong, and then it is to be refused
/// (<see href="https://developer.hashicorp.com/terraform/internals/json-format#format-summary"/>).
/// </summary>
internal static class DocumentFormat
{
    private const int MaxShown = 20;

    /// <summary>Whether a document of this format can be read here. One that does not say its format is taken for one
    /// of today.</summary>
    /// <param name="version">The member, <c>"1.2"</c>; undefined for none.</param>
    /// <param name="shown">The version, safe to show.</param>
    public static bool IsKnown(JsonElement version, out string shown)
    {
        var text = version.ValueKind switch
        {
            JsonValueKind.String => version.GetString()!,
            JsonValueKind.Number => version.GetRawText(),
            _ => "",
        };
        shown = ErrorDocument.Clean(TextCut.Shorten(text, MaxShown));
        return text.Split('.')[0].Trim() is "" or "0" or "1";
    }
}
