using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>Adding to and removing from a relationship: <c>POST</c> and <c>DELETE …/relationships/…</c> with
/// identifiers below <c>data</c>.</summary>
internal static class Attachments
{
    public static void Map<TOwner, T>(RouteTable routes, string path, Func<TOwner, List<T>> list) where TOwner : Entity
        where T : Entity
    {
        routes.Post(path, x => Change<TOwner, T>(x, (owner, entity) =>
        {
            if (!list(owner).Contains(entity)) list(owner).Add(entity);
        }));
        routes.Delete(path, x => Change<TOwner, T>(x, (owner, entity) => list(owner).Remove(entity)));
    }

    /// <summary>What the body names; 404 before anything changes if one of them does not exist.</summary>
    public static List<T> Named<T>(SandboxRequest x) where T : Entity =>
        [.. x.DataList().Select(item => x.Visible(x.World.Find<T>(SandboxRequest.Text(SandboxRequest.Child(item, "id")) ?? "")))];

    /// <summary>A relationship that a create or update may carry whole; untouched when it does not.</summary>
    public static void Take<T>(SandboxRequest x, JsonObject data, string name, List<T> list) where T : Entity
    {
        if (SandboxRequest.Child(SandboxRequest.Child(data["relationships"], name), "data") is not JsonArray given) return;
        var found = given.Select(item => x.World.Find<T>(SandboxRequest.Text(SandboxRequest.Child(item, "id")) ?? "")).ToList();
        if (!found.TrueForAll(entity => entity is not null && x.Caller.Sees(entity)))
            throw new ApiError(422, "invalid attribute", name + " must exist", "/data/relationships/" + name);
        list.Clear();
        list.AddRange(found!);
    }

    private static Answer Change<TOwner, T>(SandboxRequest x, Action<TOwner, T> change) where TOwner : Entity where T : Entity
    {
        var owner = x.Find<TOwner>("id");
        x.Require(Permission.UpdateOrganization);
        foreach (var entity in Named<T>(x)) change(owner, entity);
        return Answer.NoContent();
    }
}
