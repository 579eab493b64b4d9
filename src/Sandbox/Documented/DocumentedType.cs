namespace ServerlessMcp.Sandbox.Documented;

/// <summary>
/// A JSON:API type as the documentation describes it. <paramref name="Attributes"/> gives each attribute's type: a word
/// (<c>string</c>, <c>boolean</c>, <c>integer</c>, <c>number</c>, <c>datetime</c>, <c>object</c>, <c>enum(a|b)</c>), an
/// object of such, or an array with one element. <paramref name="Hidden"/> can be written and is never shown.
/// </summary>
internal sealed record DocumentedType(
    string Name, string Prefix, JsonObject Attributes, IReadOnlySet<string> Hidden,
    IReadOnlyList<(string Name, string Type, bool Many)> Relationships)
{
    private static readonly Lazy<Dictionary<string, DocumentedType>> All = new(Load);

    public static DocumentedType Of(string name) => All.Value[name];

    public static string PrefixOf(string name) => All.Value.TryGetValue(name, out var type) ? type.Prefix : name.Split('-')[0];

    private static Dictionary<string, DocumentedType> Load()
    {
        using var file = typeof(DocumentedType).Assembly.GetManifestResourceStream("resources.json")!;
        return JsonNode.Parse(file)!.AsObject().ToDictionary(t => t.Key, t => Read(t.Key, t.Value!.AsObject()));
    }

    private static DocumentedType Read(string name, JsonObject source) => new(
        name,
        source["prefix"]!.GetValue<string>(),
        source["attributes"]!.AsObject(),
        (source["hidden"] as JsonArray ?? []).Select(hidden => hidden!.GetValue<string>()).ToHashSet(),
        [.. (source["relationships"] as JsonObject ?? []).Select(
            r => (r.Key, r.Value!["type"]!.GetValue<string>(), r.Value["many"] is not null))]);
}
