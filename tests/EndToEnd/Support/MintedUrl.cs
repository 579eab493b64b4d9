namespace ServerlessMcp.EndToEnd.Support;

/// <summary>An MCP URL that was minted.</summary>
internal sealed record MintedUrl(string Id, string Token, Uri Url);
