using ServerlessMcp.Catalog;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>Tells the roles of arguments. What it has not been told of is <see cref="ArgumentRole.Organization"/>
/// wherever it could name a resource.</summary>
internal static class ArgumentRoles
{
    // Names within what stands before them in the path.
    private static readonly string[] NamesWithin = ["deployment_name", "stack_deployment_group_name"];

    // Of a variable set: it then applies to every workspace. Of a workspace: every workspace of the organization then
    // reads its state.
    private static readonly string[] Switches = ["global", "global_remote_state"];

    // Of a workspace: every workspace of its project then reads its state.
    private static readonly string[] ProjectSwitches = ["project_remote_state"];

    // What the organization lends by name: a repository that its VCS connections reach, which may be another team's,
    // and an environment of before workspaces.
    private static readonly string[] Lent = ["vcs_repo_identifier", "vcs_repo_display_identifier", "migration_environment"];

    /// <summary>The role of an argument and, for a <see cref="ArgumentRole.Resource"/>, its rule; null where ids are
    /// not proven but records without one are taken.</summary>
    public static (ArgumentRole Role, OwnerRule? Rule) Of(Argument argument) => argument.Place switch
    {
        ArgumentPlace.Path or ArgumentPlace.Query when argument.Name == "organization_name" =>
            (ArgumentRole.OrganizationName, null),
        ArgumentPlace.Path when argument.Name == "workspace_name" => (ArgumentRole.WorkspaceName, null),
        ArgumentPlace.Query when argument.WireName == "filter[workspace][name]" => (ArgumentRole.WorkspaceName, null),
        ArgumentPlace.Path when NamesWithin.Contains(argument.Name) => (ArgumentRole.Plain, null),
        ArgumentPlace.Path => Resource(OwnerRules.OfArgument(argument.Name)),
        ArgumentPlace.Query => IsId(argument.Name) ? Resource(OwnerRules.OfArgument(argument.Name)) : (ArgumentRole.Plain, null),
        ArgumentPlace.Relationship or ArgumentPlace.Identifiers => OfRelated(argument),
        ArgumentPlace.Answer => argument.IsProof ? Resource(OwnerRules.OfArgument(argument.Name)) : (ArgumentRole.Plain, null),
        _ when Switches.Contains(argument.Name) => (ArgumentRole.Everywhere, null),
        _ when ProjectSwitches.Contains(argument.Name) => (ArgumentRole.WholeProject, null),
        _ when Lent.Contains(argument.Name) => (ArgumentRole.Organization, null),
        _ => IsId(argument.Name) || argument.Members.Any(member => IsId(member.Name))
            ? (ArgumentRole.Organization, null) : (ArgumentRole.Plain, null),
    };

    private static (ArgumentRole Role, OwnerRule? Rule) OfRelated(Argument argument)
    {
        var rule = argument.ResourceType is { } type ? OwnerRules.Of(type) : null;
        if (argument.Members.Count == 0)
        {
            return Resource(rule);
        }

        // Records without an id are new, made with the resource: they name nothing that exists. One with an id does.
        return argument.Members.Any(member => member.Name == "id") ? (ArgumentRole.Resource, rule) : (ArgumentRole.Plain, null);
    }

    private static (ArgumentRole Role, OwnerRule? Rule) Resource(OwnerRule? rule) =>
        rule is null ? (ArgumentRole.Organization, null) : (ArgumentRole.Resource, rule);

    private static bool IsId(string name) => name == "id" || name.EndsWith("_id", StringComparison.Ordinal)
        || name.EndsWith("_ids", StringComparison.Ordinal);
}
