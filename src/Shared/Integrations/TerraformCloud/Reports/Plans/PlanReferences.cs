using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>
/// What refers to what in a plan's configuration. A redacted plan doesn't have the texts that are secret, so copies of
/// them that carry no mark can't be known by their text; but they are in what refers to something marked, from resource
/// to resource and through modules.
/// </summary>
internal sealed class PlanReferences
{
    // Expressions of locals are not in a plan; each may hold all that its module has.
    private const string Everything = "*";

    private readonly Dictionary<string, List<string>> dependents = new(StringComparer.Ordinal);
    private readonly HashSet<string> marked = new(StringComparer.Ordinal);

    /// <summary>Whether the plan has a configuration. Without one, everything may refer to everything.</summary>
    public bool IsRead { get; private set; }

    /// <summary>Whether anything is marked.</summary>
    public bool HasMarks => marked.Count > 0;

    /// <summary>The place in the configuration of a resource of this address: <c>module.m["a"].aws_x.y[0]</c> is
    /// <c>module.m.aws_x.y</c>.</summary>
    public static string Place(string address)
    {
        var place = new StringBuilder(address.Length);
        for (var at = 0; at < address.Length; at++)
        {
            if (address[at] != '[')
            {
                place.Append(address[at]);
                continue;
            }

            var isQuoted = at + 1 < address.Length && address[at + 1] == '"';
            for (at += isQuoted ? 2 : 1; at < address.Length && address[at] != (isQuoted ? '"' : ']'); at++)
            {
                if (address[at] == '\\')
                    at++;
            }

            at += isQuoted ? 1 : 0;
        }

        return place.ToString();
    }

    /// <summary>The place of an output.</summary>
    public static string Output(string name) => "output." + name;

    /// <summary>Notes that something here is marked.</summary>
    public void Mark(string place) => marked.Add(place);

    /// <summary>Reads a module of the configuration, resource by resource.</summary>
    public async ValueTask ReadAsync(DocumentReader document, string module = "", Action<JsonElement>? variables = null)
    {
        IsRead = true;
        if (!await document.EnterObjectAsync())
            return;
        while (await document.NameAsync() is { } name)
        {
            if (name == "variables")
            {
                var declared = await document.ValueAsync();
                variables?.Invoke(declared);
                AddVariables(declared, module);
            }
            else if (name == "resources" && await document.EnterArrayAsync())
            {
                while (await document.HasElementAsync())
                    AddResource(await document.ValueAsync(), module);
            }
            else if (name == "outputs" && await document.EnterObjectAsync())
            {
                while (await document.NameAsync() is { } output)
                {
                    Link(References(await document.ValueAsync()), module, module.Length == 0 ? Output(output)
                        : module + Everything);
                }
            }
            else if (name == "module_calls" && await document.EnterObjectAsync())
            {
                while (await document.NameAsync() is { } call)
                    await ReadCallAsync(document, module, $"{module}module.{call}.");
            }
            else if (name is not ("resources" or "outputs" or "module_calls"))
            {
                await document.SkipAsync();
            }
        }
    }

    /// <summary>All places that have, or may have got, what is marked somewhere.</summary>
    public HashSet<string> Reached()
    {
        var reached = new HashSet<string>(marked, StringComparer.Ordinal);
        var next = new Stack<string>(marked);
        while (next.TryPop(out var place))
        {
            foreach (var dependent in dependents.GetValueOrDefault(place) ?? [])
            {
                if (reached.Add(dependent))
                    next.Push(dependent);
            }

            // Whatever a module has may be in its locals and outputs, and theirs in the module above.
            if (Module(place) is { } module && reached.Add(module + Everything))
                next.Push(module + Everything);
        }

        return reached;
    }

    private async ValueTask ReadCallAsync(DocumentReader document, string module, string called)
    {
        if (!await document.EnterObjectAsync())
            return;
        List<string> inputs = [];
        List<string> ofAll = [];
        while (await document.NameAsync() is { } name)
        {
            if (name == "module")
            {
                await ReadAsync(document, called);
                continue;
            }

            var value = await document.ValueAsync();
            if (name != "expressions" || value.ValueKind != JsonValueKind.Object)
            {
                // for_each, which its inputs know as each.value.
                ofAll.AddRange(References(value));
                continue;
            }

            foreach (var input in value.EnumerateObject())
            {
                inputs.Add($"{called}var.{input.Name}");
                Link(References(input.Value), module, inputs[^1]);
            }
        }

        inputs.ForEach(input => Link(ofAll, module, input));
    }

    private void AddVariables(JsonElement variables, string module)
    {
        if (variables.ValueKind != JsonValueKind.Object)
            return;
        foreach (var variable in variables.EnumerateObject())
        {
            if (variable.Value.ValueKind == JsonValueKind.Object
                && variable.Value.TryGetProperty("sensitive", out var flag) && flag.ValueKind == JsonValueKind.True)
            {
                Mark($"{module}var.{variable.Name}");
            }
        }
    }

    private void AddResource(JsonElement resource, string module)
    {
        if (resource.ValueKind == JsonValueKind.Object && resource.TryGetProperty("address", out var address)
            && address.ValueKind == JsonValueKind.String)
        {
            Link(References(resource), module, module + address.GetString());
        }
    }

    private void Link(List<string> references, string module, string to)
    {
        foreach (var reference in references)
        {
            var from = module + From(reference);
            if (!dependents.TryGetValue(from, out var known))
                dependents[from] = known = [];
            known.Add(to);
        }
    }

    // What an expression refers to: module.m.out, var.x, local.y, data.aws_x.y.id, aws_x.y[0].id.
    private static string From(string reference)
    {
        var words = Place(reference).Split('.', 4);
        return words switch
        {
            ["local", ..] => Everything,
            ["module", var name, ..] => $"module.{name}.{Everything}",
            ["data" or "ephemeral", var type, var name, ..] => $"{words[0]}.{type}.{name}",
            [var type, var name, ..] => $"{type}.{name}",
            _ => reference,
        };
    }

    private static string? Module(string place)
    {
        var path = place.EndsWith(Everything, StringComparison.Ordinal) ? place[..^Everything.Length].TrimEnd('.') : place;
        if (path.Length == 0)
            return null;

        // module.a.module.b.aws_x.y: as long as pairs of module and name lead.
        var at = 0;
        while (path.AsSpan(at).StartsWith("module.", StringComparison.Ordinal)
            && path.IndexOf('.', at + "module.".Length) is > 0 and var end)
        {
            at = end + 1;
        }

        return path[..at];
    }

    private static List<string> References(JsonElement value)
    {
        List<string> found = [];
        Collect(value);
        return found;

        void Collect(JsonElement json)
        {
            if (json.ValueKind == JsonValueKind.Array)
            {
                foreach (var element in json.EnumerateArray())
                    Collect(element);
            }
            else if (json.ValueKind == JsonValueKind.Object)
            {
                foreach (var member in json.EnumerateObject())
                {
                    if (member.NameEquals("references") && member.Value.ValueKind == JsonValueKind.Array)
                    {
                        found.AddRange(member.Value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String)
                            .Select(one => one.GetString()!));
                    }
                    else if (!member.NameEquals("constant_value"))
                    {
                        Collect(member.Value);
                    }
                }
            }
        }
    }
}
