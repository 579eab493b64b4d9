using Microsoft.AspNetCore.Http;
using ModelContextProtocol;
using ServerlessMcp.Http;

namespace ServerlessMcp.Mcp;

/// <summary>A failure of a host around the product, in the words of whoever asked: JSON-RPC with the request's id under
/// <c>/mcp</c>, problem details elsewhere.</summary>
public static class McpFailure
{
    /// <summary>Writes it.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="problem">What failed.</param>
    /// <param name="path">The path that was asked.</param>
    /// <param name="body">The body that came; at most <see cref="AskedId.MaxBytes"/> of it are read.</param>
    public static Task WriteAsync(HttpContext context, ProblemDetailsResponse problem, PathString path, ReadOnlyMemory<byte> body)
    {
        if (!path.StartsWithSegments("/mcp", StringComparison.OrdinalIgnoreCase))
        {
            return problem.WriteAsync(context);
        }

        var isWhole = body.Length <= AskedId.MaxBytes;
        var id = AskedId.Find(isWhole ? body.Span : body.Span[..AskedId.MaxBytes], isWhole);
        return context.WriteFaultAsync(
            new JsonRpcRefusal(problem.Status, McpErrorCode.InternalError, problem.Detail) { Id = id });
    }
}
