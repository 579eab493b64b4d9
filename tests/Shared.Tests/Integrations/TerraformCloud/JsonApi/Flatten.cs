using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Tests.Integrations.TerraformCloud.JsonApi;

/// <summary>The product's answer to a document, as text.</summary>
internal static class Flatten
{
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Single(string document, params string[] fields) =>
        Write(writer => ResourceReader.WriteSingle(Encoding.UTF8.GetBytes(document), FieldSelection.Parse(fields), writer));

    /// <summary>A document that is itself the resource, known by <paramref name="wholeBy"/>.</summary>
    public static string Whole(string document, string wholeBy) =>
        Write(writer => ResourceReader.WriteSingle(Encoding.UTF8.GetBytes(document), FieldSelection.All, writer, wholeBy));

    /// <summary>A list that stands in another member than <c>data</c>.</summary>
    public static string ItemsIn(string member, string document) =>
        Write(writer => ResourceReader.WriteItems(Encoding.UTF8.GetBytes(document), FieldSelection.All, writer, member));

    public static string Items(string document, params string[] fields) => Items(document, out _, fields);

    public static string Items(string document, out CollectionPage page, params string[] fields)
    {
        CollectionPage read = default;
        var text = Write(writer => read = ResourceReader.WriteItems(Encoding.UTF8.GetBytes(document), FieldSelection.Parse(fields), writer));
        page = read;
        return text;
    }

    public static string Attributes(string attributes, params string[] fields) =>
        Single($$$"""{"data":{"id":"x-1","type":"things","attributes":{{{attributes}}}}}""", fields);

    public static string Write(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Options))
            write(writer);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
