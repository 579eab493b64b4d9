using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace ServerlessMcp.Hosts.Tests.Telemetry;

/// <summary>An OpenTelemetry collector: OTLP over HTTP, whose bodies it keeps. Names and texts stand in protobuf as UTF-8, so that they can be looked for.</summary>
internal sealed class Collector : IAsyncDisposable
{
    /// <summary>The header by which a collector knows who sends, and a secret's value that says it.</summary>
    public const string Header = "x-collector-key";

    public const string Key = "key-of-the-collector";

    /// <summary>The vault's name of it.</summary>
    public const string SecretName = "otlp-headers";

    /// <summary>What the vault has under it.</summary>
    public const string Secret = $"{Header}={Key},x-team=a%20team";

    private readonly ConcurrentQueue<(string Path, string Type, string Body)> posts = new();
    private readonly ConcurrentQueue<string> keys = new();
    private readonly Changes changes = new();
    private LoopbackServer server = null!;

    public Uri Address => server.Address;

    /// <summary>What it does with a post; null for taking it.</summary>
    public RequestDelegate? Instead { get; set; }

    public string All => string.Join('\n', posts.Select(post => post.Body));

    public int Posts => posts.Count;

    /// <summary>By whom it was posted: the header of each.</summary>
    public IReadOnlyCollection<string> Keys => keys;

    public static async Task<Collector> StartAsync()
    {
        var collector = new Collector();
        collector.server = await LoopbackServer.StartAsync(collector.ServeAsync);
        return collector;
    }

    /// <summary>Waits until this path was posted with all of these texts, in whatever number of posts.</summary>
    public async Task GetsAsync(string path, params string[] texts)
    {
        bool HasAll() => texts.All(text => posts.Any(post =>
            post.Path == path && post.Type == "application/x-protobuf" && post.Body.Contains(text, StringComparison.Ordinal)));
        Assert.True(await changes.UntilAsync(HasAll), $"{path} did not get {string.Join(", ", texts)}, but: {All}");
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        keys.Enqueue($"{context.Request.Headers[Header]} {context.Request.Headers["x-team"]}".Trim());
        posts.Enqueue((context.Request.Path, context.Request.ContentType ?? "", Encoding.Latin1.GetString(body.ToArray())));
        changes.Note();
        await (Instead?.Invoke(context) ?? Task.CompletedTask);
    }
}
