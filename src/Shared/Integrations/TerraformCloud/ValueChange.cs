using ServerlessMcp.Audit;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Integrations.TerraformCloud;

/// <summary>
/// Whether the value of a sensitive variable was changed: the API shows it neither before nor afterwards, but the
/// variable gets another version. It is read before and after, by the tool that the URL has; where it has none, nothing
/// is said.
/// </summary>
internal static class ValueChange
{
    private const string Value = "value";

    private static readonly string[] Fields = ["sensitive", "version_id"];

    /// <summary>Whether the call sets the value of a variable that can be read.</summary>
    public static bool IsDue(TerraformCall call) =>
        call.Tool is { ResourceType: "vars", Method: ToolMethod.Update } && call.Arguments.IsGiven(Value) && ReaderOf(call.Tool) is not null;

    /// <summary>The variable's version; null for one that is not sensitive, or can't be read.</summary>
    public static async Task<string?> VersionAsync(TerraformCall call, FollowedRun.Reader read, CancellationToken cancellationToken)
    {
        var reader = ReaderOf(call.Tool)!;
        var arguments = reader.Arguments.Where(one => one.Place == ArgumentPlace.Path)
            .Select(one => (one.Name, (object)call.Arguments.Text(one.Name)!)).Append(("fields", Fields)).ToArray();
        if (await read(reader.Name, null, cancellationToken, arguments) is not { Outcome: CallOutcome.Ok } found)
            return null;
        using var variable = JsonDocument.Parse(found.Json);
        return variable.RootElement.TryGetProperty("sensitive", out var sensitive) && sensitive.ValueKind == JsonValueKind.True
            && variable.RootElement.TryGetProperty("version_id", out var version) && version.ValueKind == JsonValueKind.String
            ? version.GetString() : null;
    }

    /// <summary>The answer, with what became of the value.</summary>
    public static ReadOnlyMemory<byte> Add(ReadOnlyMemory<byte> answer, string before, string? after) => after is null ? answer
        : ToolAnswer.With(answer, writer => writer.WriteBoolean("value_changed", before != after));

    private static TerraformTool? ReaderOf(TerraformTool tool) => tool.Catalog.All.OfType<TerraformTool>()
        .FirstOrDefault(one => one.Path == tool.Path && one is { Method: ToolMethod.Get, Shape: ResponseShape.Single });
}
