using System.Text.Json;

namespace ServerlessMcp.EndToEnd.Support;

/// <summary>Reading the rows of answers.</summary>
internal static class Rows
{
    /// <summary>A text member; the row is shown if it is not there.</summary>
    public static string Text(this JsonElement row, string name) =>
        row.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : throw new InvalidDataException($"There is no text {name} in {row}.");

    /// <summary>Whether the row says that this can be done with it now: <c>confirm</c>.</summary>
    public static bool Can(this JsonElement row, string verb) =>
        row.TryGetProperty("can", out var verbs) && verbs.EnumerateArray().Any(each => each.ValueEquals(verb));

    /// <summary>Whether a member is there and true, along a path.</summary>
    public static bool IsTrue(this JsonElement row, params string[] path)
    {
        foreach (var name in path)
        {
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(name, out row))
                return false;
        }

        return row.ValueKind == JsonValueKind.True;
    }
}
