using ServerlessMcp.Calls;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>Writes the outputs of a state version beside its other members.</summary>
internal static class OutputsWriter
{
    // As many as a person reads; what a state exports to others has its own tools, which page.
    private const int MaxOutputs = 30;
    private const int MaxLength = 12_000;

    private const string Whole = "list_all_hashicorp_terraform_cloud_state_version_outputs";
    private const string Current = "list_all_hashicorp_terraform_cloud_current_state_version_outputs";

    /// <summary>Writes as many as fit, and which tool has all.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement outputs, int total, ToolCall call)
    {
        writer.WriteStartArray("outputs");
        var start = writer.BytesCommitted + writer.BytesPending;
        var written = 0;
        foreach (var output in outputs.EnumerateArray().Take(MaxOutputs))
        {
            if (written > 0 && writer.BytesCommitted + writer.BytesPending - start > MaxLength)
            {
                break;
            }

            output.WriteTo(writer);
            written++;
        }

        writer.WriteEndArray();
        if (Math.Max(total, outputs.GetArrayLength()) - written is > 0 and var more)
        {
            writer.WriteNumber("more_outputs", more);
            writer.WriteString("all_outputs", AllOutputs(call));
        }
    }

    private static string AllOutputs(ToolCall call)
    {
        (string Name, string Has)[] lists = [(Whole, "has all of this version"), (Current, "has those of now")];
        var told = lists.Where(list => call.Filter.Has(list.Name))
            .Select(list => $"{Name(list.Name, call)} {list.Has}").ToList();
        return told.Count > 0 ? $"{string.Join(", ", told)}." : $"This URL does not have {Name(Whole, call)}, which has all.";
    }

    private static string Name(string tool, ToolCall call) =>
        call.Filter.Catalog.NameOf(tool, call.Config.ToolNames);
}
