using System.Text.RegularExpressions;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Tests.Catalog;

namespace ServerlessMcp.Aws.Tests.Account;

/// <summary>The role that the stack makes may do what the code asks for, and nothing else.</summary>
public sealed partial class AuditRoleTests
{
    [Fact]
    public void The_stack_s_role_has_the_code_s_actions() =>
        Assert.Equal(
            AwsActions.All.Order(StringComparer.Ordinal),
            Action().Matches(File.ReadAllText(SourceTree.PathOf("infra", "terraform", "audit.tf"))).Select(match => match.Value).Where(action => !action.StartsWith("sts:", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    [Fact]
    public void The_permissions_that_an_admin_is_told_are_a_small_policy() =>
        Assert.InRange(AwsSetup.Permissions("aws").Length, 300, 1024);

    [GeneratedRegex("(?<=\")(s3|ec2):[A-Z][A-Za-z]+(?=\")", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Action();
}
