using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>Flat arguments as the nested objects of the API: <c>vcs-repo.branch</c> and <c>vcs-repo.identifier</c>
/// share one <c>vcs-repo</c>, wherever they stand in the row.</summary>
internal sealed class AttributeTree
{
    private readonly List<(string Name, Node Node)> members = [];

    /// <summary>The tree of these arguments, by the dots of their wire names.</summary>
    public static AttributeTree Of(IEnumerable<GivenArgument> arguments)
    {
        var root = new AttributeTree();
        foreach (var given in arguments)
        {
            var names = given.Argument.WireName.Split('.');
            var tree = root;
            foreach (var name in names.AsSpan(0, names.Length - 1))
                tree = tree.Branch(name);
            tree.members.Add((names[^1], new Node(null, given)));
        }

        return root;
    }

    /// <summary>Writes the members into an object that the writer is in.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        foreach (var (name, node) in members)
        {
            writer.WritePropertyName(name);
            if (node.Tree is null)
            {
                WriteValue(writer, node.Given.Argument, node.Given.Value);
                continue;
            }

            writer.WriteStartObject();
            node.Tree.Write(writer);
            writer.WriteEndObject();
        }
    }

    /// <summary>Writes a value; the members of records under the API's names, everything else as it came.</summary>
    public static void WriteValue(Utf8JsonWriter writer, Argument argument, JsonElement value)
    {
        if (argument.Kind == JsonKind.RecordList && value.ValueKind == JsonValueKind.Array)
        {
            writer.WriteStartArray();
            foreach (var element in value.EnumerateArray())
                WriteRecord(writer, argument, element);
            writer.WriteEndArray();
        }
        else if (argument.Kind is JsonKind.Record or JsonKind.RecordList)
        {
            WriteRecord(writer, argument, value);
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    private static void WriteRecord(Utf8JsonWriter writer, Argument argument, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            value.WriteTo(writer);
            return;
        }

        var given = new List<GivenArgument>();
        foreach (var member in argument.Members)
        {
            if (value.TryGetProperty(member.Name, out var memberValue))
                given.Add(new GivenArgument(member, memberValue));
        }

        writer.WriteStartObject();
        Of(given).Write(writer);
        writer.WriteEndObject();
    }

    private AttributeTree Branch(string name)
    {
        foreach (var (existing, node) in members)
        {
            if (existing == name && node.Tree is not null)
                return node.Tree;
        }

        var tree = new AttributeTree();
        members.Add((name, new Node(tree, default)));
        return tree;
    }

    private sealed record Node(AttributeTree? Tree, GivenArgument Given);
}
