using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>
/// Where a value is in its resource, as Terraform's own language writes it:
/// <c>ingress[0].tags["kubernetes.io/role"]</c>. Written only when it is told, because most paths that are walked
/// aren't, and each would be as long as all above it.
/// </summary>
internal sealed class ValuePath
{
    // A longer key is a value in the place of a name. It is written as an unknown key.
    private const int MaxName = 4000;
    private const int MaxSteps = 200;

    private readonly ValuePath? above;
    private readonly string? name;
    private readonly int index;

    private ValuePath(ValuePath? above, string? name, int index) => (this.above, this.name, this.index) = (above, name, index);

    /// <summary>The path of a member.</summary>
    public static ValuePath Member(ValuePath? above, string name) => new(above, name, 0);

    /// <summary>The path of an element.</summary>
    public static ValuePath Element(ValuePath? above, int index) => new(above, null, index);

    /// <summary>The path that Terraform wrote as an array of names and indices: <c>["tags","Name"]</c>.</summary>
    public static string Of(JsonElement steps)
    {
        ValuePath? path = null;
        if (steps.ValueKind != JsonValueKind.Array)
            return "";
        foreach (var step in steps.EnumerateArray())
        {
            path = step.ValueKind switch
            {
                JsonValueKind.String => Member(path, step.GetString()!),
                JsonValueKind.Number when step.TryGetInt32(out var index) => Element(path, index),
                _ => path,
            };
        }

        return path?.ToString() ?? "";
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        List<ValuePath> steps = [];
        for (var step = this; step is not null && steps.Count < MaxSteps; step = step.above)
            steps.Add(step);
        var text = new StringBuilder();
        for (var at = steps.Count - 1; at >= 0; at--)
            steps[at].Write(text);
        return text.ToString();
    }

    private void Write(StringBuilder text)
    {
        if (name is null)
            text.Append(CultureInfo.InvariantCulture, $"[{index}]");
        else if (name.Length > MaxName)
            text.Append("[\"…\"]");
        else if (!IsIdentifier(name))
            text.Append(ResourceKey.Of(name));
        else
            text.Append(text.Length == 0 ? "" : ".").Append(name);
    }

    private static bool IsIdentifier(string name)
    {
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('_' or '-'))
                return false;
        }

        return name.Length > 0 && !char.IsAsciiDigit(name[0]);
    }
}
