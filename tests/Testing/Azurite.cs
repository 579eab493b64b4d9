using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ServerlessMcp.Testing;

/// <summary>
/// Azure Tables on this machine: Azurite of npm, in memory, on a free port of loopback, one for each test class.
/// Where it is not installed (<c>npm ci --prefix tests/Stores.Tests/emulators/azurite</c>), its tests skip.
/// </summary>
public abstract class Azurite(bool hasIdentities) : IAsyncLifetime
{
    /// <summary>Azurite's well-known account and key; they open nothing but an emulator.</summary>
    public const string Account = "devstoreaccount1";

    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly string[] Memory = ["--inMemoryPersistence", "--disableTelemetry", "--tableHost", "127.0.0.1", "--tableKeepAliveTimeout", "3600"];

    private readonly TemporaryFolder folder = new();
    private Process? process;
    private string? missing;
    private Uri? endpoint;

    /// <summary>The emulator's Table endpoint; skips the test where there is none.</summary>
    public Uri Endpoint
    {
        get
        {
            Assert.SkipWhen(missing is not null, missing ?? "");
            return endpoint!;
        }
    }

    /// <summary>What it shows for https; null if it speaks http.</summary>
    public X509Certificate2? Certificate { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var script = Checkout.PathOf("tests/Stores.Tests/emulators/azurite/node_modules/azurite/dist/src/table/main.js");
        if (!File.Exists(script))
        {
            missing = "Azurite is not installed: npm ci --prefix tests/Stores.Tests/emulators/azurite";
            return;
        }

        var identities = Identities();
        try
        {
            // It says not which port it found, so it is told one; where somebody else is faster, another.
            for (var attempt = 0; endpoint is null && attempt < 5; attempt++)
                endpoint = await StartAsync(script, FreePort(), identities);
        }
        catch (System.ComponentModel.Win32Exception)
        {
            missing = "Azurite needs node.";
            return;
        }

        if (endpoint is null)
            throw new InvalidOperationException("Azurite does not start.");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }

        Certificate?.Dispose();
        folder.Dispose();
    }

    private async Task<Uri?> StartAsync(string script, int port, string[] identities)
    {
        process?.Dispose();

        // It would close connections after 5 s of rest, on a slow machine just when the next write is sent; and a write whose fate is unknown is not sent again.
        process = Process.Start(new ProcessStartInfo("node", [script, .. Memory, "--tablePort", $"{port}", .. identities])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder.Path,
        })!;

        // Read to the end, and not shown: Azurite prints URLs with signatures.
        var started = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null || line.Data.Contains("successfully started", StringComparison.Ordinal))
                started.TrySetResult(line.Data is not null);
        };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return await started.Task.WaitAsync(TimeSpan.FromMinutes(2)) ? new Uri($"http{(hasIdentities ? "s" : "")}://127.0.0.1:{port}/{Account}") : null;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string[] Identities()
    {
        if (!hasIdentities)
            return [];
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        Certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(folder["cert.pem"], Certificate.ExportCertificatePem());
        File.WriteAllText(folder["key.pem"], key.ExportPkcs8PrivateKeyPem());
        return ["--oauth", "basic", "--cert", folder["cert.pem"], "--key", folder["key.pem"]];
    }
}

/// <summary>Azurite as everybody starts it: http, and an account's key.</summary>
public sealed class AzuriteWithKey() : Azurite(hasIdentities: false);

/// <summary>Azurite as a storage account is reached in Azure: https, and an identity's token.</summary>
public sealed class AzuriteWithIdentities() : Azurite(hasIdentities: true);
