using System.Text;
using System.Text.Json;

namespace ServerlessMcp.Catalog;

/// <summary>The bytes that an argument gives.</summary>
internal static class UploadBytes
{
    /// <summary>The most, in bytes; in base64 it still fits into a request of 1 MB.</summary>
    public const int MaxLength = 512 * 1024;

    /// <summary>The longest text that can be so many bytes.</summary>
    public static int MaxTextLength(Argument argument) => argument.Encoding == ArgumentEncoding.Base64 ? (MaxLength + 2) / 3 * 4 : MaxLength;

    /// <summary>Decodes or packs a value that was checked.</summary>
    public static byte[] Of(Argument argument, JsonElement value) => argument.Encoding switch
    {
        ArgumentEncoding.Base64 => value.GetBytesFromBase64(),
        ArgumentEncoding.Files => SourceArchive.Pack(value.EnumerateObject()),
        _ => Encoding.UTF8.GetBytes(value.GetString()!),
    };
}
