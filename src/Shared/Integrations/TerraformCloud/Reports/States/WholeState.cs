namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>
/// All of a state, as it stands there: for a comparison alone, which hands it on as the sides of a plan. Nothing of it
/// is ever answered without having gone through there.
/// </summary>
internal sealed class WholeState : StateVisitor
{
    /// <summary>The most resource instances of a state that is compared.</summary>
    public const int MaxResources = 20_000;

    private static readonly JsonElement Everything = JsonElement.Parse("true");

    /// <summary>Its resource instances by address; what is deposed is not among them.</summary>
    public Dictionary<string, StateSide> Resources { get; } = new(StringComparer.Ordinal);

    /// <summary>Its outputs.</summary>
    public Dictionary<string, StateSide> Outputs { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it has more than are compared.</summary>
    public bool IsTooLarge { get; private set; }

    /// <inheritdoc/>
    public override void AddOutputs(JsonElement outputs)
    {
        foreach (var output in outputs.ValueKind == JsonValueKind.Object ? outputs.EnumerateObject() : default)
        {
            if (output.Value.ValueKind == JsonValueKind.Object && output.Value.TryGetProperty("value", out var value))
                Outputs[output.Name] = new("", value, output.Value.TryGetProperty("sensitive", out var marks) ? marks : default);
        }
    }

    /// <inheritdoc/>
    protected override void Add(
        string address, string type, string provider, string? note, JsonElement owner, string member, bool guesses)
    {
        if (note == "deposed")
            return;
        if (Resources.Count >= MaxResources)
            IsTooLarge = true;
        else
            Resources[address] = new(type, owner.TryGetProperty(member, out var values) ? values : default, Marks(owner));
    }

    // A stored state has paths where a shown one has a tree. What a path begins with is then marked as a whole, which
    // hides no less.
    private static JsonElement Marks(JsonElement owner)
    {
        if (owner.TryGetProperty("sensitive_values", out var tree))
            return tree;
        if (!owner.TryGetProperty("sensitive_attributes", out var paths) || paths.ValueKind != JsonValueKind.Array)
            return default;
        var marked = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var path in paths.EnumerateArray())
        {
            // One that can't be read marks everything.
            if (path.ValueKind != JsonValueKind.Array || path.GetArrayLength() == 0
                || path[0].ValueKind != JsonValueKind.Object || Text(path[0], "value") is not { } first)
            {
                return Everything;
            }

            marked[first] = Everything;
        }

        return JsonElement.Parse($"{{{string.Join(',', marked.Keys.Select(name => $"\"{JsonEncodedText.Encode(name)}\":true"))}}}");
    }
}
