using System.Buffers.Text;
using Microsoft.Extensions.Options;
using ServerlessMcp.Accounts;
using ServerlessMcp.Http;

namespace ServerlessMcp.Audit;

/// <summary>The key that signs exports of the audit trail: ECDSA on P-256 with SHA-256 (ES256, RFC 7518, 3.4), from the
/// vault or from the host itself.</summary>
public sealed class AuditKey(IOptions<ServerlessMcpOptions> options, ICredentialSource vault)
{
    /// <summary>The key, to be disposed; null where none is configured.</summary>
    /// <exception cref="CredentialUnavailableException">The vault can't answer, or what it has is no such key. Nothing
    /// of it is in the message.</exception>
    public async Task<ECDsa?> OpenAsync(CancellationToken cancellationToken)
    {
        if (options.Value is { AuditKey: null, AuditKeySecret: null })
        {
            return null;
        }

        var pem = options.Value.AuditKey?.Invoke()
            ?? await vault.GetTokenAsync(options.Value.AuditKeySecret!, refresh: false, cancellationToken)
            ?? throw new CredentialUnavailableException("The vault has no secret under the name of the audit key.");
        return Read(pem) ?? throw new CredentialUnavailableException("The audit key is no ECDSA P-256 key in PEM.");
    }

    /// <summary>A private or public key in PEM; null if it is none on P-256.</summary>
    public static ECDsa? Read(string pem)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid is { } curve
                && (curve.Value ?? curve.FriendlyName) is "1.2.840.10045.3.1.7" or "nistP256" or "ECDSA_P256")
            {
                return key;
            }
        }
        catch (Exception fault) when (fault is ArgumentException or CryptographicException)
        {
            // The exception may quote the key.
        }

        key.Dispose();
        return null;
    }

    /// <summary>A fresh private key, in PEM (PKCS #8).</summary>
    public static string Create()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>The key's name: its JWK thumbprint (RFC 7638), in base64url.</summary>
    public static string IdOf(ECDsa key)
    {
        var point = key.ExportParameters(includePrivateParameters: false).Q;
        return Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(
            $$"""{"crv":"P-256","kty":"EC","x":"{{Base64Url.EncodeToString(point.X)}}","y":"{{Base64Url.EncodeToString(point.Y)}}"}""")));
    }
}
