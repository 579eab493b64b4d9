using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ServerlessMcp.Tests.Support;
using ServerlessMcp.WebConsole;

namespace ServerlessMcp.Tests.WebConsole;

/// <summary>The console as it is served: what a browser gets, how long it keeps it, and what it may do with it.</summary>
public sealed partial class ConsoleTests
{
    private const string Browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

    private static async Task<HttpResponseMessage> GetAsync(TestProduct product, string path, string? accept = Browser, string? coding = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept", accept);
        }

        if (coding is not null)
        {
            request.Headers.TryAddWithoutValidation("Accept-Encoding", coding);
        }

        return await product.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData(Browser, true)]
    [InlineData("*/*", false)]
    [InlineData(null, false)]
    [InlineData("application/json", false)]
    [InlineData("text/html, text/event-stream", false)]
    public async Task The_front_door_leads_a_browser_to_the_console_and_tells_a_program_a_sentence(string? accept, bool isBrowser)
    {
        await using var product = await TestProduct.StartAsync();
        using var answer = await GetAsync(product, "/", accept);
        Assert.Equal("Accept", Assert.Single(answer.Headers.Vary));
        Assert.Equal(isBrowser ? HttpStatusCode.Found : HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(isBrowser ? "/console" : null, answer.Headers.Location?.OriginalString);
        Assert.Equal(isBrowser ? "" : "ServerlessMcp: short-lived MCP URLs for HCP Terraform. Mint one with POST /integrated-account/{account}/mcp.\n", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task The_page_runs_its_own_files_and_nothing_else()
    {
        await using var product = await TestProduct.StartAsync();
        using var page = await GetAsync(product, "/console");
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy")).Split(';', StringSplitOptions.TrimEntries);
        Assert.Equal(
            [
                "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self'", "connect-src 'self'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'",
                "require-trusted-types-for 'script'", "trusted-types 'none'",
            ],
            policy);
        Assert.Equal("DENY", Assert.Single(page.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("same-origin", Assert.Single(page.Headers.GetValues("Cross-Origin-Opener-Policy")));
        Assert.Equal("no-referrer", Assert.Single(page.Headers.GetValues("Referrer-Policy")));
        Assert.Equal("no-store", page.Headers.CacheControl!.ToString());
        Assert.Equal("text/html; charset=utf-8", page.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task What_the_page_names_is_there_and_kept_for_good()
    {
        await using var product = await TestProduct.StartAsync();
        using var page = await GetAsync(product, "/console");
        var named = Address().Matches(await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Select(match => match.Value).ToArray();
        Assert.Contains(named, path => path.EndsWith("/app.js", StringComparison.Ordinal));
        Assert.Contains(named, path => path.EndsWith("/console.css", StringComparison.Ordinal));
        foreach (var path in named)
        {
            using var file = await GetAsync(product, path);
            Assert.Equal(HttpStatusCode.OK, file.StatusCode);
            Assert.Equal("public, max-age=31536000, immutable", Assert.Single(file.Headers.GetValues("Cache-Control")));
            Assert.Equal("nosniff", Assert.Single(file.Headers.GetValues("X-Content-Type-Options")));
        }

        using var other = await GetAsync(product, named[0].Replace(Version().Match(named[0]).Value, "0123456789abcdef", StringComparison.Ordinal));
        Assert.Equal((HttpStatusCode.NotFound, "no-store"), (other.StatusCode, other.Headers.CacheControl!.ToString()));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("gzip, deflate", false)]
    [InlineData("br;q=0", false)]
    [InlineData("gzip, deflate, br, zstd", true)]
    [InlineData("br;q=0.5", true)]
    public async Task It_is_sent_compressed_to_whoever_takes_it_so(string? coding, bool isCompressed)
    {
        await using var product = await TestProduct.StartAsync();
        using var page = await GetAsync(product, "/console", coding: coding);
        Assert.Equal("Accept-Encoding", Assert.Single(page.Headers.Vary));
        Assert.Equal(isCompressed ? ["br"] : [], page.Content.Headers.ContentEncoding);
        var bytes = await page.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        using var plain = isCompressed ? new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress) : (Stream)new MemoryStream(bytes);
        using var reader = new StreamReader(plain);
        Assert.StartsWith("<!doctype html>", await reader.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    // A cold start pays for what it is asked for: lists and calls of agents, and the question of a platform whether it lives.
    [Fact]
    public async Task Nothing_of_it_is_read_before_a_browser_asks()
    {
        var made = 0;
        await using var product = await TestProduct.StartAsync(services: services => services.AddSingleton(_ =>
        {
            made++;
            return new ConsoleFiles();
        }));
        var token = await product.TokenAsync();
        await product.AskAsync(token, "tools/list");
        (await GetAsync(product, "/", accept: null)).Dispose();
        (await GetAsync(product, "/healthz")).Dispose();
        (await GetAsync(product, "/")).Dispose();
        Assert.Equal(0, made);
        (await GetAsync(product, "/console")).Dispose();
        (await GetAsync(product, "/console")).Dispose();
        Assert.Equal(1, made);
    }

    [GeneratedRegex("/console/[0-9a-f]{16}/[a-z.-]+", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex("[0-9a-f]{16}", RegexOptions.NonBacktracking)]
    private static partial Regex Version();
}
