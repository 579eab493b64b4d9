using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMcp.Infra.Tests.Support;

namespace ServerlessMcp.Infra.Tests.Terraform;

/// <summary>
/// DynamoDB on loopback: dynoxide, and before it a door that answers for continuous backups, which dynoxide does not know. So table.tf is applied as it stands.
/// </summary>
internal sealed class DynamoDbEmulator : IAsyncDisposable
{
    private const string Backups = """
        {"ContinuousBackupsDescription":{"ContinuousBackupsStatus":"ENABLED","PointInTimeRecoveryDescription":{"PointInTimeRecoveryStatus":"ENABLED","RecoveryPeriodInDays":35}}}
        """;

    private readonly Process dynoxide;
    private readonly WebApplication door;
    private readonly HttpClient inner = new(new SocketsHttpHandler { UseProxy = false });

    private DynamoDbEmulator(Process dynoxide, WebApplication door) => (this.dynoxide, this.door) = (dynoxide, door);

    /// <summary>Where it listens.</summary>
    public Uri Address => new(door.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>What was asked of it, in order: CreateTable, UpdateTimeToLive, …</summary>
    public List<string> Operations { get; } = [];

    public static async Task<DynamoDbEmulator> StartAsync()
    {
        var program = Needed.Tool("@dynoxide", "linux-x64", "dynoxide");
        var port = FreePort();
        var start = new ProcessStartInfo(program, ["serve", "--port", $"{port}"]) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        var started = Process.Start(start)!;
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var emulator = new DynamoDbEmulator(started, builder.Build());
        emulator.door.Run(context => emulator.ForwardAsync(context, new Uri($"http://127.0.0.1:{port}/")));
        await emulator.door.StartAsync();
        await WaitAsync(port);
        return emulator;
    }

    public async ValueTask DisposeAsync()
    {
        await door.DisposeAsync();
        inner.Dispose();
        dynoxide.Kill();
        dynoxide.Dispose();
    }

    private async Task ForwardAsync(HttpContext context, Uri address)
    {
        var operation = context.Request.Headers["X-Amz-Target"].ToString().Split('.')[^1];
        lock (Operations)
            Operations.Add(operation);
        if (operation is "UpdateContinuousBackups" or "DescribeContinuousBackups")
        {
            context.Response.ContentType = "application/x-amz-json-1.0";
            await context.Response.WriteAsync(Backups);
            return;
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StreamContent(context.Request.Body) };
        foreach (var (name, value) in context.Request.Headers)
        {
            if (name is not ("Host" or "Content-Length") && !request.Headers.TryAddWithoutValidation(name, value.ToArray()))
                request.Content.Headers.TryAddWithoutValidation(name, value.ToArray());
        }

        using var answer = await inner.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        context.Response.ContentType = answer.Content.Headers.ContentType?.ToString();
        // The CRC of the uncompressed body: without it the SDK would take the answer for damaged, or not look.
        if (answer.Headers.TryGetValues("x-amz-crc32", out var checksum))
            context.Response.Headers["x-amz-crc32"] = checksum.ToArray();
        await answer.Content.CopyToAsync(context.Response.Body);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task WaitAsync(int port)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (attempt < 300)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }
    }
}
