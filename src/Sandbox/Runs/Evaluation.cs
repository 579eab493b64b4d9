using System.Text.RegularExpressions;
using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Runs;

/// <summary>Replaces <c>${var.name}</c> by the value of the variable, and remembers which values came from sensitive
/// ones and which had none.</summary>
internal sealed partial class Evaluation
{
    private readonly Dictionary<string, (string Value, bool Sensitive)> variables = [];
    private readonly Configuration configuration;
    private bool touchedSensitive;

    public Evaluation(Run run)
    {
        var workspace = run.Workspace;
        configuration = run.Configuration;
        // Precedence, weakest first: https://developer.hashicorp.com/terraform/cloud-docs/workspaces/variables#precedence
        foreach (var set in workspace.Organization.VariableSets.Where(s => s.AppliesTo(workspace))
            .OrderBy(s => s.Priority))
        {
            Add(set.Variables.Where(_ => !set.Priority));
        }

        Add(workspace.Variables);
        foreach (var set in workspace.Organization.VariableSets.Where(s => s.Priority && s.AppliesTo(workspace)))
            Add(set.Variables);
        foreach (var (key, value) in run.Variables) variables[key] = (value.Trim('"'), false);
    }

    public string? MissingVariable { get; private set; }

    public (JsonObject Arguments, HashSet<string> Sensitive) Arguments(JsonObject source)
    {
        var result = new JsonObject();
        var sensitive = new HashSet<string>();
        foreach (var (key, value) in source)
        {
            touchedSensitive = false;
            result[key] = Value(value);
            if (touchedSensitive) sensitive.Add(key);
        }

        return (result, sensitive);
    }

    public JsonNode? Value(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, Value(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Value)]),
        JsonValue v when v.TryGetValue<string>(out var text) => Text(text),
        _ => node?.DeepClone(),
    };

    private JsonNode? Text(string text)
    {
        var whole = Reference().Match(text);
        if (whole.Success && whole.Length == text.Length)
        {
            var name = whole.Groups["name"].Value;
            return variables.ContainsKey(name) || !configuration.Defaults.TryGetValue(name, out var given)
                ? Typed(Lookup(name)) : Default(name, given)?.DeepClone();
        }

        return Reference().Replace(text, match => Lookup(match.Groups["name"].Value));
    }

    private string Lookup(string name)
    {
        if (variables.TryGetValue(name, out var variable))
        {
            touchedSensitive |= variable.Sensitive || configuration.Sensitive.Contains(name);
            return variable.Value;
        }

        if (configuration.Defaults.TryGetValue(name, out var given)) return Default(name, given)?.ToString() ?? "";
        MissingVariable ??= name;
        return "";
    }

    private JsonNode? Default(string name, JsonNode? value)
    {
        touchedSensitive |= configuration.Sensitive.Contains(name);
        return value;
    }

    private static JsonValue Typed(string text) =>
        long.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
        : bool.TryParse(text, out var flag) ? JsonValue.Create(flag)
        : JsonValue.Create(text);

    private void Add(IEnumerable<Variable> source)
    {
        foreach (var variable in source.Where(v => v.Category == "terraform"))
            variables[variable.Key] = (variable.Value, variable.Sensitive);
    }

    [GeneratedRegex(@"\$\{var\.(?<name>[A-Za-z0-9_-]+)\}", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();
}
