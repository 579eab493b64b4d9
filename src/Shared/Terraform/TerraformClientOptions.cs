namespace ServerlessMcp.Terraform;

/// <summary>The bounds of every request to the upstream.</summary>
public sealed record TerraformClientOptions
{
    /// <summary>From sending to the last byte of the answer. Below the 30 s that clients and gateways commonly wait.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(25);

    /// <summary>The largest body read, in bytes after decompression.</summary>
    public int MaxBodyLength { get; init; } = 10 * 1024 * 1024;

    /// <summary>The largest log, plan, state or archive read from behind a link, in bytes after decompression.</summary>
    public int MaxBlobLength { get; init; } = 16 * 1024 * 1024;
}
