using System.Net;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.Client;

/// <summary>Hosts that answer what a test says, by address, and keep what they were asked and with which credential.</summary>
internal sealed class BlobUpstream : HttpMessageHandler
{
    private readonly Dictionary<string, Func<HttpResponseMessage>> answers = [];

    public const string Token = "t.atlasv1.secret";

    public static readonly IntegratedAccount Hcp = new() { Id = "hcp", Address = new("https://app.terraform.io"), SecretName = "s" };

    public static readonly IntegratedAccount Loopback = new IntegratedAccount { Id = "sandbox", Address = new("http://127.0.0.1:8080"), SecretName = "s" }.WithTerraform(null, "localhost");

    public List<(string Verb, string Url, string? Authorization, string Body)> Sent { get; } = [];

    /// <summary>Which of the two senders was asked; the one of unknown hosts checks addresses when it connects.</summary>
    public List<string> Senders { get; } = [];

    public BlobUpstream Answering(string url, HttpStatusCode status, string body = "", params (string Name, string Value)[] headers)
    {
        answers[url] = () => StubUpstream.Message(status, System.Text.Encoding.UTF8.GetBytes(body), "application/octet-stream", headers);
        return this;
    }

    public BlobUpstream Redirecting(string url, string to, HttpStatusCode status = HttpStatusCode.Redirect) => Answering(url, status, "", ("Location", to));

    public BlobResolver Resolver(TerraformClientOptions? options = null) => new(
        new HttpMessageInvoker(new Named("known", this)), new HttpMessageInvoker(new Named("others", this)), options ?? new TerraformClientOptions(), TimeProvider.System);

    /// <summary>Whether blobs are read piece by piece instead of whole.</summary>
    public bool Streams { get; init; }

    public async Task<string> ReadAsync(string link, IntegratedAccount? account = null, TerraformClientOptions? options = null)
    {
        if (Streams)
        {
            await using var download = await Resolver(options).OpenAsync(account ?? Hcp, Token, new Uri(link, UriKind.RelativeOrAbsolute), TestContext.Current.CancellationToken);
            using var body = new MemoryStream();
            var piece = new byte[64];
            while (await download.ReadAsync(piece) is var read and > 0)
            {
                body.Write(piece, 0, read);
            }

            return $"{download.Status} {System.Text.Encoding.UTF8.GetString(body.ToArray())}";
        }

        using var response = await Resolver(options).ReadAsync(account ?? Hcp, Token, new Uri(link, UriKind.RelativeOrAbsolute), TestContext.Current.CancellationToken);
        return $"{response.Status} {System.Text.Encoding.UTF8.GetString(response.Body.Span)}";
    }

    /// <summary>How it fails; what it says names no more of the link than the host.</summary>
    public async Task<TerraformFailedException> FailsAsync(TerraformFailure failure, string link, IntegratedAccount? account = null, TerraformClientOptions? options = null)
    {
        var failed = await Assert.ThrowsAsync<TerraformFailedException>(() => ReadAsync(link, account, options));
        Assert.Equal(failure, failed.Failure);
        Assert.Null(failed.InnerException);
        foreach (var part in new[] { "/v1/object", "s3cr3t", Token })
        {
            Assert.DoesNotContain(part, failed.ToString(), StringComparison.Ordinal);
        }

        return failed;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var url = request.RequestUri!.AbsoluteUri;
        Sent.Add((request.Method.Method, url, request.Headers.Authorization?.ToString(),
            request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken)));
        return answers.TryGetValue(url, out var answer) ? answer() : throw new InvalidOperationException($"Nobody expected {url}.");
    }

    private sealed class Named(string name, BlobUpstream upstream) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            upstream.Senders.Add(name);
            return upstream.SendAsync(request, cancellationToken);
        }
    }
}
