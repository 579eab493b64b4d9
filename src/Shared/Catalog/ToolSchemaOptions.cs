using ServerlessMcp.Access;

namespace ServerlessMcp.Catalog;

/// <summary>What a tool's JSON depends on besides its row. With <see cref="ToolFilter.Key"/> it is the key of a cached listing.</summary>
/// <param name="Names">Which names the tools go by.</param>
/// <param name="DefaultOrganization">The organization that a call works on if it names none; null if each call has to name one.</param>
/// <param name="IsScoped">Whether the URL has a scope: then arguments are shown that prove what an id is of.</param>
public readonly record struct ToolSchemaOptions(ToolNames Names, string? DefaultOrganization, bool IsScoped = false);
