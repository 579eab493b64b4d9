using ServerlessMcp.Exposure;

namespace ServerlessMcp.Calls;

/// <summary>Which account of a URL a call is of, so that it is counted, noted and carried out as that account's.</summary>
internal static class CalledAccount
{
    /// <summary>That of the tool that is meant, by itself or inside <c>call_tool</c>; the URL's own for what is no tool,
    /// and for finding tools.</summary>
    public static AccountTools Of(UrlTools tools, string name, IDictionary<string, JsonElement>? arguments)
    {
        if (tools.Accounts.Count == 1)
        {
            return tools.Home;
        }

        var inner = CalledName.Finder(name, tools.Filters.Select(filter => filter.Catalog)) == SearchTools.Call
            && SearchTools.TryReadCall(arguments, out var meant, out _, out _) ? meant : name;
        return tools.Find(inner)?.Account ?? tools.Home;
    }
}
