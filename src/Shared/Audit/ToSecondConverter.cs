using System.Text.Json.Serialization;
using ServerlessMcp.Records;

namespace ServerlessMcp.Audit;

/// <summary>Times to the second, as everywhere in the trail.</summary>
internal sealed class ToSecondConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToSecond());
}
