using System.Text.RegularExpressions;

namespace ServerlessMcp.Sandbox.Runs;

/// <summary>
/// Makes a configuration of the blocks that were read. References to locals and to a <c>terraform_data</c>'s input or
/// output are replaced by what they lead to, which for this resource is known before the apply; what is left are
/// references to variables.
/// </summary>
internal sealed partial class ConfigurationReader(IReadOnlyList<HclBlock> files, IReadOnlyList<HclBlock> values)
{
    private static readonly string[] Arguments = ["input", "triggers_replace", "depends_on"];
    private readonly Dictionary<string, JsonNode?> named = [];
    private readonly HashSet<string> resolving = [];

    public Configuration Read()
    {
        var configuration = new Configuration();
        var blocks = files.SelectMany(file => file.Blocks).ToList();
        foreach (var block in blocks) Name(block);
        foreach (var block in blocks) Add(configuration, block);
        foreach (var (name, value) in values.SelectMany(file => file.Attributes))
        {
            configuration.Defaults[name] =
            value?.DeepClone();
        }

        return configuration;
    }

    private void Name(HclBlock block)
    {
        if (block.Kind == "locals")
        {
            foreach (var (name, value) in block.Attributes) named["local." + name] = value;
        }
        else if (block is { Kind: "resource", Labels: ["terraform_data", var name] })
        {
            named[$"terraform_data.{name}.input"] = named[$"terraform_data.{name}.output"] =
                block.Attributes.GetValueOrDefault("input");
        }
    }

    private void Add(Configuration configuration, HclBlock block)
    {
        switch (block)
        {
            case { Kind: "terraform" or "locals" }:
                break;
            case { Kind: "variable", Labels: [var name] }:
                if (block.Attributes.TryGetValue("default", out var given)) configuration.Defaults[name] = given?.DeepClone();
                if (IsTrue(block, "sensitive")) configuration.Sensitive.Add(name);
                break;
            case { Kind: "output", Labels: [var name] }:
                configuration.Outputs.Add(
                    new OutputBlock(name, Resolved(block, block.Attributes.GetValueOrDefault("value")),
                        IsTrue(block, "sensitive")));
                break;
            case { Kind: "resource", Labels: ["terraform_data", var name] }:
                configuration.Resources.Add(new ResourceBlock("terraform_data", name, Resource(block)));
                break;
            default:
                throw block.Unsupported($"A block \"{string.Join(' ', (string[])[block.Kind, .. block.Labels])}\"");
        }
    }

    private JsonObject Resource(HclBlock block)
    {
        if (block.Blocks is [var inner, ..]) throw inner.Unsupported($"A block \"{inner.Kind}\" in a resource");
        var unknown = block.Attributes.Keys.FirstOrDefault(name => !Arguments.Contains(name));
        if (unknown is not null) throw block.Unsupported($"The argument \"{unknown}\"");
        var input = Resolved(block, block.Attributes.GetValueOrDefault("input"));
        return new JsonObject
        {
            ["input"] = input,
            ["output"] = input?.DeepClone(),
            ["triggers_replace"] = Resolved(block, block.Attributes.GetValueOrDefault("triggers_replace")),
        };
    }

    private JsonNode? Resolved(HclBlock block, JsonNode? node) => node switch
    {
        JsonObject map => new JsonObject(map.Select(member => KeyValuePair.Create(member.Key, Resolved(block, member.Value)))),
        JsonArray list => new JsonArray([.. list.Select(item => Resolved(block, item))]),
        JsonValue value when value.TryGetValue<string>(out var text) => Text(block, text),
        _ => node?.DeepClone(),
    };

    private JsonNode? Text(HclBlock block, string text)
    {
        var whole = Reference().Match(text);
        if (whole.Success && whole.Length == text.Length) return Lookup(block, whole.Groups["name"].Value);
        return Reference().Replace(text, match => Lookup(block, match.Groups["name"].Value) is JsonValue value
            ? value.ToString() : throw block.Unsupported($"\"{match.Value}\" inside a string"));
    }

    private JsonNode? Lookup(HclBlock block, string reference)
    {
        if (reference.StartsWith("var.", StringComparison.Ordinal) && reference.Count(c => c == '.') == 1)
            return "${" + reference + "}";
        if (!named.TryGetValue(reference, out var value)) throw block.Unsupported($"The reference \"{reference}\"");
        if (!resolving.Add(reference)) throw block.Unsupported($"The circle that \"{reference}\" is part of");
        var resolved = Resolved(block, value);
        resolving.Remove(reference);
        return resolved;
    }

    private static bool IsTrue(HclBlock block, string name) =>
        block.Attributes.GetValueOrDefault(name)?.GetValueKind() == JsonValueKind.True;

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z0-9_.-]+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
