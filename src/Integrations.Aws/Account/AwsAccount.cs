using System.Text.RegularExpressions;
using ServerlessMcp.Accounts;

namespace ServerlessMcp.Integrations.Aws.Account;

/// <summary>What an account of this integration has beside what all have.</summary>
internal static partial class AwsAccount
{
    /// <summary>The integration's name.</summary>
    public const string Integration = "aws";

    /// <summary>The member with the role that every call assumes.</summary>
    public const string RoleMember = "role";

    /// <summary>The member with the external id that the role's trust policy asks for.</summary>
    public const string ExternalIdMember = "external_id";

    /// <summary>The member with the regions that are audited.</summary>
    public const string RegionsMember = "regions";

    /// <summary>The member with the settings that the organization blocks for all its accounts.</summary>
    public const string OrganizationBlockMember = "organization_block";

    /// <summary>The address of AWS itself, for which each service has hosts of its own.</summary>
    public static readonly Uri Address = new("https://amazonaws.com");

    extension(IntegratedAccount account)
    {
        /// <summary>The ARN of the role to assume.</summary>
        public string Role => account.Text(RoleMember) ?? "";

        /// <summary>What our requests prove themselves with to the role; made here, no secret.</summary>
        public string ExternalId => account.Text(ExternalIdMember) ?? "";

        /// <summary>The regions that are audited; empty for those in which there is something.</summary>
        public IReadOnlyList<string> Regions => account.Texts(RegionsMember);

        /// <summary>The flags of a public access block that the organization sets for all its accounts.</summary>
        public IReadOnlyList<string> OrganizationBlock => account.Texts(OrganizationBlockMember);

        /// <summary>The twelve digits of the AWS account.</summary>
        public string AccountNumber => RoleArn().Match(account.Role) is { Success: true } arn ? arn.Groups["account"].Value : "";

        /// <summary>The partition: <c>aws</c>, <c>aws-cn</c>, <c>aws-us-gov</c>.</summary>
        public string Partition => RoleArn().Match(account.Role) is { Success: true } arn ? arn.Groups["partition"].Value : "aws";

        /// <summary>The region that is asked what is of no region: the list of buckets, the account's block, STS.</summary>
        public string HomeRegion => account.Regions is [var first, ..] ? first : account.Partition switch
        {
            "aws-cn" => "cn-north-1",
            "aws-us-gov" => "us-gov-west-1",
            _ => "us-east-1",
        };

        /// <summary>Whether AWS itself is asked, and not one host that stands for all of its services.</summary>
        public bool IsAws => string.Equals(account.Address.Host, Address.Host, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>What is wrong with the ARN of a role, or null.</summary>
    public static string? RoleComplaint(string role) => RoleArn().IsMatch(role) ? null
        : "the ARN of a role is needed: arn:aws:iam::123456789012:role/serverless-mcp-audit";

    /// <summary>What is wrong with an external id, or null.</summary>
    public static string? ExternalIdComplaint(string id) => ExternalIdForm().IsMatch(id) ? null
        : "2 to 255 letters, digits and +=,.@:/- are needed; leave it out to have one made";

    /// <summary>What is wrong with a region, or null.</summary>
    public static string? RegionComplaint(string region) => RegionForm().IsMatch(region) ? null
        : "a region is needed: eu-central-1";

    /// <summary>A fresh external id: of 128 random bits, so that no other customer of whoever is trusted has it.</summary>
    public static string NewExternalId() => $"smcp-{RandomNumberGenerator.GetHexString(32, lowercase: true)}";

    [GeneratedRegex(@"\Aarn:(?<partition>aws|aws-cn|aws-us-gov):iam::(?<account>[0-9]{12}):role/[A-Za-z0-9_+=,.@/-]{1,576}\z",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RoleArn();

    [GeneratedRegex(@"\A[A-Za-z0-9_+=,.@:/-]{2,255}\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExternalIdForm();

    [GeneratedRegex(@"\A[a-z]{2}(-[a-z]+){1,3}-[0-9]{1,2}\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RegionForm();
}
