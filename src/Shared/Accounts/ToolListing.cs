namespace ServerlessMcp.Accounts;

/// <summary><c>config.listing</c>.</summary>
public enum ToolListing
{
    /// <summary>All tools while they are few enough for every client.</summary>
    Auto,

    /// <summary>All tools, always.</summary>
    All,

    /// <summary>Tools are found by searching.</summary>
    Search,
}
