using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>What accounts of this integration and scopes of their URLs have beside what all have.</summary>
internal static class TerraformForm
{
    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>The form.</summary>
    public static AccountForm Form { get; } = new()
    {
        System = "Terraform",
        DefaultAddress = new Uri("https://app.terraform.io"),
        Members =
        [
            new(TerraformAccount.OrganizationMember, IsList: false, OrganizationComplaint, MaxLength: 40),
            new(TerraformAccount.BlobHostsMember, IsList: true,
                host => Uri.CheckHostName(host) == UriHostNameType.Unknown ? "a host name is needed" : null),
        ],

        // Names as the API allows them, and the wildcards; also what an id has.
        Scope =
        [
            new("projects", ScopeRole.Groups, " -_*?",
                "a project's name (letters, digits, spaces, - and _), a glob of it with ? and up to 8 *, " +
                "or its id (prj-…) is needed", entry => IsId(entry, "prj-")) { Example = "payments, eu-*" },
            new("workspaces", ScopeRole.Items, "-_*?",
                "a workspace's name (letters, digits, - and _), a glob of it with ? and up to 8 *, or its id (ws-…) is needed",
                entry => IsId(entry, "ws-")) { Example = "*-staging" },
            new("tags", ScopeRole.Items, "-_:*?",
                "a tag's name (letters, digits, -, _ and :) or a glob of it with ? and up to 8 * is needed")
            { Label = "Workspaces tagged", Example = "team:payments" },
            new("organization_tools", ScopeRole.Tools),
        ],
        DefaultedArgument = "organization_name",
        DefaultedBy = TerraformAccount.OrganizationMember,
        Guidance = "Where an id is asked of a workspace, project, team, variable, variable set or policy set, its exact name " +
            "does; for a run, a workspace does: its current run. ",
        ScopeGuidance = "Where an id can't be traced to its workspace, a tool takes run_id or another id that names it. ",
    };

    /// <summary>
    /// Whether an entry is an id rather than a name: the prefix and 16 letters or digits, as HCP Terraform's are. Such
    /// an entry never matches a name, or whoever may name a workspace could name it like an id.
    /// </summary>
    public static bool IsId(string entry, string prefix) =>
        entry.Length == prefix.Length + 16 && entry.StartsWith(prefix, StringComparison.Ordinal)
        && entry.AsSpan(prefix.Length).IndexOfAnyExcept(IdCharacters) < 0;

    private static string? OrganizationComplaint(string name) =>
        name.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            ? null : "an organization's name has letters, digits, - and _ only";
}
