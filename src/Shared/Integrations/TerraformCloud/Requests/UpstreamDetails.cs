using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>What the errors of an answer say, in the words of the tool that was called: its arguments for their
/// pointers.</summary>
internal static class UpstreamDetails
{
    /// <summary>All of it as one text.</summary>
    public static string Of(IReadOnlyList<UpstreamError> errors, TerraformTool tool)
    {
        var parts = new List<string>();
        foreach (var error in errors)
        {
            if (error.Detail is not { } text)
                continue;
            var argument = ErrorPointer.Argument(error.Pointer, tool);
            var part = argument is null ? text : $"{argument}: {text}";
            if (!parts.Contains(part))
                parts.Add(part);
        }

        return string.Join("; ", parts);
    }

    /// <summary>Writes the names of the arguments that they are about.</summary>
    public static void WriteArguments(IReadOnlyList<UpstreamError> errors, TerraformTool tool, Utf8JsonWriter writer)
    {
        var names = errors.Select(error => ErrorPointer.Argument(error.Pointer, tool)).OfType<string>().Distinct().ToList();
        if (names.Count == 0)
            return;
        writer.WriteStartArray("arguments"u8);
        foreach (var name in names)
            writer.WriteStringValue(name);
        writer.WriteEndArray();
    }
}
