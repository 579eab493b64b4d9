using System.Buffers.Text;

namespace ServerlessMcp.Integrations.Tharsis.Client;

/// <summary>The ids of Tharsis: a global id is <c>CODE_uuid</c> in base64 of URLs without padding, a resource name is
/// <c>trn:type:path</c> (https://tharsis.martian-cloud.io/guides/resource_identifiers).</summary>
internal static class TharsisId
{
    private const string Trn = "trn:";

    // A uuid alone has 48 characters in base64.
    private const int MinGlobal = 48;

    /// <summary>Whether a text is a resource name of this type: <c>run</c>.</summary>
    public static bool IsTrn(string id, string type) =>
        id.StartsWith($"{Trn}{type}:", StringComparison.Ordinal) && id.Length > Trn.Length + type.Length + 1;

    /// <summary>Whether a text is a global id of this code: <c>SA</c> for service accounts.</summary>
    public static bool IsGlobal(string id, string code)
    {
        Span<byte> bytes = stackalloc byte[64];
        return id.Length is > 40 and < 80 && Base64Url.IsValid(id)
            && Base64Url.TryDecodeFromChars(id, bytes, out var length)
            && bytes[..length].StartsWith(Encoding.UTF8.GetBytes(code + "_"))
            && Guid.TryParse(bytes[(code.Length + 1)..length], CultureInfo.InvariantCulture, out _);
    }

    /// <summary>The path behind a resource name's type; null if the text is no resource name.</summary>
    public static string? PathOf(string id) =>
        id.StartsWith(Trn, StringComparison.Ordinal) && id.IndexOf(':', Trn.Length) is > 0 and var colon
            ? id[(colon + 1)..] : null;

    /// <summary>An id as the API takes it: a bare path is that of a resource of this type.</summary>
    public static string OrPath(string id, string type) =>
        PathOf(id) is null && (id.Contains('/', StringComparison.Ordinal) || id.Length < MinGlobal)
            ? $"{Trn}{type}:{id.Trim('/')}" : id;

    /// <summary>The path of the namespace that a path stands in; empty for one at the top.</summary>
    public static string ParentOf(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "";
}
