namespace ServerlessMcp.Local.Commands;

/// <summary>An MCP server of ours that a client is set to.</summary>
/// <param name="Name">What the client calls it.</param>
/// <param name="Url">Where it is; a secret, mostly.</param>
/// <param name="Token">The token in a header beside it; null where it is in the URL.</param>
internal sealed record ConfiguredServer(string Name, Uri Url, string? Token)
{
    /// <summary>Tells nothing: a record would tell all.</summary>
    public override string ToString() => Name;
}
