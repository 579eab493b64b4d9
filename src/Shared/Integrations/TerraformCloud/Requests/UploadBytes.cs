using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>The bytes that an argument gives.</summary>
internal static class UploadBytes
{
    /// <summary>Decodes or packs a value that was checked.</summary>
    public static byte[] Of(Argument argument, JsonElement value) => argument.Encoding switch
    {
        ArgumentEncoding.Base64 => value.GetBytesFromBase64(),
        ArgumentEncoding.Files => SourceArchive.Pack(value.EnumerateObject()),
        _ => Encoding.UTF8.GetBytes(value.GetString()!),
    };
}
