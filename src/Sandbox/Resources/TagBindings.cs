using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>
/// Key-value tags of workspaces and projects, by the documentation's path and by OpenAPI's; a workspace inherits its project's.
/// https://developer.hashicorp.com/terraform/cloud-docs/api-docs/workspaces#list-workspace-tag-bindings
/// </summary>
internal sealed class TagBindings : Endpoints
{
    public override void Map(RouteTable routes)
    {
        Map<Workspace>(routes, "/workspaces/{id}", w => w.TagBindings);
        Map<Project>(routes, "/projects/{id}", p => p.TagBindings);
        routes.Get("/workspaces/{id}/effective-tag-bindings", x =>
        {
            var workspace = x.Find<Workspace>("id");
            var inherited = workspace.Project.TagBindings.Where(tag => !workspace.TagBindings.ContainsKey(tag.Key))
                .Select(tag => Document("effective-tag-bindings", workspace, tag, workspace.Project));
            return Answer.Document(
                new JsonObject
                {
                    ["data"] = new JsonArray(
                    [.. workspace.TagBindings.Select(tag => Document("effective-tag-bindings", workspace, tag)),
                        .. inherited])
                });
        });
        routes.Get("/projects/{id}/effective-tag-bindings",
            x => List(x.Find<Project>("id"), x.Find<Project>("id").TagBindings, "effective-tag-bindings"));
    }

    /// <summary>The tags that a create or update of the owner carries; its own are untouched when it carries none.</summary>
    public static void Take(JsonObject data, SortedDictionary<string, string> tags)
    {
        if (SandboxRequest.Child(SandboxRequest.Child(data["relationships"], "tag-bindings"), "data")
            is not JsonArray given)
        {
            return;
        }

        var read = Read(given);
        tags.Clear();
        foreach (var (key, value) in read) tags[key] = value;
    }

    private static void Map<T>(RouteTable routes, string owner, Func<T, SortedDictionary<string, string>> tags) where T : Entity
    {
        foreach (var path in (string[])[owner + "/tag-bindings", owner + "/relationships/tag-bindings"])
        {
            routes.Get(path, x => List(x.Find<T>("id"), tags(x.Find<T>("id")), "tag-bindings"));
            routes.Patch(path, x => Write(x, tags(x.Find<T>("id")), replace: true));
            routes.Post(path, x => Write(x, tags(x.Find<T>("id")), replace: false));
        }
    }

    private static Answer List(Entity owner, SortedDictionary<string, string> tags, string type) =>
        Answer.Document(new JsonObject { ["data"] = new JsonArray([.. tags.Select(tag => Document(type, owner, tag))]) });

    private static Answer Write(SandboxRequest x, SortedDictionary<string, string> tags, bool replace)
    {
        x.Require(Permission.UpdateWorkspace);
        var given = Read(x.DataList());
        if (replace) tags.Clear();
        foreach (var (key, value) in given) tags[key] = value;
        // The two paths differ in more than their name: this one has no content.
        return x.Path.Contains("/relationships/", StringComparison.Ordinal) ? Answer.NoContent()
            : List(x.World.Find<Entity>(x.Value("id"))!, tags, "tag-bindings");
    }

    private static List<(string Key, string Value)> Read(JsonArray data) => [.. data.Select(item =>
    {
        var attributes = SandboxRequest.Child(item, "attributes");
        var key = SandboxRequest.Text(SandboxRequest.Child(attributes, "key"));
        if (string.IsNullOrWhiteSpace(key)) throw ApiError.Invalid("key", "Key can't be blank");
        return (key, SandboxRequest.Text(SandboxRequest.Child(attributes, "value")) ?? "");
    })];

    private static JsonObject Document(string type, Entity owner, KeyValuePair<string, string> tag, Project? inheritedFrom = null)
    {
        var document = new ResourceObject(type, IdGenerator.Named("tb", owner.Id + "/" + tag.Key)).Attribute(
            "key", tag.Key).Attribute("value", tag.Value);
        if (inheritedFrom is not null) document.Relation("inherited-from", inheritedFrom);
        return document.Build();
    }
}
