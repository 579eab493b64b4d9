using ServerlessMcp.Redaction.Secrets;

namespace ServerlessMcp.Redaction;

/// <summary>
/// What of a value is sensitive. Terraform's JSON formats have two ways to say it: a tree of the value's own shape with
/// <c>true</c> at the secrets (<see href="https://developer.hashicorp.com/terraform/internals/json-format">plans and
/// shown states</see>), and a list of paths (<c>sensitive_attributes</c> of a raw state). What a provider's schema
/// calls sensitive is known besides (<see cref="KnownSecrets"/>). Where several say something, all of them hold. The
/// marks below a value are found at once, so that going through a value with its marks takes time by its size.
/// </summary>
internal readonly struct SensitiveMarks
{
    /// <summary>What stands in place of a value that is marked.</summary>
    public const string Sensitive = "(sensitive)";

    private readonly Node? node;

    private SensitiveMarks(Node node) => this.node = node;

    /// <summary>Everything is.</summary>
    public static SensitiveMarks All { get; } = new(new Node([], [], [], Sensitive));

    /// <summary>What a configuration's expression or variable has for a value; where it comes from, if from elsewhere,
    /// is no secret.</summary>
    public static SensitiveMarks OfConstants { get; } = OfTree(JsonElement.Parse("""{"constant_value":true,"default":true}"""));

    /// <summary>Whether the whole value is.</summary>
    public bool IsMarked => Why is not null;

    /// <summary>What stands in place of the value, and says why; null if it is not sensitive as a whole.</summary>
    public string? Why => node?.Why;

    /// <summary>Whether there are none, here and below.</summary>
    public bool IsEmpty => node is null;

    /// <summary>Everything is, for this reason.</summary>
    public static SensitiveMarks AllBecause(string why) => new(new Node([], [], [], why));

    /// <summary>The marks of a tree of the value's own shape.</summary>
    public static SensitiveMarks OfTree(JsonElement tree) => Of([tree], [], []);

    /// <summary>The marks of paths.</summary>
    public static SensitiveMarks OfPaths(MarkedPaths paths) => Of([], [paths], []);

    /// <summary>The marks that an object has for one of its members, in a sibling of it.</summary>
    public static SensitiveMarks Of(JsonElement owner, string member) => member switch
    {
        "before" => OfTree(Sibling(owner, "before_sensitive")),
        "after" => OfTree(Sibling(owner, "after_sensitive")),
        "values" => OfTree(Sibling(owner, "sensitive_values")),
        "config_values" => OfTree(Sibling(owner, "config_sensitive")),
        "value" or "default" => OfTree(Sibling(owner, "sensitive")),
        "attributes" or "attributes_flat"
            when Sibling(owner, "sensitive_attributes") is { ValueKind: JsonValueKind.Array } list =>
            OfPaths(MarkedPaths.Read(list)),
        _ => default,
    };

    /// <summary>These and those.</summary>
    public SensitiveMarks And(SensitiveMarks other) =>
        node is null || other.IsMarked ? other : other.node is null || IsMarked ? this : node.And(other.node);

    /// <summary>The marks of a member of the value.</summary>
    public SensitiveMarks Member(string name) => node is null || IsMarked ? this : node.Member(name);

    /// <summary>The marks of an element of the value.</summary>
    public SensitiveMarks Element(int index) => node is null || IsMarked ? this : node.Element(index);

    /// <summary>
    /// The marks of the <c>value</c> of an object that may be a state file's <c>{"value":…,"type":…}</c> of a value of
    /// no fixed type (<c>terraform_data.input</c>), which the paths of its marks know nothing of. It may as well be an
    /// object that somebody wrote so; both readings hold. Such a value has no other within it, as its type says all of
    /// it; so there are two readings however deep objects of this look stand in each other, and not one more with each.
    /// </summary>
    public SensitiveMarks ValueBesideType() => node is null || IsMarked ? this : node.ValueBesideType();

    private static JsonElement Sibling(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var marks) ? marks : default;

    private static SensitiveMarks Of(List<JsonElement> trees, List<MarkedPaths> paths, List<MarkedPaths> inTyped)
    {
        if (trees.Exists(tree => tree.ValueKind == JsonValueKind.True))
            return All;
        trees.RemoveAll(tree => tree.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array));
        if (trees.Count == 0 && paths.Count == 0 && inTyped.Count == 0)
            return default;
        return new(new Node(
            trees, paths, inTyped,
            (paths.Find(path => path.Why is not null) ?? inTyped.Find(path => path.Why is not null))?.Why));
    }

    private static List<MarkedPaths> Both(List<MarkedPaths> some, List<MarkedPaths> others) =>
        others.Count == 0 ? some : some.Count == 0 ? others : [.. some, .. others.Where(path => !some.Contains(path))];

    // A value is within one tree as a rule, and on a path or two; on some of them as a part of a value that stands
    // beside its type.
    private sealed class Node(List<JsonElement> trees, List<MarkedPaths> paths, List<MarkedPaths> inTyped, string? why)
    {
        private readonly List<JsonChildren> below = trees.ConvertAll(tree => new JsonChildren(tree));

        public string? Why => why;

        public SensitiveMarks And(Node other) =>
            Of([.. trees, .. other.Trees], Both(paths, other.Paths), Both(inTyped, other.InTyped));

        public SensitiveMarks Member(string name) =>
            Of(below.ConvertAll(tree => tree.Member(name)), Below(paths, name), Below(inTyped, name));

        public SensitiveMarks ValueBesideType() => Of(
            below.ConvertAll(tree => tree.Member("value")), Below(paths, "value"),
            Both(Below(inTyped, "value"), paths));

        public SensitiveMarks Element(int index) =>
            Of(below.ConvertAll(tree => tree.Element(index)), Below(paths, index), Below(inTyped, index));

        private List<JsonElement> Trees => trees;

        private List<MarkedPaths> Paths => paths;

        private List<MarkedPaths> InTyped => inTyped;

        private static List<MarkedPaths> Below(List<MarkedPaths> paths, string name)
        {
            List<MarkedPaths> found = [];
            foreach (var path in paths)
                path.Member(name, found);
            return found;
        }

        private static List<MarkedPaths> Below(List<MarkedPaths> paths, int index)
        {
            List<MarkedPaths> found = [];
            foreach (var path in paths)
                path.Element(index, found);
            return found;
        }
    }
}
