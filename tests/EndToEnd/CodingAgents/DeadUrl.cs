using System.Diagnostics;
using System.Text.Json;

namespace ServerlessMcp.EndToEnd.CodingAgents;

/// <summary>What a client shows of a URL that is dead, as docs/clients.md has it.</summary>
internal static class DeadUrl
{
    /// <summary>Within what it has to be seen.</summary>
    public static readonly TimeSpan Most = TimeSpan.FromSeconds(5);

    private const string Sentence = "it has expired or was revoked: ask for a new one";

    /// <summary>The answer's text, its status alone, or neither.</summary>
    public static string Shown(string said) =>
        said.Contains(Sentence, StringComparison.Ordinal) ? "text" : said.Contains("410", StringComparison.Ordinal) ? "status" : $"neither: {said}";

    /// <summary>What an attempt failed with, in time.</summary>
    public static async Task<string> FailureAsync(Func<Task> attempt)
    {
        var began = Stopwatch.GetTimestamp();
        var failure = await Assert.ThrowsAnyAsync<Exception>(attempt);
        Assert.InRange(Stopwatch.GetElapsedTime(began), TimeSpan.Zero, Most);
        return failure.ToString();
    }

    /// <summary>Whether the page has this row.</summary>
    public static async Task AssertRowAsync(params string[] cells)
    {
        var page = await File.ReadAllTextAsync(Checkout.PathOf("docs", "clients.md"), TestContext.Current.CancellationToken);
        Assert.Contains($"| {string.Join(" | ", cells)} |", page, StringComparison.Ordinal);
    }

    /// <summary>The pinned version of a client from npm.</summary>
    public static string Version(string package)
    {
        using var packages = JsonDocument.Parse(File.ReadAllText(Checkout.PathOf("tests", "EndToEnd", "clients", "package.json")));
        return packages.RootElement.GetProperty("dependencies").GetProperty(package).GetString()!;
    }
}
