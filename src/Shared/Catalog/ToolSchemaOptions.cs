using ServerlessMcp.Access;

namespace ServerlessMcp.Catalog;

/// <summary>What a tool's JSON depends on besides its row. With <see cref="ToolFilter.Key"/> it is the key of a cached listing.</summary>
/// <param name="Names">Which names the tools go by.</param>
/// <param name="DefaultOrganization">The organization that a call works on if it names none; null if each call has to name one.</param>
/// <param name="IsBrief">
/// Whether what hundreds of tools share (<c>fields</c>, <c>page_size</c>, <c>cursor</c>, an organization that has a default) is left to the server's instructions: a fifth of
/// the tokens of a list of all tools. Every tool takes these arguments all the same.
/// </param>
public readonly record struct ToolSchemaOptions(ToolNames Names, string? DefaultOrganization, bool IsBrief = false);
