using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace ServerlessMcp.Testing;

/// <summary>
/// As much of Key Vault as reading a secret takes, on loopback: the challenge, then the bearer, then the secret or an error
/// (https://learn.microsoft.com/rest/api/keyvault/secrets/get-secret/get-secret). Clients reach it as https://NAME.vault.azure.net through <see cref="Redirect"/>.
/// </summary>
public sealed class KeyVaultFake : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentQueue<string> requests = new();

    private KeyVaultFake(WebApplication app) => this.app = app;

    /// <summary>What the client calls it. Each fake has its own, because the client remembers challenges by authority, over all instances.</summary>
    public Uri Address { get; } = new($"https://smcp-{RandomNumberGenerator.GetHexString(12, lowercase: true)}.vault.azure.net");

    public ConcurrentDictionary<string, string> Secrets { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What it answers instead of a secret; 0 for the secret.</summary>
    public int Status { get; set; }

    /// <summary>What it answers with 200 instead of a secret; null for the secret.</summary>
    public string? Body { get; set; }

    /// <summary>Whether it takes a request and never answers.</summary>
    public bool IsSilent { get; set; }

    /// <summary>What came, as <c>GET /secrets/NAME anonymous</c>.</summary>
    public IReadOnlyCollection<string> Requests => requests;

    /// <summary>Where it listens.</summary>
    public Uri Loopback => new(app.Urls.Single());

    public HttpMessageHandler Redirect => new RedirectHandler(Address, Loopback);

    public static async Task<KeyVaultFake> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var fake = new KeyVaultFake(builder.Build());
        fake.app.Run(fake.AnswerAsync);
        await fake.app.StartAsync();
        return fake;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var bearer = context.Request.Headers.Authorization.ToString();
        requests.Enqueue($"{context.Request.Method} {context.Request.Path} {(bearer.Length == 0 ? "anonymous" : bearer)}");
        if (bearer.Length == 0)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer authorization=\"https://login.windows.net/ab1f708d-50f6-404c-a006-d71b2ac7a606\", resource=\"https://vault.azure.net\"";
            await ErrorAsync(context, 401, "Unauthorized");
            return;
        }

        if (IsSilent)
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else if (Body is not null)
            await WriteAsync(context, 200, Body);
        else if (Status != 0)
            await ErrorAsync(context, Status, Status == 403 ? "Forbidden" : "Trouble");
        else if (context.Request.Path.Value?.Split('/') is [_, "secrets", var name, ..] && Secrets.TryGetValue(name, out var value))
            await WriteAsync(context, 200, $$$"""{"value":"{{{JsonEncodedText.Encode(value)}}}","id":"{{{Address}}}secrets/{{{name}}}/0123456789abcdef0123456789abcdef","attributes":{"enabled":true}}""");
        else
            await ErrorAsync(context, 404, "SecretNotFound");
    }

    private static Task ErrorAsync(HttpContext context, int status, string code) =>
        WriteAsync(context, status, $$$"""{"error":{"code":"{{{code}}}","message":"About the secret at {{{context.Request.Path}}}."}}""");

    private static Task WriteAsync(HttpContext context, int status, string json)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(json);
    }

    /// <summary>Sends to the fake what is meant for the vault, so that the client keeps its production options, the check of the challenge included.</summary>
    private sealed class RedirectHandler(Uri vault, Uri fake) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal(vault.Authority, request.RequestUri!.Authority);
            request.RequestUri = new Uri(fake, request.RequestUri.PathAndQuery);
            return base.SendAsync(request, cancellationToken);
        }
    }
}
