using System.Runtime.CompilerServices;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>
/// What a row means for a scope, derived from its path and its arguments, so that a new row is covered by being
/// written. A row that can't be traced to workspaces or projects reaches the organization.
/// </summary>
internal sealed class ToolScope
{
    private const string Admin = "/admin/";

    // Addresses without a resource in them, whose arguments say whose it is.
    private static readonly string[] Roots = [
        "/runs", "/vars", "/queries", "/plan-exports", "/stacks", "/state-versions", "/team-workspaces",
        "/team-projects"];

    // Lists of an organization whose rows say whose they are, so that what is outside can be left out.
    private static readonly string[] Lists =
    [
        "/organizations/{organization_name}/workspaces", "/organizations/{organization_name}/projects",
        "/organizations/{organization_name}/runs",
        "/organizations/{organization_name}/runs/queue", "/organizations/{organization_name}/stacks",
        "/organizations/{organization_name}/varsets",
    ];

    // What is made in an organization and belongs to a project, by the relationship that says to which.
    private static readonly (string Path, string Argument)[] Creations =
    [
        ("/organizations/{organization_name}/workspaces", "project_id"),
        ("/organizations/{organization_name}/varsets", "parent_project_id"),
    ];

    private static readonly ConditionalWeakTable<TerraformTool, ToolScope> Known = new();

    private ToolScope(TerraformTool tool)
    {
        Arguments = [.. tool.Arguments.Select(argument => new ScopedArgument(argument))];
        IsOrganizationList = tool.Verb == HttpMethod.Get && Lists.Contains(tool.Path);
        Anchor = tool.Verb == HttpMethod.Post ? Creations.FirstOrDefault(creation => creation.Path == tool.Path).Argument : null;
        Reach = Find(tool);
        IsJudgedList = Reach != ToolReach.Organization && tool is { Shape: ResponseShape.Collection, IsPaged: true }
            && (IsOrganizationList || OwnerRules.Of(tool.ResourceType) is { IsShared: true });
    }

    /// <summary>How far it reaches.</summary>
    public ToolReach Reach { get; }

    /// <summary>The arguments, in the row's order.</summary>
    public IReadOnlyList<ScopedArgument> Arguments { get; }

    /// <summary>Whether it lists what an organization has.</summary>
    public bool IsOrganizationList { get; }

    /// <summary>Whether the rows of its list may be others', page by page.</summary>
    public bool IsJudgedList { get; }

    /// <summary>The argument that a scoped call can't do without although the row does not need it; null for none.</summary>
    public string? Anchor { get; }

    /// <summary>What a row of the catalogue means for a scope.</summary>
    public static ToolScope Of(TerraformTool tool) => Known.GetValue(tool, static tool => new ToolScope(tool));

    /// <summary>How far a row reaches that is not complete yet: nothing is kept of it.</summary>
    public static ToolReach ReachOf(TerraformTool tool) => new ToolScope(tool).Reach;

    /// <summary>The list of an organization at this path (from the organization on: <c>workspaces</c>,
    /// <c>runs/queue</c>), whose rows say whose they are.</summary>
    public static bool IsListOfOrganization(string path) => Lists.Contains("/organizations/{organization_name}/" + path);

    private ToolReach Find(TerraformTool tool)
    {
        if (tool.Path.StartsWith(Admin, StringComparison.Ordinal)
            || Arguments.Any(argument => argument is { Role: ArgumentRole.Organization, Argument.IsRequired: true }))
        {
            return ToolReach.Organization;
        }

        if (IsOrganizationList)
        {
            return tool.ResourceType is "workspaces" or "runs" ? ToolReach.Workspace : ToolReach.Project;
        }

        if (Anchor is not null)
        {
            return ToolReach.Project;
        }

        var inPath = Arguments.Where(argument => argument.Argument.Place == ArgumentPlace.Path).ToArray();
        var isNamed = inPath.Any(argument => argument.Role is ArgumentRole.Resource or ArgumentRole.WorkspaceName);
        if (inPath.Length == 0 ? !Roots.Contains(tool.Path) : !isNamed)
        {
            return ToolReach.Organization;
        }

        var owners = Arguments.Where(
            argument => argument.IsAnchor && (argument.Argument.IsRequired || inPath.Length == 0)).ToArray();
        return owners.Length == 0 ? ToolReach.Organization : owners.Any(argument => argument.Rule?.IsOfProject == true)
            ? ToolReach.Project : ToolReach.Workspace;
    }
}
