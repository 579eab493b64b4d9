using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ServerlessMcp.Http;

/// <summary>
/// Keeps URLs out of logs, whatever level an operator sets: ASP.NET Core logs request paths (they carry URL tokens)
/// from Trace to Information, and HttpClient those of the upstream. The categories below never log under Warning, and
/// at Warning and above they quote no path.
/// </summary>
internal sealed class PathsOutOfLogs : IPostConfigureOptions<LoggerFilterOptions>
{
    // Silent at every level: while it is enabled at all, each request opens a log scope with RequestPath, which JSON
    // consoles and Application Insights write with every line.
    private const string ScopeWithPath = "Microsoft.AspNetCore.Hosting.Diagnostics";

    private static readonly string[] Categories = ["Microsoft.AspNetCore", "System.Net.Http", "ModelContextProtocol"];

    /// <inheritdoc/>
    public void PostConfigure(string? name, LoggerFilterOptions options)
    {
        // Every rule is narrowed, not one added: the most specific rule wins, and an operator's may be more specific
        // than any of ours.
        for (var i = 0; i < options.Rules.Count; i++)
        {
            var rule = options.Rules[i];
            options.Rules[i] =
                new LoggerFilterRule(rule.ProviderName, rule.CategoryName, rule.LogLevel, (provider, category, level) =>
                (rule.Filter?.Invoke(provider, category, level) ?? true) && IsAllowed(category, level));
        }

        // Rules without a category hold where no other does; MinLevel would otherwise decide there.
        options.Rules.Insert(
            0, new LoggerFilterRule(null, null, options.MinLevel, (_, category, level) => IsAllowed(category, level)));
    }

    private static bool IsAllowed(string? category, LogLevel level) =>
        category != ScopeWithPath
        && (level >= LogLevel.Warning || category is null
            || !Categories.Any(prefix => category.StartsWith(prefix, StringComparison.Ordinal)));
}
