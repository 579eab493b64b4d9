using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using ServerlessMcp.Sandbox;

namespace ServerlessMcp.EndToEnd.TerraformCli;

/// <summary>A sandbox on https, a directory with a configuration whose <c>cloud</c> backend is that sandbox, and the terraform CLI to run in it.</summary>
internal sealed class TerraformWorkspace : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly string executable;
    private readonly string home = Directory.CreateTempSubdirectory("sandbox-terraform-").FullName;
    private readonly LoopbackCertificates certificates = new(TimeProvider.System);
    private readonly SocketsHttpHandler sockets = new() { AllowAutoRedirect = false };
    private SandboxServer server = null!;

    private TerraformWorkspace(string executable, string name)
    {
        this.executable = executable;
        Name = name;
        // A child process must not find the machine's own authority file when it checks ours, and our own requests must trust the same file.
        sockets.SslOptions.RemoteCertificateValidationCallback = (_, presented, _, _) => presented?.GetCertHashString() == certificates.Server.GetCertHashString();
    }

    public string Name { get; }

    // The CLI calls the API by name, so blobs are what is reached by number here.
    public FaultySandbox Sandbox { get; } = new(TimeProvider.System, new SandboxOptions { BlobHost = "127.0.0.1", PhaseDuration = TimeSpan.FromMilliseconds(100) });

    private string Folder => Path.Combine(home, "configuration");

    /// <summary>Starts the sandbox; skips the test where there is no CLI, and fails it in CI, where there has to be one.</summary>
    public static async Task<TerraformWorkspace> StartAsync(string name)
    {
        var found = Find();
        if (found is null && Environment.GetEnvironmentVariable("CI") is "true" or "1") Assert.Fail("CI must have the terraform CLI on the PATH.");
        if (found is null) Assert.Skip("The terraform CLI is not on the PATH.");
        var workspace = new TerraformWorkspace(found!, name);
        workspace.server = await SandboxServer.StartAsync(workspace.Sandbox.HandleAsync, certificate: workspace.certificates.Server, cancellationToken: TestContext.Current.CancellationToken);
        Directory.CreateDirectory(workspace.Folder);
        await File.WriteAllTextAsync(Path.Combine(workspace.home, "ca.pem"), workspace.certificates.AuthorityPem);
        // TF_TOKEN_… has no spelling for a port, so the token comes from a configuration file.
        await File.WriteAllTextAsync(Path.Combine(workspace.home, "terraform.rc"),
            $$"""
            credentials "{{workspace.Host}}" {
              token = "{{TerraformSandbox.OwnerToken}}"
            }
            """);
        return workspace;
    }

    public string Host => "localhost:" + server.Address.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Writes <c>main.tf</c>: the backend, and what the test wants.</summary>
    public Task ConfigureAsync(string configuration) => File.WriteAllTextAsync(Path.Combine(Folder, "main.tf"),
        $$"""
        terraform {
          cloud {
            hostname     = "{{Host}}"
            organization = "{{TerraformSandbox.OrganizationName}}"
            workspaces {
              name = "{{Name}}"
            }
          }
        }

        {{configuration}}
        """);

    /// <summary>Runs the CLI to its end and returns what it printed to both streams; anything but the expected exit code fails the test.</summary>
    public async Task<string> RunAsync(string arguments, int expected = 0)
    {
        var start = new ProcessStartInfo(executable, arguments) { WorkingDirectory = Folder, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SSL_CERT_FILE"] = Path.Combine(home, "ca.pem");
        start.Environment["TF_CLI_CONFIG_FILE"] = Path.Combine(home, "terraform.rc");
        start.Environment["CHECKPOINT_DISABLE"] = "1";
        start.Environment["TF_IN_AUTOMATION"] = "1";
        start.Environment["TF_INPUT"] = "0";
        start.Environment["HOME"] = home;
        using var terraform = Process.Start(start)!;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Patience);
        try
        {
            var (output, errors) = (terraform.StandardOutput.ReadToEndAsync(limit.Token), terraform.StandardError.ReadToEndAsync(limit.Token));
            await terraform.WaitForExitAsync(limit.Token);
            Assert.True(terraform.ExitCode == expected, $"terraform {arguments}: exit {terraform.ExitCode}\n{await output}{await errors}");
            return await output + await errors;
        }
        finally
        {
            if (!terraform.HasExited) terraform.Kill(entireProcessTree: true);
        }
    }

    /// <summary>A call of the API, as the owner.</summary>
    public async Task<string> ApiAsync(HttpMethod method, string path, string? body = null)
    {
        using var client = new HttpClient(sockets, disposeHandler: false);
        using var request = new HttpRequestMessage(method, $"https://{Host}/api/v2{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", TerraformSandbox.OwnerToken);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, "application/vnd.api+json");
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return text;
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        sockets.Dispose();
        certificates.Dispose();
        Directory.Delete(home, recursive: true);
    }

    private static string? Find()
    {
        var name = OperatingSystem.IsWindows() ? "terraform.exe" : "terraform";
        var directories = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return directories.Select(directory => Path.Combine(directory, name)).FirstOrDefault(File.Exists);
    }
}
