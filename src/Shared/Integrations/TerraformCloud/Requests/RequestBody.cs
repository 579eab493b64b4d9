using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// Request documents out of flat arguments: <c>{"data":{"type":…,"id":…,"attributes":{…},"relationships":{…}}}</c>
/// (<see href="https://jsonapi.org/format/#crud"/>), and the root-level objects that run and workspace actions take
/// instead (<c>{"reason":"…"}</c>). Only what the caller gave is written; a null that was given is written as null,
/// which is how the API clears an attribute.
/// </summary>
internal static class RequestBody
{
    private const string Id = "id";

    private static readonly JsonElement Null = JsonElement.Parse("null");

    /// <summary>
    /// Writes the body; false, and nothing written, if the request has none: a GET, a row without arguments for a body,
    /// or an action whose optional ones weren't given. A row with attributes or relationships always has a document.
    /// </summary>
    public static bool Write(ToolArguments arguments, IBufferWriter<byte> output)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(output);
        var tool = arguments.Row;
        var attributes = Given(arguments, ArgumentPlace.Attribute);
        var relationships = Given(arguments, ArgumentPlace.Relationship);
        var roots = Given(arguments, ArgumentPlace.Root);
        var identifiers = Given(arguments, ArgumentPlace.Identifiers);
        var isResource = tool.Arguments.Concat(tool.Constants)
            .Any(argument => argument.Place is ArgumentPlace.Attribute or ArgumentPlace.Relationship
                or ArgumentPlace.Type);
        if (tool.Verb == HttpMethod.Get || (!isResource && roots.Count == 0 && identifiers.Count == 0))
            return false;
        if (tool.IsForm)
        {
            WriteForm(output, roots);
            return true;
        }

        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        if (isResource)
            WriteResource(writer, arguments, attributes, relationships);
        else if (identifiers.Count > 0)
            WriteIdentifiers(writer, identifiers, tool);
        AttributeTree.Of(roots).Write(writer);
        writer.WriteEndObject();
        return true;
    }

    private static List<GivenArgument> Given(ToolArguments arguments, ArgumentPlace place)
    {
        var given = new List<GivenArgument>();
        foreach (var constant in arguments.Row.Constants)
        {
            if (constant.Place == place)
                given.Add(new GivenArgument(constant, constant.Constant));
        }

        foreach (var argument in arguments.Row.Arguments)
        {
            if (argument.Place != place)
                continue;
            if (arguments.TryGet(argument.Name, out var value))
                given.Add(new GivenArgument(argument, value));
            else if (argument.IsNullIfAbsent)
                given.Add(new GivenArgument(argument, Null));
        }

        return given;
    }

    private static void WriteResource(
        Utf8JsonWriter writer, ToolArguments arguments, List<GivenArgument> attributes,
        List<GivenArgument> relationships)
    {
        writer.WriteStartObject("data"u8);
        writer.WriteString(
            "type"u8, Given(arguments, ArgumentPlace.Type) is [var type, ..] ? type.Value.GetString()
                : arguments.Row.ResourceType);
        if (OwnId(arguments) is { } id)
            writer.WriteString("id"u8, id);
        if (attributes.Count > 0)
        {
            writer.WriteStartObject("attributes"u8);
            AttributeTree.Of(attributes).Write(writer);
            writer.WriteEndObject();
        }

        if (relationships.Count > 0)
        {
            writer.WriteStartObject("relationships"u8);
            foreach (var same in relationships.GroupBy(given => given.Argument.WireName))
            {
                writer.WriteStartObject(same.Key);
                writer.WritePropertyName("data"u8);
                WriteLinkages(writer, [.. same]);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteIdentifiers(Utf8JsonWriter writer, List<GivenArgument> identifiers, TerraformTool tool)
    {
        writer.WriteStartArray("data"u8);
        foreach (var (argument, value) in identifiers)
        {
            var type = argument.ResourceType ?? tool.ResourceType;
            if (value.ValueKind != JsonValueKind.Array)
            {
                WriteLinkage(writer, argument, type, value);
                continue;
            }

            foreach (var element in value.EnumerateArray())
                WriteLinkage(writer, argument, type, element);
        }

        writer.WriteEndArray();
    }

    // Several arguments may fill one relationship whose resources are of several types.
    private static void WriteLinkages(Utf8JsonWriter writer, GivenArgument[] given)
    {
        if (given is [var (argument, value)])
        {
            WriteLinkage(writer, argument, argument.ResourceType ?? argument.WireName, value);
            return;
        }

        writer.WriteStartArray();
        foreach (var (each, values) in given)
        {
            foreach (var element in values.EnumerateArray())
                WriteLinkage(writer, each, each.ResourceType ?? each.WireName, element);
        }

        writer.WriteEndArray();
    }

    private static void WriteForm(IBufferWriter<byte> output, List<GivenArgument> roots)
    {
        var pairs = roots.Select(
            given => $"{Uri.EscapeDataString(given.Argument.WireName)}={Uri.EscapeDataString(given.Value.ToString())}");
        output.Write(System.Text.Encoding.UTF8.GetBytes(string.Join('&', pairs)));
    }

    // An id becomes an identifier. A record becomes a resource: its member "id" is the id, the others are attributes.
    // Tags and tag bindings have no ids.
    private static void WriteLinkage(Utf8JsonWriter writer, Argument argument, string type, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var element in value.EnumerateArray())
                    WriteLinkage(writer, argument, type, element);
                writer.WriteEndArray();
                break;
            case JsonValueKind.Object:
                writer.WriteStartObject();
                writer.WriteString("type"u8, type);
                if (argument.Members.Any(member => member.Name == Id) && value.TryGetProperty(Id, out var id))
                {
                    writer.WritePropertyName(Id);
                    id.WriteTo(writer);
                    argument = argument with { Members = [.. argument.Members.Where(member => member.Name != Id)] };
                }

                if (argument.Members.Count == 0 || argument.Members.Any(member => value.TryGetProperty(member.Name, out _)))
                {
                    writer.WritePropertyName("attributes"u8);
                    AttributeTree.WriteValue(writer, argument with { Kind = JsonKind.Record }, value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStartObject();
                writer.WriteString("type"u8, type);
                writer.WritePropertyName("id"u8);
                value.WriteTo(writer);
                writer.WriteEndObject();
                break;
        }
    }

    // A PATCH to .../vars/{id} or /workspaces/{workspace_id} names the resource in its body as well.
    // /organizations/{organization_name} ends in a name, not in an id, and /gpg-keys/{namespace}/{key_id} in half of a
    // key.
    private static string? OwnId(ToolArguments arguments)
    {
        var path = arguments.Row.Path;
        var start = path.LastIndexOf('/') + 1;
        if (arguments.Row.Verb != HttpMethod.Patch || start < 2 || start >= path.Length || path[start] != '{'
            || path[start - 2] == '}')
        {
            return null;
        }

        var name = path[(start + 1)..].TrimEnd('}');
        return name == "id" || name.EndsWith("_id", StringComparison.Ordinal) ? arguments.Text(name) : null;
    }
}
