using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>
/// Which fields of a row are answered: <c>fields</c> of a call, or a tool's default. Immutable and reusable; a default
/// selection is built once per tool. A path is a snake_case name, or names joined by dots, through nested objects
/// (<c>actions.is_confirmable</c>), through arrays of objects (<c>outcomes.policy_name</c>), and through relationships
/// whose resource is included (<c>current_run.status</c>). <c>*</c> stands for any key of an object
/// (<c>data.*.policies.policy</c>), and at the end for everything from there on. The
/// <c>id</c> of a row, and of each of several included resources, is always answered; that of a single one if it is
/// asked for (<c>current_run.id</c>).
/// </summary>
internal sealed class FieldSelection
{
    /// <summary>Every attribute and every relationship's id.</summary>
    public static readonly FieldSelection All = new(FieldNode.All);

    private const string Any = "*";

    // No document is deeper, so no longer path can match.
    private const int MaxSegments = ResourceReader.MaxDepth;

    private FieldSelection(FieldNode root) => Root = root;

    internal FieldNode Root { get; }

    /// <summary>Whether members that are false are left out, but for a user's own data.</summary>
    internal bool OmitsFalse { get; private init; }

    /// <summary>The same fields, those that are false left out.</summary>
    public FieldSelection WithoutFalse() => new(Root) { OmitsFalse = true };

    /// <summary>The selection of these paths; an empty list is <see cref="All"/>. A path with an empty segment selects
    /// nothing. kebab-case and camelCase are taken as snake_case.</summary>
    public static FieldSelection Parse(IReadOnlyList<string> paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        if (paths.Count == 0 || (paths.Count == 1 && paths[0] == "*"))
            return All;
        var root = new Branch();
        foreach (var path in paths)
            Add(root, path.Split('.', StringSplitOptions.TrimEntries));
        return new FieldSelection(root.Build());
    }

    private static void Add(Branch root, string[] segments)
    {
        if (segments.Length > MaxSegments || segments.Contains(""))
            return;
        var branch = root;
        var isOpaque = false;
        for (var i = 0; i < segments.Length; i++)
        {
            var segment = segments[i];
            if (segment == Any && i == segments.Length - 1)
            {
                branch.IsEverything = true;
                return;
            }

            // Below an opaque attribute the keys are the user's own (a Terraform output's value), so they're matched as they are.
            var name = isOpaque ? segment : SnakeCase.Convert(segment);
            isOpaque |= OpaqueAttributes.Contains(name);
            if (!branch.Children.TryGetValue(name, out var next))
                branch.Children.Add(name, next = new Branch());
            branch = next;
        }

        branch.IsNamed = true;
    }

    private sealed class Branch
    {
        public Dictionary<string, Branch> Children { get; } = [];

        public bool IsEverything { get; set; }

        public bool IsNamed { get; set; }

        // What * selects is selected below the names as well.
        public FieldNode Build()
        {
            Children.Remove(Any, out var any);
            if (any is not null)
            {
                foreach (var child in Children.Values)
                    child.Add(any);
            }

            return new(IsEverything, IsNamed,
                Children.Select(child => KeyValuePair.Create(child.Key, child.Value.Build())), any?.Build());
        }

        private void Add(Branch other)
        {
            IsEverything |= other.IsEverything;
            IsNamed |= other.IsNamed;
            foreach (var (name, branch) in other.Children)
            {
                if (!Children.TryGetValue(name, out var mine))
                    Children.Add(name, mine = new Branch());
                mine.Add(branch);
            }
        }
    }
}
