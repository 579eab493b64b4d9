namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>What the simulated server has.</summary>
internal sealed class TharsisWorld
{
    private readonly Dictionary<string, Thing> byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Thing> byTrn = new(StringComparer.Ordinal);

    /// <summary>All things, in the order in which they were made.</summary>
    public List<Thing> All { get; } = [];

    /// <summary>Adds one, to be found by its id and TRN.</summary>
    public Thing Add(Thing thing)
    {
        All.Add(thing);
        byId[thing.Id] = thing;
        if (thing.GetValueOrDefault("metadata") is Thing metadata && metadata.GetValueOrDefault("trn") is string trn)
        {
            byTrn[trn] = thing;
        }

        return thing;
    }

    /// <summary>The one of an id or TRN; null if there is none.</summary>
    public Thing? Find(string id) => byId.GetValueOrDefault(id) ?? byTrn.GetValueOrDefault(id);

    /// <summary>Those of a type.</summary>
    public IEnumerable<Thing> Of(string type) => All.Where(thing => thing.Type == type);

    /// <summary>The run that a plan or apply is of.</summary>
    public Thing? RunOf(Thing phase) => Of("Run").FirstOrDefault(run => run.GetValueOrDefault("plan") == phase || run.GetValueOrDefault("apply") == phase);
}
