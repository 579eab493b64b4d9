using ServerlessMcp.Accounts;
using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>
/// Tools that a config names exactly, without <c>*</c> or <c>?</c>, and that something else keeps out. A glob may match
/// what is not there; whoever writes a whole name means that tool.
/// </summary>
internal static class NamedTools
{
    /// <summary>Notes each of them, what keeps it out, and what to add.</summary>
    public static void Check(JsonBodyReader reader, McpServerConfig config, UrlAccounts accounts)
    {
        var parts = accounts.Parts(config).Select(part => (Part: part, Filter: part.Filter())).ToArray();
        foreach (var (index, name) in config.Tools.Index().Where(entry => entry.Item.AsSpan().IndexOfAny('*', '?') < 0))
        {
            var tools = parts.SelectMany(one => one.Part.Catalog.All.Where(tool => ToolFilter.Matches(name, tool))
                .Select(tool => (Tool: tool, one.Part, one.Filter))).ToList();
            if (tools.Count > 0 && !tools.Exists(one => one.Filter.Allows(one.Tool))
                && Reason(tools[0].Tool, tools[0].Part.Config, tools[0].Part.Account, tools[0].Filter) is { } reason)
            {
                reader.Fault($"{name} is named, and the URL would not have it: {reason}", $"tools/{index}");
            }
        }
    }

    // What the config's own exclude_tools keeps out is out by the same hand.
    private static string? Reason(ToolDefinition tool, McpServerConfig config, IntegratedAccount account, ToolFilter filter) =>
        tool.Editions.Count > 0 && !tool.Editions.Contains(filter.Catalog.EditionAt(account.Address))
            ? $"{McpServerConfigJson.Others([tool], filter.Catalog)} has it, and account {account.Id} is " +
            $"{filter.Catalog.NameOfEdition(filter.Catalog.EditionAt(account.Address))}"
        : !MethodSet.Parse(config.Methods).Allows(tool) ? $"methods has none that it is of; add {Method(tool)}"
        : !MethodSet.Parse(account.Policy.Methods).Allows(tool)
        ? $"the policy of account {account.Id} allows the methods {string.Join(", ", account.Policy.Methods)}, and " +
        $"it is of {Method(tool)}"
        : !account.Policy.Tags.Contains("*") && !ToolFilter.IsTagged(account.Policy.Tags, tool)
        ? $"the policy of account {account.Id} allows the tags {string.Join(", ", account.Policy.Tags)}, and it has " +
        $"{string.Join(", ", tool.Tags)}"
        : tool.Adds is { } adds && !filter.Has(adds)
        ? $"it does what needs {adds.Needs(name => filter.Catalog.NameOf(name, config.ToolNames))} as well"
        : IsExcluded(tool, config) ? null
        : !filter.IsAnswered(tool) ? "it asks another system; accounts has to name an account that answers it"
        : tool.Reach == ToolReach.Organization
        ? "it acts on the organization, beyond the scope; add it to scope.organization_tools"
        : "it acts on whole projects, and the scope has less; it needs a scope of projects alone";

    private static bool IsExcluded(ToolDefinition tool, McpServerConfig config) =>
        config.ExcludeTools.Any(glob => ToolFilter.Matches(glob, tool));

    private static string Method(ToolDefinition tool) => (tool.Effect, tool.Method) switch
    {
        (Effect.Read, _) => "read",
        (_, ToolMethod.Custom) => "custom",
        _ => $"{tool.Method.ToString().ToLowerInvariant()} (or write)",
    };
}
