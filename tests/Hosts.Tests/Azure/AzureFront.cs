using System.Buffers;
using System.IO.Pipelines;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using ServerlessMcp.Hosts.Tests.Outages;

namespace ServerlessMcp.Hosts.Tests.Azure;

/// <summary>
/// Azure, as a function app reaches it: a proxy for https on loopback that answers for every host name of Azure's with a certificate of its own. So the host runs with its
/// production settings, and checks names, certificates and challenges as in the cloud.
/// </summary>
internal sealed class AzureFront : IAsyncDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly X509Certificate2 certificate = CreateCertificate();
    private readonly WebApplication app;

    private AzureFront(CloudService tables, CloudService vault)
    {
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            endpoint.Use(next => async connection =>
            {
                await ConnectAsync(connection.Transport);
                await next(connection);
            });
            endpoint.UseHttps(certificate);
        }));
        app = builder.Build();
        app.Run(context => context.Request.Host.Host.EndsWith(".vault.azure.net", StringComparison.Ordinal) ? vault.ServeAsync(context) : tables.ServeAsync(context));
    }

    /// <summary>HTTPS_PROXY.</summary>
    public string Proxy => new UriBuilder(app.Urls.Single()) { Scheme = "http" }.Uri.AbsoluteUri;

    /// <summary>SSL_CERT_FILE.</summary>
    public string CertificateFile => folder["azure.pem"];

    public static async Task<AzureFront> StartAsync(CloudService tables, CloudService vault)
    {
        var front = new AzureFront(tables, vault);
        await front.app.StartAsync();
        return front;
    }

    /// <summary>Ends it: nobody listens any more.</summary>
    public Task StopAsync() => app.StopAsync(new CancellationToken(canceled: true));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await app.DisposeAsync();
        certificate.Dispose();
        folder.Dispose();
    }

    // CONNECT name:443, answered before TLS begins: RFC 9110, 9.3.6.
    private static async Task ConnectAsync(IDuplexPipe transport)
    {
        while (true)
        {
            var read = await transport.Input.ReadAsync();
            if (Head(read.Buffer) is { } end)
            {
                transport.Input.AdvanceTo(end);
                await transport.Output.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
                return;
            }

            if (read.IsCompleted)
            {
                throw new ConnectionAbortedException();
            }

            transport.Input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static SequencePosition? Head(ReadOnlySequence<byte> bytes)
    {
        var reader = new SequenceReader<byte>(bytes);
        return reader.TryReadTo(out ReadOnlySequence<byte> _, "\r\n\r\n"u8) ? reader.Position : null;
    }

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=azure", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("*.table.core.windows.net");
        names.AddDnsName("*.vault.azure.net");
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
