using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>Makes documents of entities: one, all, or a page, with what <c>include</c> asks for.</summary>
internal static class Present
{
    public static Answer One(SandboxRequest x, Entity entity, int status = 200)
    {
        var document = new JsonObject { ["data"] = ResourceCatalogue.Of(entity.GetType()).Render(entity, x) };
        AddIncluded(x, document, [entity], entity.GetType());
        return Answer.Document(document, status);
    }

    /// <summary>A list that the API does not page.</summary>
    public static Answer All<T>(SandboxRequest x, IEnumerable<T> entities) where T : Entity
    {
        var list = entities.ToList();
        var document = new JsonObject
        { ["data"] = new JsonArray([.. list.Select(e => ResourceCatalogue.Of(e.GetType()).Render(e, x))]) };
        AddIncluded(x, document, list, typeof(T));
        return Answer.Document(document);
    }

    /// <summary>A page of a list. https://developer.hashicorp.com/terraform/cloud-docs/api-docs#pagination</summary>
    /// <param name="x">The request.</param>
    /// <param name="entities">The whole list.</param>
    /// <param name="totals">False for the list of an organization's runs, which does not count.</param>
    public static Answer Page<T>(SandboxRequest x, IEnumerable<T> entities, bool totals = true) where T : Entity
    {
        var list = entities.ToList();
        var page = Paging.Of(x, list.Count);
        var shown = page.Of(list).ToList();
        var document = page.Document(shown.Select(e => ResourceCatalogue.Of(e.GetType()).Render(e, x)), totals);
        AddIncluded(x, document, shown, shown.Count > 0 ? shown[0].GetType() : typeof(T));
        return Answer.Document(document);
    }

    private static void AddIncluded(SandboxRequest x, JsonObject document, IReadOnlyList<Entity> roots, Type type)
    {
        var paths = x.QueryList("include");
        if (paths.Length == 0) return;
        var seen = new HashSet<string>(roots.Select(e => e.Type + "/" + e.Id));
        var included = new JsonArray();
        foreach (var path in paths)
        {
            IEnumerable<Entity> level = roots;
            var known = ResourceCatalogue.Of(type).Includes.ContainsKey(path.Split('.')[0]);
            if (!known)
            {
                throw ApiError.BadRequest(
                    $"The include parameter \"{path}\" is not supported for this resource", "include");
            }

            foreach (var step in path.Split('.'))
            {
                level = [.. level.SelectMany(e => Step(e, step, path, x))];
                foreach (var entity in level)
                {
                    if (seen.Add(entity.Type + "/" + entity.Id))
                        included.Add((JsonNode)ResourceCatalogue.Of(entity.GetType()).Render(entity, x));
                }
            }
        }

        document["included"] = included;
    }

    private static IEnumerable<Entity> Step(Entity entity, string step, string path, SandboxRequest x) =>
        ResourceCatalogue.Of(entity.GetType()).Includes.TryGetValue(step, out var related)
            ? related(entity, x)
            : throw ApiError.BadRequest($"The include parameter \"{path}\" is not supported for this resource", "include");
}
