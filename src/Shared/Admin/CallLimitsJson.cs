using ServerlessMcp.Accounts;
using ServerlessMcp.Http;

namespace ServerlessMcp.Admin;

/// <summary>The member <c>limits</c> on the wire.</summary>
internal static class CallLimitsJson
{
    private const string Name = "limits";
    private const string PerMinute = "calls_per_minute";
    private const string Total = "calls_total";

    /// <summary>Reads what came over <paramref name="current"/>; null sets a limit, or all of them, back to none.</summary>
    public static CallLimits? Read(JsonBodyReader reader, CallLimits? current, bool withTotal)
    {
        if (reader.Record(Name) is not { } limits)
        {
            return reader.IsNull(Name) ? null : current;
        }

        var read = new CallLimits
        {
            CallsPerMinute = limits.Whole(PerMinute, 1, 1_000_000) ?? (limits.IsNull(PerMinute) ? null : current?.CallsPerMinute),
            CallsTotal = !withTotal ? null
                : limits.Whole(Total, 1, 1_000_000_000) ?? (limits.IsNull(Total) ? null : current?.CallsTotal),
        };
        limits.RefuseOthers();
        return read == new CallLimits() ? null : read;
    }

    /// <summary>Writes it; null where there is no limit.</summary>
    public static void Write(Utf8JsonWriter writer, CallLimits? limits)
    {
        if (limits is null)
        {
            writer.WriteNull(Name);
            return;
        }

        writer.WriteStartObject(Name);
        Write(writer, PerMinute, limits.CallsPerMinute);
        Write(writer, Total, limits.CallsTotal);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, int? limit)
    {
        if (limit is { } number)
        {
            writer.WriteNumber(name, number);
        }
    }
}
