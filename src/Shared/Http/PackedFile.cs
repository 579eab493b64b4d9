using System.IO.Compression;
using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Http;

/// <summary>A file that this assembly carries, to be sent as it is.</summary>
/// <param name="MediaType">What it is.</param>
/// <param name="Packed">Its bytes, compressed with Brotli when the product was built (<c>Shared.csproj</c>).</param>
internal sealed record PackedFile(string MediaType, ReadOnlyMemory<byte> Packed)
{
    /// <summary>Reads one out of this assembly.</summary>
    public static PackedFile Of(string resource, string mediaType) => new(mediaType, BytesOf(resource));

    /// <summary>The bytes of a resource of this assembly.</summary>
    public static ReadOnlyMemory<byte> BytesOf(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Its bytes as they were written.</summary>
    public ReadOnlyMemory<byte> Unpack()
    {
        using var packed = new BrotliStream(new MemoryStream(Packed.ToArray()), CompressionMode.Decompress);
        var bytes = new MemoryStream();
        packed.CopyTo(bytes);
        return bytes.ToArray();
    }

    /// <summary>Answers it: compressed to those who take that, and as it was written to all others.</summary>
    public Task WriteAsync(HttpContext context)
    {
        context.Response.Headers.Vary = "Accept-Encoding";
        // Browsers name it over https and on loopback.
        if (!AcceptHeader.Names(context.Request.Headers.AcceptEncoding, "br"))
        {
            return context.WriteBytesAsync(200, MediaType, Unpack());
        }

        context.Response.Headers.ContentEncoding = "br";
        return context.WriteBytesAsync(200, MediaType, Packed);
    }
}
