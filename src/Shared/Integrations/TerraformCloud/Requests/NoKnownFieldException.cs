using ServerlessMcp.Catalog;
using ServerlessMcp.Exposure;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>A read asked for fields alone that no row can have: its answer would be rows without anything.</summary>
internal sealed class NoKnownFieldException(IReadOnlyList<UnknownFields.Unknown> unknown, IReadOnlyList<string> names) : Exception
{
    private const int MostNames = 40;

    /// <summary>What to answer.</summary>
    public ReadOnlyMemory<byte> ToJson() => ToolError.Of(writer =>
    {
        var rows = names.Where(name => !name.Contains('.', StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        writer.WriteNumber("status", 422);
        writer.WriteString("title", "unknown fields");
        writer.WriteString(
            "detail",
            $"None of these fields is known, and none of them came: {string.Join("; ", unknown.Select(Describe))}. "
            + $"Rows have: {string.Join(", ", rows.Take(MostNames))}; * is all of them.");
        writer.WriteBoolean("retryable", false);
    });

    private static string Describe(UnknownFields.Unknown field) =>
        field.Nearest.Count == 0 ? ArgumentWords.Excerpt(field.Field)
        : $"{ArgumentWords.Excerpt(field.Field)} (near: {string.Join(", ", field.Nearest)})";
}
