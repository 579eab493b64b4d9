using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Http;

/// <summary>Reading a request's body, whole and capped.</summary>
internal static class RequestBytes
{
    /// <summary>The body, or null if it is larger than <paramref name="limit"/> bytes. At most one byte more than the
    /// limit is read.</summary>
    public static async Task<ReadOnlyMemory<byte>?> ReadBodyAsync(this HttpContext context, int limit)
    {
        // Request smuggling (RFC 9112, 6.3): with a length such as +5 a proxy may end the body elsewhere than we do.
        if (context.Request.ContentLength is null && context.Request.Headers["Content-Length"].Count > 0)
        {
            throw new BadHttpRequestException("Content-Length has to be digits.", StatusCodes.Status400BadRequest);
        }

        if (context.Request.ContentLength > limit)
        {
            return null;
        }

        var buffer = new ArrayBufferWriter<byte>((int)(context.Request.ContentLength ?? 4096) + 1);
        while (true)
        {
            var read = await context.Request.Body.ReadAsync(buffer.GetMemory(1024), context.RequestAborted);
            if (read == 0)
            {
                return buffer.WrittenMemory;
            }

            buffer.Advance(read);
            if (buffer.WrittenCount > limit)
            {
                return null;
            }
        }
    }
}
