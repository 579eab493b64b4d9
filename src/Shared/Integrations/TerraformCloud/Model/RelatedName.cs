using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>
/// Who or what a relationship leads to, by name instead of by id: <c>"created_by":"maria-chen"</c>. What did not come
/// along, or has no name (a run that holds a lock), is told by its id.
/// </summary>
/// <param name="Name">The relationship, in snake_case, and what it is called in the row.</param>
/// <param name="Attributes">Which attribute is the name: the first that the related resource has.</param>
internal sealed record RelatedName(string Name, params IReadOnlyList<string> Attributes)
    : ToldMember(Name, [.. Attributes.Select(attribute => $"{Name}.{attribute}")])
{
    private readonly string wireName = Name.Replace('_', '-');

    /// <summary>Whether the id is among the row's fields, so that it is not told a second time.</summary>
    public bool IsBesideId { get; init; }

    // Who did something is a user, unless the row says otherwise.
    private bool IsPerson { get; } = Name.EndsWith("_by", StringComparison.Ordinal);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ApiResource row, ApiResource[] included)
    {
        if ((IsBesideId && !IsPerson && included.Length == 0) || row.RelatedId(wireName) is not { } id)
        {
            return;
        }

        if (NameOf(id, included) is { } name)
        {
            writer.WriteString(Name, name);
        }
        else if (!IsBesideId)
        {
            writer.WriteString($"{Name}_id", ErrorDocument.Clean(id));
        }

        if (IsPerson && row.RelatedType(wireName) is { } type && type != "users")
        {
            writer.WriteString($"{Name}_type", ErrorDocument.Clean(type));
        }
    }

    private string? NameOf(string id, ApiResource[] included)
    {
        foreach (var related in included)
        {
            if (related.Id == id)
            {
                return Attributes.Select(related.Text).OfType<string>().FirstOrDefault();
            }
        }

        return null;
    }
}
