using System.Text.Json;

namespace ServerlessMcp.JsonApi;

/// <summary>
/// What of a value Terraform marks as sensitive. Its JSON formats have two ways to say it: a tree of the value's own shape with <c>true</c> at the secrets
/// (<see href="https://developer.hashicorp.com/terraform/internals/json-format">plans and shown states</see>), and a list of paths (<c>sensitive_attributes</c> of a raw state).
/// </summary>
internal readonly struct SensitiveMarks
{
    private readonly JsonElement tree;
    private readonly List<JsonElement>? paths;
    private readonly int depth;

    private SensitiveMarks(JsonElement tree) => this.tree = tree;

    private SensitiveMarks(List<JsonElement> paths, int depth) => (this.paths, this.depth) = (paths, depth);

    /// <summary>Everything is.</summary>
    public static SensitiveMarks All { get; } = new(JsonElement.Parse("true"));

    /// <summary>What a configuration's expression or variable has for a value; where it comes from, if from elsewhere, is no secret.</summary>
    public static SensitiveMarks OfConstants { get; } = new(JsonElement.Parse("""{"constant_value":true,"default":true}"""));

    /// <summary>Whether the whole value is.</summary>
    public bool IsMarked => paths is null ? tree.ValueKind == JsonValueKind.True : paths.Exists(HasEnded);

    /// <summary>Whether there are none, here and below.</summary>
    public bool IsEmpty => paths is null && tree.ValueKind is not (JsonValueKind.True or JsonValueKind.Object or JsonValueKind.Array);

    /// <summary>The marks of a member of the value.</summary>
    public SensitiveMarks Member(string name)
    {
        if (IsMarked)
            return All;
        if (paths is null)
            return tree.ValueKind == JsonValueKind.Object && tree.TryGetProperty(name, out var below) ? new(below) : default;
        return Below(step => step.ValueKind == JsonValueKind.String && step.ValueEquals(name));
    }

    /// <summary>
    /// The marks of a member of <paramref name="owner"/>. In a state file a value of no fixed type has its type beside it, as <c>{"value":…,"type":…}</c>
    /// (<c>terraform_data.input</c>), which the paths of its marks know nothing of.
    /// </summary>
    public SensitiveMarks Within(JsonElement owner, string name) =>
        paths is not null && name == "value" && HasTypeBeside(owner) ? this : Member(name);

    /// <summary>Whether an object is a value of no fixed type with its type, as a state file has it.</summary>
    public static bool HasTypeBeside(JsonElement owner) => owner.GetPropertyCount() == 2 && owner.TryGetProperty("type", out _) && owner.TryGetProperty("value", out _);

    /// <summary>The marks of an element of the value.</summary>
    public SensitiveMarks Element(int index)
    {
        if (IsMarked)
            return All;
        if (paths is null)
            return tree.ValueKind == JsonValueKind.Array && index < tree.GetArrayLength() ? new(tree[index]) : default;
        return Below(step => step.ValueKind == JsonValueKind.Number && step.TryGetInt32(out var at) && at == index);
    }

    /// <summary>The marks that an object has for one of its members, in a sibling of it.</summary>
    public static SensitiveMarks Of(JsonElement owner, string member) => member switch
    {
        "before" => Tree(owner, "before_sensitive"),
        "after" => Tree(owner, "after_sensitive"),
        "values" => Tree(owner, "sensitive_values"),
        "config_values" => Tree(owner, "config_sensitive"),
        "value" or "default" => Tree(owner, "sensitive"),
        "attributes" or "attributes_flat" when owner.TryGetProperty("sensitive_attributes", out var list) && list.ValueKind == JsonValueKind.Array =>
            new([.. list.EnumerateArray().Where(path => path.ValueKind == JsonValueKind.Array)], 0),
        _ => default,
    };

    private static SensitiveMarks Tree(JsonElement owner, string name) => owner.TryGetProperty(name, out var marks) ? new(marks) : default;

    // A path is [{"type":"get_attr","value":"password"},{"type":"index","value":{"value":0,"type":"number"}}]. An element of a set is its own key; such a step may be any.
    private SensitiveMarks Below(Func<JsonElement, bool> isStep)
    {
        var at = depth;
        var below = paths!.FindAll(path => path.GetArrayLength() > at && Step(path[at]) is var step && (isStep(step) || step.ValueKind is not (JsonValueKind.String or JsonValueKind.Number)));
        return below.Count == 0 ? default : new(below, depth + 1);
    }

    private static JsonElement Step(JsonElement step)
    {
        for (var level = 0; level < 2 && step.ValueKind == JsonValueKind.Object; level++)
            step = step.TryGetProperty("value", out var value) ? value : default;
        return step;
    }

    private bool HasEnded(JsonElement path) => path.GetArrayLength() == depth;
}
