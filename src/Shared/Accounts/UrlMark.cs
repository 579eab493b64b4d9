namespace ServerlessMcp.Accounts;

/// <summary>The mark of a URL: <c>mcp-0f3c9a1b</c>, of its id as much as tells it from the account's others. A change
/// leaves it, the instructions name it, and the control plane finds a URL by it.</summary>
internal static class UrlMark
{
    /// <summary>What every mark begins with.</summary>
    public const string Prefix = "mcp-";

    /// <summary>How many hexadecimal digits follow.</summary>
    public const int Digits = 8;

    /// <summary>The mark of the URL of this id.</summary>
    public static string Of(string serverId) => serverId[..Math.Min(serverId.Length, Prefix.Length + Digits)];
}
