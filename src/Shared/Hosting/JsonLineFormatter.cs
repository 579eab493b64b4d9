using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace ServerlessMcp.Hosting;

/// <summary>An entry a line, as the framework's JSON console writes it, whose formatter can only be had as a service.</summary>
public sealed class JsonLineFormatter() : ConsoleFormatter("json-line")
{
    /// <inheritdoc/>
    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("EventId", logEntry.EventId.Id);
            writer.WriteString("LogLevel", logEntry.LogLevel.ToString());
            writer.WriteString("Category", logEntry.Category);
            var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
            writer.WriteString("Message", message);
            if (logEntry.Exception is { } failure)
                writer.WriteString("Exception", failure.ToString());
            if (logEntry.State is { } state)
                WriteState(writer, state, message);
            writer.WriteEndObject();
        }

        textWriter.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
    }

    private static void WriteState(Utf8JsonWriter writer, object state, string message)
    {
        writer.WriteStartObject("State");
        if (state.ToString() is { } text && text != message)
            writer.WriteString("Message", text);
        foreach (var (name, value) in state as IReadOnlyCollection<KeyValuePair<string, object?>> ?? [])
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool flag:
                writer.WriteBooleanValue(flag);
                break;
            case byte or sbyte or short or ushort or int or uint or long:
                writer.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture));
                break;
            case double number:
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }
}
