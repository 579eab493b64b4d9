using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServerlessMcp.Tests.Support;

/// <summary>
/// An OAuth issuer as Entra ID, Auth0, Okta and Cognito are to us: metadata, keys that rotate, and tokens, good and bad, written here by hand, so that the library under
/// test does not vouch for itself.
/// </summary>
internal sealed class TestIssuer(TimeProvider time) : DelegatingHandler
{
    public const string Host = "login.example";
    public const string Url = $"https://{Host}/tenant/v2.0";

    // Making an RSA key takes longer than a test.
    private static readonly RSA First = RSA.Create(2048);

    private int turn;

    public bool IsDown { get; set; }

    /// <summary>What its metadata says in place of its own.</summary>
    public string IssuerInMetadata { get; set; } = Url;

    public string KeysAddress { get; set; } = $"https://{Host}/keys";

    /// <summary>Further issuers that it stands for, each by its URL: those of machines.</summary>
    public List<string> AlsoKnownAs { get; } = [];

    /// <summary>What its token endpoint answers to a form: the status, and the ID token.</summary>
    public Func<IReadOnlyDictionary<string, string>, (HttpStatusCode Status, string? IdToken)>? Redeem { get; set; }

    /// <summary>How its token endpoint was asked last: the header of the client, if there was one.</summary>
    public string? ClientHeader { get; private set; }

    /// <summary>Further members of its metadata.</summary>
    public JsonObject MoreMetadata { get; } = [];

    /// <summary>How often its keys were asked for.</summary>
    public int Questions { get; private set; }

    public RSA Rsa { get; set; } = First;

    public ECDsa Ec { get; private set; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public string RsaId => $"rsa-{turn}";

    public string EcId => $"ec-{turn}";

    /// <summary>New keys, under new ids.</summary>
    public void Rotate()
    {
        (Rsa, Ec) = (RSA.Create(2048), ECDsa.Create(ECCurve.NamedCurves.nistP256));
        turn++;
    }

    /// <summary>The claims of a good token for <paramref name="audience"/>.</summary>
    public JsonObject Claims(string audience) => new()
    {
        ["iss"] = Url,
        ["aud"] = audience,
        ["sub"] = "subject",
        ["azp"] = "client-of-the-tests",
        ["scp"] = "mcp.call other",
        ["nbf"] = time.GetUtcNow().ToUnixTimeSeconds(),
        ["exp"] = time.GetUtcNow().ToUnixTimeSeconds() + 600,
    };

    /// <summary>A token of these claims.</summary>
    public string Sign(JsonObject claims, string algorithm = "RS256", string? keyId = null, JsonNode? type = null) => Jwt(
        new JsonObject { ["alg"] = algorithm, ["kid"] = keyId ?? (algorithm.StartsWith("ES", StringComparison.Ordinal) ? EcId : RsaId), ["typ"] = type ?? "JWT" }, claims,
        bytes => algorithm switch
        {
            "RS256" => Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            "PS256" => Rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pss),
            "ES256" => Ec.SignData(bytes, HashAlgorithmName.SHA256),

            // The confusion of RFC 8725, 2.1: the public key, which everybody has, taken for a secret.
            "HS256" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(Rsa.ExportSubjectPublicKeyInfoPem()), bytes),
            "none" => [],
            _ => throw new ArgumentOutOfRangeException(nameof(algorithm)),
        });

    /// <summary>A JWT, whatever its header says.</summary>
    public static string Jwt(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var signed = $"{Encode(header)}.{Encode(claims)}";
        return $"{signed}.{Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(signed)))}";

        static string Encode(JsonObject part) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(part));
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var alias = AlsoKnownAs.Find(issuer => new Uri(issuer).Host == request.RequestUri!.Host);
        if (request.RequestUri!.Host != Host && alias is null)
        {
            return await base.SendAsync(request, cancellationToken);
        }

        if (IsDown)
        {
            throw new HttpRequestException("The issuer is told to be down.");
        }

        JsonObject? document = null;
        if (request.RequestUri.AbsoluteUri == $"{Url}/.well-known/openid-configuration")
        {
            document = new JsonObject
            {
                ["issuer"] = IssuerInMetadata,
                ["jwks_uri"] = KeysAddress,
                ["authorization_endpoint"] = $"https://{Host}/authorize?tenant=1",
                ["token_endpoint"] = $"https://{Host}/token",
            };
            foreach (var (name, value) in MoreMetadata)
            {
                document[name] = value?.DeepClone();
            }
        }
        else if (alias is not null && request.RequestUri.AbsoluteUri == $"{alias.TrimEnd('/')}/.well-known/openid-configuration")
        {
            document = new JsonObject { ["issuer"] = alias, ["jwks_uri"] = KeysAddress };
        }
        else if (request.RequestUri.AbsolutePath == "/token" && Redeem is not null)
        {
            ClientHeader = request.Headers.Authorization?.ToString();
            var form = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(await request.Content!.ReadAsStringAsync(cancellationToken));
            var (status, token) = Redeem(form.ToDictionary(each => each.Key, each => each.Value.ToString()));
            return new HttpResponseMessage(status)
            {
                Content = new StringContent(new JsonObject { ["id_token"] = token, ["access_token"] = "opaque", ["error"] = token is null ? "invalid_grant" : null }.ToJsonString(), Encoding.UTF8, "application/json"),
            };
        }
        else if (request.RequestUri.AbsolutePath == "/keys")
        {
            Questions++;
            document = new JsonObject { ["keys"] = Keys() };
        }

        return document is null
            ? new HttpResponseMessage(HttpStatusCode.NotFound)
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(document.ToJsonString(), Encoding.UTF8, "application/json") };
    }

    private JsonArray Keys()
    {
        var (rsa, ec) = (Rsa.ExportParameters(false), Ec.ExportParameters(false));
        return
        [
            new JsonObject { ["kty"] = "RSA", ["use"] = "sig", ["kid"] = RsaId, ["n"] = Base64Url.EncodeToString(rsa.Modulus), ["e"] = Base64Url.EncodeToString(rsa.Exponent) },
            new JsonObject { ["kty"] = "EC", ["use"] = "sig", ["kid"] = EcId, ["crv"] = "P-256", ["x"] = Base64Url.EncodeToString(ec.Q.X), ["y"] = Base64Url.EncodeToString(ec.Q.Y) },
            new JsonObject { ["kty"] = "oct", ["kid"] = "oct", ["k"] = Base64Url.EncodeToString(new byte[32]) },
        ];
    }
}
