using ServerlessMcp.Terraform;

namespace ServerlessMcp;

/// <summary>What a host decides about the product.</summary>
public sealed class ServerlessMcpOptions
{
    /// <summary>
    /// The origin that minted URLs start with (<c>https://mcp.example.com</c>). It comes from configuration, never from a request's Host header,
    /// because a forged one would send a fresh token to somebody else's server.
    /// </summary>
    public Uri? PublicUrl { get; set; }

    /// <summary>The bootstrap API token with scope <c>admin</c>; null for none. At least 20 characters.</summary>
    public string? AdminToken { get; set; }

    /// <summary>Origins of browser pages that may call, besides that of <see cref="PublicUrl"/>. A request without <c>Origin</c> is no browser's.</summary>
    public IReadOnlyList<string> AllowedOrigins { get; set; } = [];

    /// <summary>The largest body of a request, in bytes.</summary>
    public int MaxRequestBytes { get; set; } = 1024 * 1024;

    /// <summary>
    /// Whether what is written to an answer goes out at once, so that a call can tell its progress as an event stream while it waits. False for hosts that buffer:
    /// there the same call answers one JSON body at its end.
    /// </summary>
    public bool StreamsProgress { get; set; }

    /// <summary>The bounds of every request to Terraform.</summary>
    public TerraformClientOptions Upstream { get; set; } = new();
}
