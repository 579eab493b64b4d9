using System.IO.Compression;

namespace ServerlessMcp.WebConsole;

/// <summary>A file of the console.</summary>
/// <param name="MediaType">What it is.</param>
/// <param name="Packed">Its bytes, compressed with Brotli when the product was built.</param>
internal sealed record ConsoleFile(string MediaType, ReadOnlyMemory<byte> Packed)
{
    /// <summary>Its bytes as they were written.</summary>
    public ReadOnlyMemory<byte> Unpack()
    {
        using var packed = new BrotliStream(new MemoryStream(Packed.ToArray()), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }
}
