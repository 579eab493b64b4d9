namespace ServerlessMcp.Sandbox.Tharsis;

/// <summary>The types of Tharsis' schema that are served, in both generations: what a query may select, and what it is
/// told otherwise, in the server's own words.</summary>
internal sealed class GraphQlSchema
{
    private static readonly string[] Nodes = ["Run", "Job", "Workspace", "Group", "ManagedIdentity", "ServiceAccount", "User"];

    private readonly Dictionary<string, Dictionary<string, string?>> types = new(StringComparer.Ordinal);
    private readonly bool isOld;

    private GraphQlSchema(bool isOld)
    {
        this.isOld = isOld;
        using var file = new StreamReader(typeof(GraphQlSchema).Assembly.GetManifestResourceStream("tharsis-schema.txt")!);
        while (file.ReadLine() is { } line)
        {
            var words = line.Split(' ');

            // A type, and its fields with theirs; what stands behind a plus came with v0.99.
            types[words[0]] = words.Skip(1).Where(word => !(isOld && word[0] == '+')).Select(word => word.TrimStart('+').Split(':'))
                .ToDictionary(parts => parts[0], parts => parts.Length > 1 ? parts[1] : null, StringComparer.Ordinal);
        }
    }

    /// <summary>That of v0.99 and later.</summary>
    public static GraphQlSchema Since099 { get; } = new(isOld: false);

    /// <summary>That of v0.95.</summary>
    public static GraphQlSchema Before099 { get; } = new(isOld: true);

    /// <summary>Whether an object of this type may be answered by <c>node</c>.</summary>
    public bool IsNode(string type) => Nodes.Contains(type) || (isOld && type is "Plan" or "Apply");

    /// <summary>What is wrong with a query, and where; null if nothing is.</summary>
    public (string Message, int Column)? Complaint(string type, IReadOnlyList<GraphQlField> fields)
    {
        foreach (var field in fields)
        {
            if (field.IsFragment)
            {
                if (type is "Node" && !IsNode(field.Name))
                {
                    return ($"Fragment cannot be spread here as objects of type \"Node\" can never be of type \"{field.Name}\".", field.Column);
                }

                if (Complaint(field.Name, field.Selections) is { } inner)
                {
                    return inner;
                }
            }
            else if (field.Name == "__typename")
            {
                continue;
            }
            else if (!types.TryGetValue(type, out var known) || !known.TryGetValue(field.Name, out var next))
            {
                return ($"Cannot query field \"{field.Name}\" on type \"{type}\".", field.Column);
            }
            else if (next is not null && Complaint(next, field.Selections) is { } deeper)
            {
                return deeper;
            }
        }

        return null;
    }
}
