using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>What the rows of an answer tell behind their fields: see <see cref="ToldMember"/>. Where <c>fields</c> are
/// asked for, rows are as they came, and tell what is named there.</summary>
internal sealed class ToldRows : RowTail
{
    private readonly IReadOnlyList<ToldMember> members;

    private ToldRows(IReadOnlyList<ToldMember> members, FieldNode reads) => (this.members, Reads) = (members, reads);

    /// <inheritdoc/>
    public override FieldNode Reads { get; }

    /// <summary>What the rows of a call tell; null for nothing.</summary>
    public static ToldRows? Of(ToolArguments arguments)
    {
        var (tool, told) = (arguments.Row, arguments.Row.Told);
        if (told.Count > 0 && arguments.IsGiven(DerivedArguments.Fields.Name))
        {
            var asked = arguments.Texts(DerivedArguments.Fields.Name);
            told = [.. told.Where(member => !member.IsField && asked.Contains(member.Name))];
        }

        return told.Count == 0 ? null : new(told, tool.ToldReads.Root);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, JsonElement parts)
    {
        var row = new ApiResource(parts.GetProperty(ResourceReader.Data));
        ApiResource[] included = [.. ResourceJson.Included(parts).Select(one => new ApiResource(one))];
        foreach (var member in members)
        {
            member.Write(writer, row, included);
        }
    }
}
