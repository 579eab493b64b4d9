using System.Threading.Channels;
using ModelContextProtocol.Protocol;

namespace ServerlessMcp.Mcp;

/// <summary>
/// A transport of one message in and one reply out, so that the SDK's server serves a single POST and ends. Its own
/// Streamable HTTP transport always writes an event stream, and sends the status line before it knows the reply; one
/// JSON answer with the right status is what serverless hosts and their 6 MB buffers want.
/// </summary>
internal sealed class OneShotTransport : ITransport
{
    private readonly Channel<JsonRpcMessage> incoming = Channel.CreateBounded<JsonRpcMessage>(1);

    /// <summary>A transport of one message.</summary>
    public OneShotTransport(JsonRpcMessage message)
    {
        incoming.Writer.TryWrite(message);
        incoming.Writer.Complete();
    }

    /// <summary>The response or error; null after a notification.</summary>
    public JsonRpcMessage? Reply { get; private set; }

    /// <inheritdoc/>
    public string? SessionId => null;

    /// <inheritdoc/>
    public ChannelReader<JsonRpcMessage> MessageReader => incoming.Reader;

    /// <inheritdoc/>
    public Task SendMessageAsync(JsonRpcMessage message, CancellationToken cancellationToken = default)
    {
        switch (message)
        {
            case JsonRpcResponse or JsonRpcError:
                Reply = message;
                return Task.CompletedTask;
            case JsonRpcRequest:
                throw new InvalidOperationException("A stateless server has nobody to send a request to.");
            default:
                return Task.CompletedTask; // Notifications need a stream, and there is none.
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
