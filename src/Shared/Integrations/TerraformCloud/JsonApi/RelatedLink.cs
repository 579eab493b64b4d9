using ServerlessMcp.Catalog;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>
/// The id of a related resource out of its address, <c>/api/v2/workspaces/ws-…</c>: of the links of a relationship
/// (<see href="https://jsonapi.org/format/#document-resource-object-relationships"/>) the related one, where it is a
/// collection's name and an id of that collection. <c>/api/v2/runs/run-1/plan</c> names a plan without its id, and is
/// none.
/// </summary>
internal static class RelatedLink
{
    /// <summary>Reads the links object under the reader; false if neither its related link nor, for want of that, its
    /// own has an id of a known form.</summary>
    public static bool TryRead(scoped ref JsonCursor links, out ReadOnlySpan<byte> collection, out ReadOnlySpan<byte> id)
    {
        collection = id = default;
        while (links.Read() && links.TokenType == JsonTokenType.PropertyName)
        {
            var isRelated = links.ValueTextEquals("related"u8) || links.ValueTextEquals("href"u8);
            var isSelf = links.ValueTextEquals("self"u8);
            links.Read();
            if (isRelated && links.TokenType == JsonTokenType.StartObject)
                return TryRead(ref links, out collection, out id);
            if ((isRelated || (isSelf && id.IsEmpty)) && links.Text() is { } link && Split(link) is ({ } name, { } last))
            {
                collection = Encoding.UTF8.GetBytes(name);
                id = Encoding.UTF8.GetBytes(last);
                if (isRelated)
                    return true;
            }

            links.Skip();
        }

        return !id.IsEmpty;
    }

    private static (string Collection, string Id)? Split(string link)
    {
        var path = link[..(link.IndexOfAny(['?', '#']) is var end and >= 0 ? end : link.Length)];
        return path.TrimEnd('/').Split('/') is [.., "v2", var collection, var id]
            && ArgumentForms.IsIdIn(collection, id) ? (collection, id) : null;
    }
}
