using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ServerlessMcp.Stores.Tests.Aws;

/// <summary>
/// A DynamoDB on this machine, for as long as the tests run: dynoxide, from <c>tests/Stores.Tests/emulators/dynoxide</c> (<c>npm ci</c> there). A test that needs it
/// skips where it is not installed.
/// </summary>
public sealed class Dynoxide : IAsyncLifetime
{
    private const string Ready = "listening on ";
    private Process? process;

    /// <summary>Where it listens; skips the test if it is not installed.</summary>
    public Uri Address
    {
        get
        {
            Assert.SkipWhen(field is null, "dynoxide is not installed: npm ci --prefix tests/Stores.Tests/emulators/dynoxide (linux-x64 only)");
            return field;
        }
        private set;
    }

    public async ValueTask InitializeAsync()
    {
        if (FindProgram() is not { } program)
        {
            return;
        }

        // Another process may take the port between our asking and dynoxide's; then it ends, and the next port is tried.
        for (var attempt = 0; attempt < 5 && Address0 is null; attempt++)
        {
            var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])["serve", "--host", "127.0.0.1", "--port", FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture)])
            {
                start.ArgumentList.Add(argument);
            }

            process = Process.Start(start)!;
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            while (await process.StandardOutput.ReadLineAsync() is { } line)
            {
                if (line.IndexOf(Ready, StringComparison.Ordinal) is var at and >= 0)
                {
                    Address = Address0 = new Uri(line[(at + Ready.Length)..].Trim());
                    _ = process.StandardOutput.ReadToEndAsync();
                    break;
                }
            }
        }
    }

    private Uri? Address0 { get; set; }

    public async ValueTask DisposeAsync()
    {
        if (process is { HasExited: false })
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        process?.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string? FindProgram()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var program = Path.Combine(folder.FullName, "tests/Stores.Tests/emulators/dynoxide/node_modules/@dynoxide/linux-x64/dynoxide");
            if (File.Exists(program))
            {
                return OperatingSystem.IsLinux() ? program : null;
            }
        }

        return null;
    }
}
