using System.Runtime.InteropServices;

namespace ServerlessMcp.Http;

/// <summary>Reads a body once into a pooled buffer: a list of workspaces is about 87 KB, which as an array of its own
/// would be on the large object heap on every call.</summary>
internal static class BodyReader
{
    private const int FirstBuffer = 32 * 1024;

    /// <summary>The body without a byte order mark, in a rented buffer that the caller returns; null if it is longer
    /// than <paramref name="limit"/> bytes.</summary>
    public static async Task<PooledBody?> ReadAsync(HttpContent content, int limit, CancellationToken cancellationToken)
    {
        // Of a compressed body the handler has removed the length.
        var announced = content.Headers.ContentLength;
        if (announced > limit)
            return null;
        var buffer = ArrayPool<byte>.Shared.Rent((int)(announced + 1 ?? FirstBuffer));
        var isKept = false;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            var length = 0;
            while (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is var read and > 0)
            {
                length += read;
                if (length > limit)
                    return null;
                if (length == buffer.Length)
                    buffer = Grow(buffer);
            }

            isKept = true;
            var start = buffer.AsSpan(0, length).StartsWith("\uFEFF"u8) ? 3 : 0;
            return new PooledBody(buffer, start, length - start);
        }
        finally
        {
            if (!isKept)
                ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer, clearArray: true);
        return larger;
    }

    /// <summary>A body in a rented buffer.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct PooledBody(byte[] Buffer, int Start, int Length);
}
