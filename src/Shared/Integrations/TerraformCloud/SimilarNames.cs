using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;
using ServerlessMcp.Integrations.TerraformCloud.Scope;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>Whether what was just made has a name that differs from another's in upper and lower case alone: people and
/// agents take one for the other. A request; where it can't be read, nothing is said.</summary>
internal static class SimilarNames
{
    private const string Name = "name";

    /// <summary>Whether there is something to look for.</summary>
    public static bool IsDue(TerraformCall call) => call.Tool.Method == ToolMethod.Create
        && call.Arguments.IsGiven(Name) && call.Tool.Arguments.Any(argument => argument is { Name: Name, Place: ArgumentPlace.Attribute })
        && NamedKind.Of(call.Tool, call.Tool.ResourceType) is { Type: not "vars" } kind && call.Tool.Path == kind.List;

    /// <summary>The answer of the creation, with the others that have nearly its name.</summary>
    public static async Task<ReadOnlyMemory<byte>> AddAsync(
        TerraformCall call, ReadOnlyMemory<byte> answer, GivenNames names, CancellationToken cancellationToken)
    {
        try
        {
            using var made = JsonDocument.Parse(answer);
            var own = ResourceJson.Text(made.RootElement, "id");
            var others = (await names.AllButCaseAsync(call.Tool.ResourceType, call.Arguments.Text(Name)!, cancellationToken))
                .Where(other => other.Id != own).ToList();
            return others.Count == 0 ? answer : ToolAnswer.With(answer, writer =>
            {
                NameAnswer.WriteNear(writer, others, "also_named");
                writer.WriteString("also_named_note", "There is another whose name differs in upper and lower case alone. " +
                    "If that was meant, use it, and take this one away again.");
            });
        }
        catch (Exception failure) when (failure is TerraformFailedException or JsonException or ScopeUnknownException)
        {
            return answer;
        }
    }
}
