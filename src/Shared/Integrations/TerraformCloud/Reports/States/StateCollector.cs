using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Redaction;
using ServerlessMcp.Redaction.Secrets;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.States;

/// <summary>What of a state is kept while it goes by: the resources asked for, the counts, and the texts that are
/// secret.</summary>
internal sealed class StateCollector(StateQuery query, WorkBudget budget) : StateVisitor
{
    // Resources whose values are kept for a search.
    private const int MaxSearched = 20_000;

    private readonly SensitiveValues secrets = new(budget);
    private readonly Dictionary<string, int> types = [];

    // What is looked for in values is looked for once they are masked, or a search would tell what is not shown.
    private readonly MatchingRows<StateResource> resources = new(new AddressFilter(query.Address),
        query.Value is null ? query.Skip : 0, query.Value is null ? query.Take : MaxSearched);

    public override void AddOutputs(JsonElement outputs)
    {
        if (outputs.ValueKind != JsonValueKind.Object)
            return;
        foreach (var output in outputs.EnumerateObject().Where(output => output.Value.ValueKind == JsonValueKind.Object))
        {
            if (output.Value.TryGetProperty("value", out var value))
                secrets.Add(value, SensitiveMarks.Of(output.Value, "value"));
        }
    }

    public StateDigest Digest()
    {
        var rows = resources.Rows.ConvertAll(Masked);
        if (query.Value is not { } value)
            return new(rows, resources.Count, types);
        var found = rows.Where(row => row.Values!.Any(shown => Has(shown.Value, value))).ToList();
        return new(
            [.. found.Skip(query.Skip).Take(query.Take).Select(row => query.IncludeValues ? row : row with { Values = null })],
            found.Count, found.GroupBy(row => row.Type).ToDictionary(type => type.Key, type => type.Count()));
    }

    // A text as it is, and of what is deeper its JSON.
    private static bool Has(string json, string value) =>
        (json.StartsWith('"') ? DocumentValue.Parse(json).GetString()! : json).Contains(value, StringComparison.OrdinalIgnoreCase);

    protected override void Add(string address, string type, string provider, string? note, JsonElement owner, string member,
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
                () => new(address, type, provider, note, query.IncludeValues || query.Value is not null ? Values(values, marks, guesses)
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
}
