using System.Buffers.Text;

namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>An object of the simulated server: its members by name; texts, numbers, flags, things, lists of them, or
/// what makes one of the moment and the arguments.</summary>
internal sealed class Thing(string type) : Dictionary<string, object?>(StringComparer.Ordinal)
{
    /// <summary>Its type.</summary>
    public string Type { get; } = type;

    /// <summary>The path of the namespace that says who may see it.</summary>
    public string Path { get; init; } = "";

    /// <summary>Its global id.</summary>
    public string Id => (string)this["id"]!;

    /// <summary>A thing of JSON, with the things in it.</summary>
    public static Thing Of(string type, JsonObject json, string path = "")
    {
        var thing = new Thing(type) { Path = path };
        foreach (var (name, value) in json)
        {
            thing[name] = ValueOf(name, value);
        }

        return thing;
    }

    /// <summary>A global id that a name always gives: <c>R_</c> and a uuid, in base64 of URLs.</summary>
    public static string IdOf(string code, string name)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{code} {name}"));
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{code}_{new Guid(hash.AsSpan(0, 16))}"));
    }

    private static object? ValueOf(string name, JsonNode? value) => value switch
    {
        JsonObject inner => Of(name, inner),
        JsonArray list => list.Select(item => ValueOf(name, item)).ToList(),
        JsonValue one when one.GetValueKind() == JsonValueKind.Number => one.GetValue<int>(),
        JsonValue one when one.GetValueKind() == JsonValueKind.String => one.GetValue<string>(),
        JsonValue one => one.GetValueKind() == JsonValueKind.True,
        _ => null,
    };
}
