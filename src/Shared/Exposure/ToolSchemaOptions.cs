using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>What a tool's JSON depends on besides its row. With <see cref="ToolFilter.Key"/> it is the key of a cached
/// listing.</summary>
/// <param name="Names">Which names the tools go by.</param>
/// <param name="DefaultValue">The organization that a call works on if it names none; null if each call has to
/// name one.</param>
/// <param name="IsBrief">
/// Whether the list is too long to say everything everywhere. An organization that has a default is then left to the
/// server's instructions, and the arguments of a second address to the tool of the first
/// (<see cref="ToolDefinition.SameAs"/>). Every tool takes these arguments all the same.
/// </param>
/// <param name="IsScoped">Whether the URL has a scope: then arguments are shown that prove what an id is of.</param>
/// <param name="IsWhole">Whether a schema has all that its tool takes, what no list of tools shows included: what an
/// approval covers.</param>
internal readonly record struct ToolSchemaOptions(
    ToolNames Names, string? DefaultValue, bool IsBrief = false, bool IsScoped = false,
    bool IsWhole = false)
{
    /// <summary>Those of a URL.</summary>
    public static ToolSchemaOptions Of(McpServerConfig config, IntegratedAccount account, ToolFilter filter) =>
        new(config.ToolNames, account.Default(filter.Catalog.Form), IsScoped: filter.IsScoped);
}
