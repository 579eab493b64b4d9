using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// What a change asked for and its answer shows otherwise. A server may accept a change and take half of it: another
/// product with this API, an older version, a setting that a plan of the organization does not have. What the answer
/// does not show says nothing, and neither does what it never shows, a secret.
/// </summary>
internal static class NotTaken
{
    /// <summary>The names of the arguments that were given and not taken, in the order of the row.</summary>
    /// <exception cref="JsonException">The document is malformed.</exception>
    public static IReadOnlyList<string> Of(ToolArguments arguments, scoped ref DocumentNodes document)
    {
        var tool = arguments.Row;
        if (tool.Effect == Effect.Read || tool.Shape is not (ResponseShape.Single or ResponseShape.Collection)
            || document.IsEmpty)
        {
            return [];
        }

        var root = document.Root();
        var answer = new ChangedAnswer(tool, root);
        return [.. tool.Arguments.Where(
            argument => arguments.IsGiven(argument.Name) && arguments.TryGet(argument.Name, out var value)
                && !answer.Has(argument, value)).Select(argument => argument.Name)];
    }
}
