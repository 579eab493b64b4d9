using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>What the rows of an answer tell behind their fields: see <see cref="ToldMember"/>. Where <c>fields</c> are
/// asked for, rows are as they came, and tell what is named there.</summary>
internal sealed class ToldRows
{
    private readonly IReadOnlyList<ToldMember> members;
    private readonly ApiResource[] rows;
    private readonly Dictionary<string, ApiResource> included;

    private ToldRows(IReadOnlyList<ToldMember> members, JsonElement document)
    {
        this.members = members;
        rows = [.. ResourceJson.Data(document).Select(row => new ApiResource(row))];
        included = ResourceJson.Included(document).Select(one => new ApiResource(one)).DistinctBy(one => one.Id)
            .ToDictionary(one => one.Id, StringComparer.Ordinal);
    }

    /// <summary>What writes the members of a row, by its place in the document; null if there are none.</summary>
    /// <exception cref="JsonException">The document is malformed.</exception>
    public static Action<int, Utf8JsonWriter>? Of(ToolArguments arguments, scoped ref DocumentNodes document)
    {
        var told = arguments.Row.Told;
        if (told.Count > 0 && arguments.IsGiven(DerivedArguments.Fields.Name))
        {
            var asked = arguments.Texts(DerivedArguments.Fields.Name);
            told = [.. told.Where(member => !member.IsField && asked.Contains(member.Name))];
        }

        return told.Count == 0 ? null : new ToldRows(told, document.Root()).Write;
    }

    private void Write(int row, Utf8JsonWriter writer)
    {
        if (row >= rows.Length)
        {
            return;
        }

        foreach (var member in members)
        {
            member.Write(writer, rows[row], id => included.TryGetValue(id, out var found) ? found : null);
        }
    }
}
