using System.Text.Json.Serialization;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Accounts;

/// <summary>What an MCP URL exposes. The defaults are the safe ones: reading, and the tools of incident and run work.</summary>
public sealed record McpServerConfig
{
    /// <summary>Method groups (<c>read</c>, <c>write</c>, <c>custom</c>) and names (<c>list</c>, <c>get</c>,
    /// <c>create</c>, <c>update</c>, <c>delete</c>); <c>*</c> is all.</summary>
    public IReadOnlyList<string> Methods { get; init; } = ["read"];

    /// <summary>Tags of which a tool must have one; <c>*</c> is all.</summary>
    public IReadOnlyList<string> Tags { get; init; } = ["core"];

    /// <summary>Names or globs of which a tool must match one; empty means any. It narrows: <see cref="Methods"/> and
    /// <see cref="Tags"/> hold as well.</summary>
    public IReadOnlyList<string> Tools { get; init; } = [];

    /// <summary>Names or globs of tools that are out, whatever else is said.</summary>
    public IReadOnlyList<string> ExcludeTools { get; init; } = [];

    /// <summary>Whether a call needs an API token with scope <c>call</c> besides the URL.</summary>
    public bool RequireApiTokenAuth { get; init; }

    /// <summary>What opens it; fixed when it is minted.</summary>
    public ServerAuth Auth { get; init; }

    /// <summary>Scopes that an access token of the account's <see cref="AccountPolicy.OAuth"/> issuer needs for this
    /// server, besides the account's.</summary>
    public IReadOnlyList<string>? OAuthScopes { get; init; }

    /// <summary>How many calls it may make; null for no limit.</summary>
    public CallLimits? Limits { get; init; }

    /// <summary>Whether the tools are those of <see cref="McpServer.ApprovedTools"/> or none: what a deployment changes
    /// has to be approved first.</summary>
    public bool Frozen { get; init; }

    /// <summary>The client that it was set up for (<c>ClientPreset</c>); null for none in particular. What that set
    /// stands in the members below.</summary>
    public string? Client { get; init; }

    /// <summary>Which names the tools go by.</summary>
    public ToolNames ToolNames { get; init; }

    /// <summary>How tools are listed.</summary>
    public ToolListing Listing { get; init; }

    /// <summary>Whether results have <c>structuredContent</c> beside the same text. Many clients hand a model both.</summary>
    public bool StructuredContent { get; init; }

    /// <summary>Where its changes leave its mark.</summary>
    public ChangeMark Mark { get; init; }

    /// <summary>What it is limited to at its own account; null for all that the account's credential reaches.</summary>
    public AccessScope? Scope { get; init; }

    /// <summary>The accounts whose tools it has beside those of its own account, of other integrations each; null for
    /// none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Accounts { get; init; }

    /// <summary>What it is limited to at each of <see cref="Accounts"/>; of one that is not in it, all that its credential
    /// reaches.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, AccessScope>? AccountScopes { get; init; }

    /// <summary>What of it is for the tools of one account: the same, with the scope that it has there.</summary>
    public McpServerConfig At(string account) => Accounts is null ? this : this with
    {
        Scope = ScopeAt(account),
        Accounts = null,
        AccountScopes = null,
    };

    /// <summary>Its scope at one of its accounts.</summary>
    public AccessScope? ScopeAt(string account) =>
        Accounts?.Contains(account) == true ? AccountScopes?.GetValueOrDefault(account) : Scope;
}
