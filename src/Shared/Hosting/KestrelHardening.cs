using System.Text;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace ServerlessMcp.Hosting;

/// <summary>What both hosts that stand on Kestrel set.</summary>
public static class KestrelHardening
{
    /// <summary>Says nothing of the server, and takes no <c>Content-Length</c> but digits (RFC 9110, 8.6).</summary>
    public static void Harden(this KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;

        // With the default encoding Kestrel parses it by a parser of numbers, which takes "+5" too; whoever stands before us may read the end of the body elsewhere. For a header with
        // an encoding of its own it takes the strict one.
        kestrel.RequestHeaderEncodingSelector = name => name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : null;
    }
}
