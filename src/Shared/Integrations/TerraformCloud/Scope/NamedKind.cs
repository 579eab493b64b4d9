using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>A kind of resource that people call by its name: where its names are looked up. Its rows stand here, and
/// nowhere else is said what takes a name.</summary>
/// <param name="Type">Its JSON:API type.</param>
/// <param name="Noun">Its word in messages.</param>
/// <param name="List">Its list, as the row that lists it has the path.</param>
/// <param name="Filter">What narrows the list to a name or a part of it; null for none.</param>
internal sealed record NamedKind(string Type, string Noun, string List, string? Filter)
{
    /// <summary>Workspaces, which the API finds by their name.</summary>
    public static readonly NamedKind Workspaces =
        new("workspaces", "workspace", "/organizations/{organization_name}/workspaces", null);

    private const string Variable = "/{variable_id}";

    private static readonly NamedKind[] All =
    [
        Workspaces,
        new("projects", "project", "/organizations/{organization_name}/projects", "filter[names]"),
        new("teams", "team", "/organizations/{organization_name}/teams", "filter[names]"),
        new("varsets", "variable set", "/organizations/{organization_name}/varsets", "q"),
        new("policy-sets", "policy set", "/organizations/{organization_name}/policy-sets", "search[name]"),
    ];

    // Arguments whose names do not say what they are ids of.
    private static readonly Dictionary<string, string> Elsewhere = new()
    {
        ["exclude_workspace_id"] = "workspaces",
        ["source_workspace_id"] = "workspaces",
        ["workspace_ids"] = "workspaces",
        ["exclude_policy_set_id"] = "policy-sets",
        ["target_id"] = "projects",
    };

    /// <summary>The attribute that is the name.</summary>
    public string Attribute => Type == "vars" ? "key" : "name";

    /// <summary>The kind whose names an argument of a row takes (<see cref="Argument.NameOf"/>); null for none.</summary>
    public static string? TypeOf(TerraformTool row, Argument argument)
    {
        if (argument.Kind is not (JsonKind.Text or JsonKind.TextList))
        {
            return null;
        }

        var type = argument switch
        {
            { OrId: "run_id" } => "runs",
            { Place: ArgumentPlace.Relationship or ArgumentPlace.Identifiers } => argument.ResourceType,
            { Place: ArgumentPlace.Path or ArgumentPlace.Query or ArgumentPlace.Answer } =>
                ArgumentForms.ResourceTypeOf(argument.Name) ?? Elsewhere.GetValueOrDefault(argument.Name),
            { Place: ArgumentPlace.Attribute } => Elsewhere.GetValueOrDefault(argument.Name),
            _ => null,
        };
        return type is not null && (type == "runs" || Of(row, type) is not null) ? type : null;
    }

    /// <summary>The kind whose names the <c>id</c> of each record of an argument takes; null for none.</summary>
    public static string? TypeOfRecords(TerraformTool row, Argument argument) =>
        argument is { Kind: JsonKind.RecordList, Place: ArgumentPlace.Identifiers, ResourceType: { } type }
        && argument.Members.Any(member => member.Name == "id") && Of(row, type) is not null ? type : null;

    /// <summary>The kind of this type, as a row meets it; null where names of it can't be looked up.</summary>
    public static NamedKind? Of(TerraformTool row, string type) => type switch
    {
        "runs" => Workspaces,
        "vars" when VariablesOf(row.Path) is { } path => new("vars", "variable", path, null),
        _ => All.FirstOrDefault(kind => kind.Type == type),
    };

    // Where the variables stand of which a row names one; null where it does not say whose they are.
    private static string? VariablesOf(string path)
    {
        var set = path.IndexOf("/varsets/{varset_id}/", StringComparison.Ordinal);
        var whole = set > 0 ? path[set..] : path;
        return whole == "/workspaces/{workspace_id}/relationships/vars" ? "/workspaces/{workspace_id}/vars"
            : whole.EndsWith(Variable, StringComparison.Ordinal) && whole.Count('{') > 1 ? whole[..^Variable.Length] : null;
    }
}
