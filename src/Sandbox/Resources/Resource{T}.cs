using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Resources;

/// <summary>The resource that presents entities of type <typeparamref name="T"/>.</summary>
internal abstract class Resource<T> : Resource where T : Entity
{
    public override Type? Presents => typeof(T);

    public override JsonObject Render(Entity entity, SandboxRequest x)
    {
        var document = new ResourceObject(entity.Type, entity.Id);
        Describe((T)entity, document, x);
        return document.Build();
    }

    protected abstract void Describe(T entity, ResourceObject o, SandboxRequest x);

    /// <summary>Declares a value of <c>include</c>, in the API's snake_case.</summary>
    protected void Include(string name, Func<T, IEnumerable<Entity?>> related) =>
        Includes[name] = (entity, _) => related((T)entity).OfType<Entity>();

    protected void Include(string name, Func<T, Entity?> related) => Include(name, entity => [related(entity)]);

    /// <summary>Declares values of <c>include</c> that the API takes and that the sandbox has nothing for.</summary>
    protected void IncludeNothing(params ReadOnlySpan<string> names)
    {
        foreach (var name in names) Includes[name] = (_, _) => [];
    }
}
