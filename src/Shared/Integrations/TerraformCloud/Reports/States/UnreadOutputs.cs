using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>Outputs that there are, or may be, and that could not be read.</summary>
internal static class UnreadOutputs
{
    /// <summary>Says why they could not.</summary>
    public static void Write(Utf8JsonWriter writer, bool? isProcessed, NotRead? trouble) =>
        writer.WriteString("not_read", (isProcessed, trouble) switch
        {
            (false, null) => "The outputs are not processed yet (resources_processed is false). Ask again in a few seconds.",
            (false, _) => "The outputs are not processed yet (resources_processed is false): ask again in a few seconds. "
                + $"The outputs can't be read: {trouble.Reason}",
            (_, null) => "There may be outputs: the API does not say that it has processed them. Ask again in a few seconds.",
            _ => $"The outputs can't be read: {trouble.Reason}",
        });
}
