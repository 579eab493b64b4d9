using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace ServerlessMcp.Stores.Tests.Azure;

/// <summary>
/// Azure Tables on this machine: Azurite of npm, in memory, on a free port of loopback, one for each test class.
/// Where it is not installed (<c>npm ci --prefix tests/Stores.Tests/emulators/azurite</c>), its tests skip.
/// </summary>
public abstract partial class Azurite(bool hasIdentities) : IAsyncLifetime
{
    /// <summary>Azurite's well-known account and key; they open nothing but an emulator.</summary>
    public const string Account = "devstoreaccount1";

    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private readonly TemporaryFolder _folder = new();
    private Process? _process;
    private string? _missing;
    private Uri? _endpoint;

    /// <summary>The emulator's Table endpoint; skips the test where there is none.</summary>
    public Uri Endpoint
    {
        get
        {
            Assert.SkipWhen(_missing is not null, _missing ?? "");
            return _endpoint!;
        }
    }

    /// <summary>What it shows for https; null if it speaks http.</summary>
    public X509Certificate2? Certificate { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "ServerlessMcp.sln")))
            root = root.Parent;
        var script = Path.Combine(root?.FullName ?? "", "tests/Stores.Tests/emulators/azurite/node_modules/azurite/dist/src/table/main.js");
        if (!File.Exists(script))
        {
            _missing = "Azurite is not installed: npm ci --prefix tests/Stores.Tests/emulators/azurite";
            return;
        }

        var start = new ProcessStartInfo("node", [script, "--inMemoryPersistence", "--disableTelemetry", "--tableHost", "127.0.0.1", "--tablePort", "0", .. Identities()])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = _folder.Path,
        };
        try
        {
            _process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            _missing = "Azurite needs node.";
            return;
        }

        // It is read to the end, and not shown: Azurite prints URLs with signatures.
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process.OutputDataReceived += (_, line) =>
        {
            if (Address().Match(line.Data ?? "") is { Success: true } match)
                listening.TrySetResult(new Uri($"{match.Value}/{Account}"));
            else if (line.Data is null)
                listening.TrySetException(new InvalidOperationException("Azurite ended before it listened."));
        };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _endpoint = await listening.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (_process is not null)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
            _process.Dispose();
        }

        Certificate?.Dispose();
        _folder.Dispose();
    }

    private string[] Identities()
    {
        if (!hasIdentities)
            return [];
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        Certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        File.WriteAllText(_folder["cert.pem"], Certificate.ExportCertificatePem());
        File.WriteAllText(_folder["key.pem"], key.ExportPkcs8PrivateKeyPem());
        return ["--oauth", "basic", "--cert", _folder["cert.pem"], "--key", _folder["key.pem"]];
    }

    [GeneratedRegex(@"https?://127\.0\.0\.1:\d+", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}

/// <summary>Azurite as everybody starts it: http, and an account's key.</summary>
public sealed class AzuriteWithKey() : Azurite(hasIdentities: false);

/// <summary>Azurite as a storage account is reached in Azure: https, and an identity's token.</summary>
public sealed class AzuriteWithIdentities() : Azurite(hasIdentities: true);
