using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace ServerlessMcp.Testing;

/// <summary>
/// A DynamoDB on this machine, for as long as the tests run: dynoxide, from <c>tests/Stores.Tests/emulators/dynoxide</c> (<c>npm ci</c> there). A test that needs it
/// skips where it is not installed.
/// </summary>
public sealed class Dynoxide : IAsyncLifetime
{
    private const string Ready = "listening on ";
    private Process? process;
    private Uri? address;

    /// <summary>Where it listens; skips the test if it is not installed.</summary>
    public Uri Address
    {
        get
        {
            Assert.SkipWhen(address is null, "dynoxide is not installed: npm ci --prefix tests/Stores.Tests/emulators/dynoxide (linux-x64 only)");
            return address;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (FindProgram() is not { } program)
        {
            return;
        }

        // Another process may take the port between our asking and dynoxide's; then it ends, and the next port is tried.
        for (var attempt = 0; attempt < 5 && address is null; attempt++)
        {
            var start = new ProcessStartInfo(program) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in (string[])["serve", "--host", "127.0.0.1", "--port", FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture)])
            {
                start.ArgumentList.Add(argument);
            }

            var said = new TaskCompletionSource<Uri?>(TaskCreationOptions.RunContinuationsAsynchronously);
            process = new Process { StartInfo = start, EnableRaisingEvents = true };
            process.OutputDataReceived += (_, line) => Listen(line.Data, said);
            process.ErrorDataReceived += (_, line) => Listen(line.Data, said);
            process.Exited += (_, _) => said.TrySetResult(null);
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            address = await said.Task.WaitAsync(TimeSpan.FromMinutes(1));
        }
    }

    private static void Listen(string? line, TaskCompletionSource<Uri?> said)
    {
        if (line?.IndexOf(Ready, StringComparison.Ordinal) is { } at and >= 0)
        {
            said.TrySetResult(new Uri(line[(at + Ready.Length)..].Trim()));
        }
    }

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
        var program = Checkout.PathOf("tests/Stores.Tests/emulators/dynoxide/node_modules/@dynoxide/linux-x64/dynoxide");
        return OperatingSystem.IsLinux() && File.Exists(program) ? program : null;
    }
}
