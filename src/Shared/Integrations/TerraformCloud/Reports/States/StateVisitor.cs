using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>Is shown what a state has, in each of its forms, as it goes by.</summary>
internal abstract class StateVisitor
{
    /// <summary>Takes the outputs: <c>{"name":{"value":…,"sensitive":true}}</c>.</summary>
    public abstract void AddOutputs(JsonElement outputs);

    /// <summary>Takes a resource instance.</summary>
    /// <param name="address">Where it stands.</param>
    /// <param name="type">Its type.</param>
    /// <param name="provider">Its provider, as the state has it.</param>
    /// <param name="note"><c>tainted</c> or <c>deposed</c>; null for neither.</param>
    /// <param name="owner">What its attributes are a member of.</param>
    /// <param name="member">That member.</param>
    /// <param name="guesses">Whether names have to help to tell what is sensitive.</param>
    protected abstract void Add(
        string address, string type, string provider, string? note, JsonElement owner, string member, bool guesses);

    // Before Terraform 1.0 this form has no marks, so that names have to help as in a stored state.
    // {"address":"a.b[0]","type":"a","provider_name":"registry.terraform.io/hashicorp/a","values":{…},"sensitive_values":{…}}
    public void AddShown(JsonElement resource)
    {
        var note = Text(resource, "deposed_key") is not null ? "deposed"
            : resource.TryGetProperty("tainted", out var tainted) && tainted.ValueKind == JsonValueKind.True
            ? "tainted" : null;
        Add(Text(resource, "address") ?? "", Text(resource, "type") ?? "", Text(resource, "provider_name") ?? "",
            note, resource, "values", guesses: !resource.TryGetProperty("sensitive_values", out _));
    }

    // {"module":"module.m","mode":"data","type":"a","name":"b","provider":"provider[\"registry…\"]",
    //  "instances":[{"index_key":0,"attributes":{…},"sensitive_attributes":[…]}]}
    public void AddStored(JsonElement resource)
    {
        var (type, provider) = (Text(resource, "type") ?? "", Text(resource, "provider") ?? "");
        var module = Text(resource, "module") is { } path ? path + "." : "";
        var address = $"{module}{(Text(resource, "mode") == "data" ? "data." : "")}{type}.{Text(resource, "name")}";
        if (!resource.TryGetProperty("instances", out var instances) || instances.ValueKind != JsonValueKind.Array)
            return;
        foreach (var instance in instances.EnumerateArray().Where(instance => instance.ValueKind == JsonValueKind.Object))
        {
            var index = !instance.TryGetProperty("index_key", out var key) ? ""
                : key.ValueKind == JsonValueKind.String ? ResourceKey.Of(key.GetString()!)
                : string.Create(CultureInfo.InvariantCulture, $"[{key.GetRawText()}]");
            var note = Text(instance, "deposed") is not null ? "deposed" : Text(instance, "status");
            Add(address + index, type, provider, note, instance, "attributes", guesses: true);
        }
    }

    // Version 3:
    // {"path":["root","m"],"resources":{"data.a.b.0":{"type":"a","provider":"provider.a","primary":{"attributes":{"list.0.key":"…"},"tainted":false}}}}
    public void AddModule(JsonElement module)
    {
        var path = module.TryGetProperty("path", out var steps) && steps.ValueKind == JsonValueKind.Array
            ? string.Concat(steps.EnumerateArray().Skip(1).Where(step => step.ValueKind == JsonValueKind.String)
                .Select(step => $"module.{step.GetString()}."))
            : "";
        if (!module.TryGetProperty("resources", out var resources) || resources.ValueKind != JsonValueKind.Object)
            return;
        foreach (var resource in resources.EnumerateObject()
            .Where(resource => resource.Value.ValueKind == JsonValueKind.Object))
        {
            // Of what is only deposed there is no primary, and it is there all the same.
            if (!resource.Value.TryGetProperty("primary", out var primary) || primary.ValueKind != JsonValueKind.Object)
                primary = resource.Value;
            var (name, provider) = (resource.Name, Text(resource.Value, "provider") ?? "");
            if (name.LastIndexOf('.') is > 0 and var dot
                && int.TryParse(name.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture,
                    out var index))
            {
                name = string.Create(CultureInfo.InvariantCulture, $"{name[..dot]}[{index}]");
            }

            var note = primary.TryGetProperty("tainted", out var tainted) && tainted.ValueKind == JsonValueKind.True
                ? "tainted" : null;
            Add(path + name, Text(resource.Value, "type") ?? "",
                provider[(provider.LastIndexOf("provider.", StringComparison.Ordinal) is >= 0 and var at
                    ? at + "provider.".Length : 0)..], note, primary, "attributes", guesses: true);
        }
    }

    protected static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
