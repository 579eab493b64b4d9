using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using ServerlessMcp.Http;

namespace ServerlessMcp.Audit;

/// <summary>
/// The audit log: one line of JSON for each tool call and each act of the control plane, in the log category <c>ServerlessMcp.Audit</c>.
/// A JSON writer makes the line, so that no argument can break out of it (OWASP log injection).
/// </summary>
public sealed partial class AuditLog(ILoggerFactory loggers, TimeProvider time)
{
    private readonly ILogger log = loggers.CreateLogger("ServerlessMcp.Audit");

    /// <summary>Notes a tool call.</summary>
    public void ToolCall(AuditEntry entry) => Write(writer =>
    {
        writer.WriteString("event", "tool_call");
        writer.WriteString("server", entry.ServerId);
        writer.WriteString("account", entry.AccountId);
        WriteIfAny(writer, "api_token", entry.ApiTokenId);
        WriteIfAny(writer, "oauth_client", entry.OAuthClient);
        WriteIfAny(writer, "client", entry.Client);
        WriteIfAny(writer, "address", entry.RemoteAddress);
        WriteIfAny(writer, "tool", entry.Tool);
        WriteIfAny(writer, "effect", entry.Effect?.ToString().ToLowerInvariant());
        if (entry.Arguments.Count > 0)
        {
            writer.WriteStartObject("arguments");
            foreach (var (name, value) in entry.Arguments)
            {
                writer.WriteString(name, value);
            }

            writer.WriteEndObject();
        }

        writer.WriteString("outcome", entry.Outcome);
        if (entry.UpstreamStatus is { } status)
        {
            writer.WriteNumber("upstream_status", status);
        }

        WriteIfAny(writer, "upstream_request", entry.UpstreamRequestId);
        writer.WriteNumber("ms", Math.Round(entry.Duration.TotalMilliseconds, 1));
        writer.WriteNumber("bytes", entry.Bytes);
    });

    /// <summary>Notes an act of the control plane.</summary>
    /// <param name="actor">The id of the API token that acted.</param>
    /// <param name="act">What it did: <c>mint</c>, <c>revoke</c>, …</param>
    /// <param name="account">The integrated account concerned.</param>
    /// <param name="target">The id of the record concerned.</param>
    public void AdminAct(string actor, string act, string? account, string? target) => Write(writer =>
    {
        writer.WriteString("event", act);
        writer.WriteString("actor", actor);
        WriteIfAny(writer, "account", account);
        WriteIfAny(writer, "target", target);
    });

    private void Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, JsonAnswer.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteString("at", time.GetUtcNow().UtcDateTime);
            members(writer);
            writer.WriteEndObject();
        }

        Entry(log, Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteIfAny(Utf8JsonWriter writer, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            writer.WriteString(name, value.Length <= 200 ? value : value[..200]);
        }
    }

    [LoggerMessage(10, LogLevel.Information, "{Entry}")]
    private static partial void Entry(ILogger log, string entry);
}
