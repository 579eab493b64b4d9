using ServerlessMcp.Exposure;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports;

/// <summary>What is answered where there is no content to read.</summary>
internal static class ContentErrors
{
    /// <summary>There is nothing yet: a plan that has not finished, an output that was not made.</summary>
    public static ReadOnlyMemory<byte> NotReady() => ToolError.Of(writer =>
    {
        writer.WriteNumber("status", 204);
        writer.WriteString("title", "not ready");
        writer.WriteString("detail", "The API names nothing to read: there is nothing yet, or there never will be.");
        writer.WriteBoolean("retryable", true);
        writer.WriteString("hint", "Read the resource's status: while it is not final, try again later.");
    });

    /// <summary>It can't be read as what it should be.</summary>
    public static ReadOnlyMemory<byte> Unreadable() => ToolError.Of(writer =>
    {
        writer.WriteString("title", "unreadable");
        writer.WriteString(
            "detail", "What came is no tar, tar.gz or zip, or unpacks to more than is read here: " +
                "64 MB in all, 1 MB of one file.");
        writer.WriteBoolean("retryable", false);
    });

    /// <summary>The archive has no file of this name.</summary>
    public static ReadOnlyMemory<byte> NoSuchFile() => ToolError.Of(writer =>
    {
        writer.WriteNumber("status", 404);
        writer.WriteString("title", "no such file");
        writer.WriteString("detail", "The archive has no file at this path. Call without file to list them.");
        writer.WriteBoolean("retryable", false);
    });
}
