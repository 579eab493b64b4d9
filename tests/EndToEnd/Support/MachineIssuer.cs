using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMcp.EndToEnd.TerraformCli;

namespace ServerlessMcp.EndToEnd.Support;

/// <summary>What gives jobs their identity, as GitHub and GitLab do: an issuer over https on loopback, with metadata and
/// keys, and a place where a job asks for a token of some audience.</summary>
internal sealed class MachineIssuer : IAsyncDisposable
{
    public const string Subject = "repo:acme/infra:environment:production";
    public const string RequestToken = "request-token-of-the-job";

    private readonly LoopbackCertificates certificates = new(TimeProvider.System);
    private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly TemporaryFolder folder = new();
    private WebApplication app = null!;

    /// <summary>The claim <c>iss</c>.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The authority that its certificate is of, as a file.</summary>
    public string Authority { get; private set; } = "";

    /// <summary>Where a job asks, as ACTIONS_ID_TOKEN_REQUEST_URL.</summary>
    public string RequestUrl => $"{Url}/identity?api-version=2";

    /// <summary>The tokens that it gave, the last one last.</summary>
    public List<string> Given { get; } = [];

    public static async Task<MachineIssuer> StartAsync()
    {
        var issuer = new MachineIssuer();
        issuer.Authority = issuer.folder["authority.pem"];
        await File.WriteAllTextAsync(issuer.Authority, issuer.certificates.AuthorityPem, TestContext.Current.CancellationToken);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(issuer.certificates.Server)));
        issuer.app = builder.Build();
        issuer.app.Run(issuer.AnswerAsync);
        await issuer.app.StartAsync(TestContext.Current.CancellationToken);
        issuer.Url = $"https://localhost:{new Uri(issuer.app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port}";
        return issuer;
    }

    /// <summary>A token of a job for this audience, good once.</summary>
    public string Token(string audience)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var head = Part(new JsonObject { ["alg"] = "ES256", ["kid"] = "k", ["typ"] = "JWT" });
        var claims = new JsonObject
        {
            ["iss"] = Url,
            ["aud"] = audience,
            ["sub"] = Subject,
            ["iat"] = now,
            ["nbf"] = now,
            ["exp"] = now + 300,
            ["jti"] = RandomNumberGenerator.GetHexString(16),
        };
        var signed = $"{head}.{Part(claims)}";
        var token = $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
        lock (Given)
            Given.Add(token);
        return token;
    }

    public async ValueTask DisposeAsync()
    {
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
        key.Dispose();
        certificates.Dispose();
        folder.Dispose();
    }

    private static string Part(JsonObject part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));

    private Task AnswerAsync(HttpContext context)
    {
        var curve = key.ExportParameters(includePrivateParameters: false).Q;
        JsonObject? answer = context.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => new JsonObject { ["issuer"] = Url, ["jwks_uri"] = $"{Url}/keys" },
            "/keys" => new JsonObject
            {
                ["keys"] = new JsonArray(new JsonObject
                {
                    ["kty"] = "EC",
                    ["crv"] = "P-256",
                    ["alg"] = "ES256",
                    ["use"] = "sig",
                    ["kid"] = "k",
                    ["x"] = Base64Url.EncodeToString(curve.X),
                    ["y"] = Base64Url.EncodeToString(curve.Y),
                }),
            },
            "/identity" when context.Request.Headers.Authorization == $"Bearer {RequestToken}" =>
                new JsonObject { ["count"] = 1, ["value"] = Token(context.Request.Query["audience"].ToString()) },
            _ => null,
        };
        context.Response.StatusCode = answer is null ? 404 : 200;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(answer?.ToJsonString() ?? "{}", context.RequestAborted);
    }
}
