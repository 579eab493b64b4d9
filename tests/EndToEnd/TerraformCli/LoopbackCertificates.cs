using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ServerlessMcp.EndToEnd.TerraformCli;

/// <summary>
/// An authority made for one test and its certificate for <c>localhost</c> and <c>127.0.0.1</c>, good for an hour. Nothing on the machine is told to trust it:
/// only the child process that is given <see cref="AuthorityPem"/> does.
/// </summary>
internal sealed class LoopbackCertificates : IDisposable
{
    public LoopbackCertificates(TimeProvider time)
    {
        var (from, until) = (time.GetUtcNow().AddMinutes(-5), time.GetUtcNow().AddHours(1));
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authorityRequest = new CertificateRequest("CN=ServerlessMcp test authority", authorityKey, HashAlgorithmName.SHA256);
        authorityRequest.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, pathLengthConstraint: 0, critical: true));
        authorityRequest.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        using var authority = authorityRequest.CreateSelfSigned(from, until);
        AuthorityPem = authority.ExportCertificatePem();

        using var serverKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var serverRequest = new CertificateRequest("CN=localhost", serverKey, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        serverRequest.CertificateExtensions.Add(names.Build());
        serverRequest.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1", "Server Authentication")], critical: false));
        using var signed = serverRequest.Create(authority, from, until, RandomNumberGenerator.GetBytes(16));
        KeyPem = serverKey.ExportPkcs8PrivateKeyPem();
        using var withKey = signed.CopyWithPrivateKey(serverKey);
        // Through PKCS #12, because TLS on Windows cannot use a key that lives in memory only.
        Server = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
    }

    public string AuthorityPem { get; }

    public X509Certificate2 Server { get; }

    /// <summary>The key of <see cref="Server"/>, for a server that reads it from a file.</summary>
    public string KeyPem { get; }

    public void Dispose() => Server.Dispose();
}
