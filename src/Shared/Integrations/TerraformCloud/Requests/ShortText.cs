using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>The beginning of a text that may be long, on one line: a run's <c>message</c> is often a whole commit's, and
/// ends in the mark of the URL that started it. <c>fields</c> has all of it.</summary>
/// <param name="Name">The attribute, in snake_case.</param>
internal sealed record ShortText(string Name) : ToldMember(Name, Name)
{
    private const int MostCharacters = 60;

    private readonly string wireName = Name.Replace('_', '-');

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ApiResource row, ApiResource[] included)
    {
        if (row.Text(wireName) is { } text)
        {
            writer.WriteString(Name, AttributionMark.Shorten(text, MostCharacters));
        }
    }
}
