using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Redaction;
using ServerlessMcp.Redaction.Secrets;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>What of a state is kept while it goes by: the resources asked for, the counts, and the texts that are
/// secret.</summary>
internal sealed class StateCollector(StateQuery query, WorkBudget budget)
{
    private readonly SensitiveValues secrets = new(budget);
    private readonly Dictionary<string, int> types = [];
    private readonly MatchingRows<StateResource> resources = new(new AddressFilter(query.Address), query.Skip, query.Take);

    public void AddOutputs(JsonElement outputs)
    {
        if (outputs.ValueKind != JsonValueKind.Object)
            return;
        foreach (var output in outputs.EnumerateObject().Where(output => output.Value.ValueKind == JsonValueKind.Object))
        {
            if (output.Value.TryGetProperty("value", out var value))
                secrets.Add(value, SensitiveMarks.Of(output.Value, "value"));
        }
    }

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

    public StateDigest Digest() => new(resources.Rows.ConvertAll(Masked), resources.Count, types);

    private void Add(string address, string type, string provider, string? note, JsonElement owner, string member,
        bool guesses)
    {
        provider = ProviderName.Of(provider);
        var values = owner.TryGetProperty(member, out var found) ? found : default;
        var marks = SensitiveMarks.Of(owner, member).And(KnownSecrets.Of(type));
        TerraformDocument.Collect(values, marks, guesses, secrets, budget);
        if (resources.BeginsExact(address))
            types.Clear();
        if (query.Wants(type, provider)
            && resources.Add(address,
                () => new(address, type, provider, note, query.IncludeValues ? Values(values, marks, guesses)
                    : null)))
        {
            types[type] = types.GetValueOrDefault(type) + 1;
        }
    }

    private List<KeyValuePair<string, string>> Values(JsonElement values, SensitiveMarks marks, bool guesses)
    {
        List<KeyValuePair<string, string>> shown = [];
        if (values.ValueKind != JsonValueKind.Object)
            return shown;
        foreach (var attribute in values.EnumerateObject().Where(attribute => !IsNothing(attribute.Value)))
        {
            shown.Add(KeyValuePair.Create(
                attribute.Name, DocumentValue.Text(
                    attribute.Value, TerraformDocument.Marks(attribute.Name, attribute.Value, marks, guesses),
                    guesses, budget)));
        }

        return shown;
    }

    private StateResource Masked(StateResource resource) => resource with
    {
        Address = ResourceAddress.Masked(resource.Address, secrets),
        Values = resource.Values is { } values
            ? [.. values.Select(
                value => KeyValuePair.Create(value.Key, DocumentValue.Masked(value.Value, secrets)!))] : null,
    };

    // Half of a resource's attributes are not set.
    private static bool IsNothing(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.String => value.ValueEquals(""),
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };

    private static string? Text(JsonElement owner, string name) =>
        owner.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
