using ServerlessMcp.Sandbox.Documented;
using ServerlessMcp.Sandbox.Http;
using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Model;

/// <summary>All state. Only one request at a time touches it, so nothing in it locks.</summary>
internal sealed class World
{
    private readonly Dictionary<string, Entity> entities = [];

    public World(SandboxOptions options)
    {
        Options = options;
        Engine = new RunEngine(this);
        Blobs = new BlobStore(this);
    }

    public SandboxOptions Options { get; }

    public IdGenerator Ids { get; } = new();

    /// <summary>The instant of the current request. Seeding moves it through the past, so that history is made by the
    /// same rules as the present.</summary>
    public DateTimeOffset Now { get; set; }

    public List<Organization> Organizations { get; } = [];

    public Dictionary<string, Caller> Callers { get; } = [];

    public RunEngine Engine { get; }

    public BlobStore Blobs { get; }

    /// <summary>What was written to things only the documentation describes.</summary>
    public DocumentedStore Documented { get; } = new();

    public T Add<T>(T entity) where T : Entity
    {
        entities.Add(entity.Id, entity);
        return entity;
    }

    public T? Find<T>(string id) where T : Entity => entities.GetValueOrDefault(id) as T;

    public IEnumerable<T> All<T>() where T : Entity => entities.Values.OfType<T>();

    public void Remove(Entity entity) => entities.Remove(entity.Id);
}
