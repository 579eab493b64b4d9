using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.Aws.Buckets;
using ServerlessMcp.Integrations.Aws.Tools;

namespace ServerlessMcp.Integrations.Aws.Account;

/// <summary>What accounts of this integration and scopes of their URLs have beside what all have.</summary>
internal static class AwsForm
{
    /// <summary>The form.</summary>
    public static AccountForm Form { get; } = new()
    {
        System = "AWS",
        DefaultAddress = AwsAccount.Address,
        MayHaveNoSecret = true,
        Members =
        [
            new(AwsAccount.RoleMember, IsList: false, AwsAccount.RoleComplaint, MaxLength: 700, IsRequired: true),
            new(AwsAccount.ExternalIdMember, IsList: false, AwsAccount.ExternalIdComplaint),
            new(AwsAccount.RegionsMember, IsList: true, AwsAccount.RegionComplaint),
            new(AwsAccount.OrganizationBlockMember, IsList: true, flag =>
                PublicAccessBlock.Names.Contains(flag) ? null : $"allowed are {string.Join(", ", PublicAccessBlock.Names)}"),
        ],
        Scope =
        [
            new(AwsScope.Buckets, ScopeRole.Items, "-.*?",
                "a bucket's name (letters, digits, - and .) or a glob of it with ? and up to 8 * is needed")
            { Example = "payments-*" },
            new("account_tools", ScopeRole.Tools),
        ],
        Guidance = "These tools read settings, never objects, and change nothing. unknown is a result: its reason says what " +
            "could not be read. A remediation is a proposal for people: nothing here applies it. ",
        ScopeGuidance = "Buckets outside of it are as if they did not exist. ",
        ReachComplaint = (account, scopes, tools) =>
            SessionPolicy.Complaint(account, scopes, tools.OfType<AwsTool>().SelectMany(tool => tool.Actions)),
    };
}
