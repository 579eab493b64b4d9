using ServerlessMcp.Catalog;

namespace ServerlessMcp.Exposure;

/// <summary>
/// The words of <c>methods</c> as the kinds of tool that they stand for, each tool being of one kind at most. Reading
/// kinds hold tools that change nothing, by effect and by HTTP method; a tool that says <c>get</c> and changes
/// something is of no kind.
/// </summary>
internal readonly record struct MethodSet
{
    private readonly Kinds kinds;

    private MethodSet(Kinds kinds) => this.kinds = kinds;

    [Flags]
    private enum Kinds
    {
        None = 0,
        List = 1,
        Get = 2,
        OtherRead = 4,
        Create = 8,
        Update = 16,
        Delete = 32,
        Action = 64,
        Read = List | Get | OtherRead,
        Write = Create | Update | Delete,
        All = Read | Write | Action,
    }

    /// <summary>What the words stand for; unknown ones stand for nothing.</summary>
    public static MethodSet Parse(IReadOnlyList<string> words)
    {
        var set = Kinds.None;
        foreach (var word in words)
        {
            set |= word switch
            {
                "*" => Kinds.All,
                "read" => Kinds.Read,
                "write" => Kinds.Write,
                "custom" => Kinds.Action,
                "list" => Kinds.List,
                "get" => Kinds.Get,
                "create" => Kinds.Create,
                "update" => Kinds.Update,
                "delete" => Kinds.Delete,
                _ => Kinds.None,
            };
        }

        return new(set);
    }

    /// <summary>What both have.</summary>
    public MethodSet Intersect(MethodSet other) => new(kinds & other.kinds);

    /// <summary>Whether the other has all that this has.</summary>
    public bool IsWithin(MethodSet other) => (kinds & ~other.kinds) == Kinds.None;

    /// <summary>Whether the tool is of a kind in the set.</summary>
    public bool Allows(ToolDefinition tool) => (kinds & KindOf(tool)) != Kinds.None;

    /// <summary>Whether it has the method <c>delete</c>.</summary>
    public bool HasDelete => kinds.HasFlag(Kinds.Delete);

    /// <summary>Short and canonical, for <see cref="ToolFilter.Key"/>.</summary>
    public override string ToString() => ((int)kinds).ToString("x2", CultureInfo.InvariantCulture);

    private static Kinds KindOf(ToolDefinition tool) => (tool.Effect, tool.Method) switch
    {
        (Effect.Read, _) when !tool.OnlyReads => Kinds.None,
        (Effect.Read, ToolMethod.List) => Kinds.List,
        (Effect.Read, ToolMethod.Get) => Kinds.Get,
        (Effect.Read, ToolMethod.Custom) => Kinds.OtherRead,
        (Effect.Mutate or Effect.Destroy, ToolMethod.Create) => Kinds.Create,
        (Effect.Mutate or Effect.Destroy, ToolMethod.Update) => Kinds.Update,
        (Effect.Mutate or Effect.Destroy, ToolMethod.Delete) => Kinds.Delete,
        (Effect.Mutate or Effect.Destroy, ToolMethod.Custom) => Kinds.Action,
        _ => Kinds.None,
    };
}
