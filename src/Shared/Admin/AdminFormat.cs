using ServerlessMcp.Records;

namespace ServerlessMcp.Admin;

/// <summary>How values stand on the wire of the control plane.</summary>
internal static class AdminFormat
{
    /// <summary>RFC 3339, UTC, whole seconds.</summary>
    public static string Time(DateTimeOffset time) => time.ToSecond();

    /// <summary>The lower-case name of an enum's value: <c>admin</c>, <c>short</c>.</summary>
    public static string Name<T>(T value) where T : struct, Enum => Enum.GetName(value)!.ToLowerInvariant();

    /// <summary>The lower-case names of an enum's values.</summary>
    public static string[] Names<T>() where T : struct, Enum => [.. Enum.GetNames<T>().Select(name => name.ToLowerInvariant())];

    /// <summary>The value of a lower-case name, or null.</summary>
    public static T? Value<T>(string? name) where T : struct, Enum =>
        name is not null && Names<T>().Contains(name) ? Enum.Parse<T>(name, ignoreCase: true) : null;

    /// <summary>The most bytes that a config or an account may have: a record takes 32 KiB, and so does the entry of
    /// the audit trail that holds it together with who did it.</summary>
    public const int MostBytes = 24 * 1024;

    /// <summary>How many bytes it has.</summary>
    public static int SizeOf(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var writer = new Utf8JsonWriter(buffer);
        write(writer);
        writer.Flush();
        return buffer.WrittenCount;
    }

    /// <summary>Writes a time, or null for never.</summary>
    public static void WriteTime(this Utf8JsonWriter writer, string name, DateTimeOffset? time)
    {
        if (time is { } value)
        {
            writer.WriteString(name, Time(value));
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
