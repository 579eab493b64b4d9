using System.Net;
using System.Threading.Channels;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServerlessMcp.Hosts.Tests.Azure.Worker.Protocol;

namespace ServerlessMcp.Hosts.Tests.Azure.Worker;

/// <summary>The end of the Functions host that a worker dials: a gRPC server on loopback, which takes one worker's stream.</summary>
internal sealed class FunctionRpcServer : IAsyncDisposable
{
    private readonly Channel<StreamingMessage> outgoing = Channel.CreateUnbounded<StreamingMessage>(new UnboundedChannelOptions { SingleReader = true });
    private readonly WebApplication app;

    private FunctionRpcServer(Action<StreamingMessage> receive)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http2));
        builder.Services.AddGrpc(options => options.MaxReceiveMessageSize = WorkerMessages.Longest);
        builder.Services.AddSingleton(new Service(receive, outgoing.Reader));
        app = builder.Build();
        app.MapGrpcService<Service>();
    }

    public Uri Address => new(app.Urls.Single());

    /// <param name="receive">Takes what the worker says, one message after another.</param>
    public static async Task<FunctionRpcServer> StartAsync(Action<StreamingMessage> receive)
    {
        var server = new FunctionRpcServer(receive);
        await server.app.StartAsync();
        return server;
    }

    public void Send(StreamingMessage message) => outgoing.Writer.TryWrite(message);

    public async ValueTask DisposeAsync()
    {
        outgoing.Writer.TryComplete();
        await app.StopAsync(new CancellationToken(canceled: true));
        await app.DisposeAsync();
    }

    private sealed class Service(Action<StreamingMessage> receive, ChannelReader<StreamingMessage> outgoing) : FunctionRpc.FunctionRpcBase
    {
        public override async Task EventStream(IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
        {
            var writing = WriteAsync(responseStream, context.CancellationToken);
            try
            {
                while (await requestStream.MoveNext(context.CancellationToken))
                {
                    receive(requestStream.Current);
                }
            }
            catch (Exception over) when (over is IOException or OperationCanceledException)
            {
                // The worker ended.
            }

            await writing;
        }

        private async Task WriteAsync(IServerStreamWriter<StreamingMessage> stream, CancellationToken cancellationToken)
        {
            try
            {
                await foreach (var message in outgoing.ReadAllAsync(cancellationToken))
                {
                    await stream.WriteAsync(message, cancellationToken);
                }
            }
            catch (Exception over) when (over is IOException or OperationCanceledException or InvalidOperationException)
            {
                // So did its stream.
            }
        }
    }
}
