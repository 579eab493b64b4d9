using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// Marks what a change leaves in Terraform's own history (a run's message, the comment of an action, the reason of a
/// lock) with the URL it came through: <c>AI auto-recovery (via mcp-0f3c9a1b)</c>. All URLs of an account act as one
/// Terraform user; this leads from Terraform's audit trail back to the one here.
/// </summary>
internal static class ChangeAttribution
{
    /// <summary>The arguments with the mark behind the text that was given, or in its place.</summary>
    /// <param name="arguments">The arguments of the call.</param>
    /// <param name="mark">The URL's: <see cref="AttributionMark.Of"/>.</param>
    /// <param name="asComment">Whether a run gets the mark as a comment of its own, and its texts stay as they are.</param>
    public static ToolArguments Apply(ToolArguments arguments, string mark, bool asComment = false)
    {
        if (asComment && IsOfRun(arguments.Row))
        {
            return arguments;
        }

        foreach (var argument in arguments.Row.Arguments)
        {
            if (IsMarked(arguments.Row, argument))
            {
                var text = arguments.Text(argument.Name);
                arguments = arguments.With(
                    argument.Name, JsonElement.Parse(
                        $"\"{JsonEncodedText.Encode($"{text} {mark}".TrimStart())}\""));
            }
        }

        return arguments;
    }

    /// <summary>Whether a tool changes a run in such a way: of all that is marked, runs alone have comments.</summary>
    public static bool IsOfRun(TerraformTool tool) => (tool.Path == "/runs" || tool.Path.StartsWith("/runs/{run_id}/", StringComparison.Ordinal))
        && tool.Arguments.Any(argument => IsMarked(tool, argument));

    /// <summary>Whether an argument is such a text: by its name in the API, so that every row that has one is marked.
    /// What is nested is content, not history.</summary>
    public static bool IsMarked(TerraformTool tool, Argument argument) =>
        tool.Effect != Effect.Read
        && argument is
        {
            Kind: JsonKind.Text, Place: ArgumentPlace.Attribute or ArgumentPlace.Root,
            WireName: "message" or "comment" or "reason"
        };
}
