using System.Xml.Linq;
using static ServerlessMcp.Sandbox.Aws.AwsXml;

namespace ServerlessMcp.Sandbox.Aws;

/// <summary>What EC2 answers of groups, volumes and snapshots, by pages.</summary>
internal static class Ec2Resources
{
    public static XElement Describe(SimulatedAccount account, AwsCall call, string action)
    {
        var (set, items) = action switch
        {
            "DescribeSecurityGroups" => ("securityGroupInfo", account.SecurityGroups.Where(group => group.Region == call.Region).Select(Group)),
            "DescribeVolumes" => ("volumeSet", account.Volumes.Where(volume => volume.Region == call.Region).Select(volume =>
                Of(Ec2, "item", Of(Ec2, "volumeId", volume.Id), Of(Ec2, "encrypted", volume.IsEncrypted ? "true" : "false")))),
            "DescribeSnapshots" => ("snapshotSet", account.Snapshots.Where(snapshot => snapshot.Region == call.Region
                && (snapshot.IsPublic || call.Value("RestorableBy.1") != "all")).Select(snapshot => Of(Ec2, "item", Of(Ec2, "snapshotId", snapshot.Id)))),
            _ => throw new AwsRefusal(400, "InvalidAction", "There is no such action here."),
        };
        var all = items.ToArray();
        var from = int.TryParse(call.Value("NextToken"), CultureInfo.InvariantCulture, out var start) ? start : 0;
        var most = int.TryParse(call.Value("MaxResults"), CultureInfo.InvariantCulture, out var wanted) ? wanted : 1000;
        return Of(Ec2, $"{action}Response", Of(Ec2, "requestId", "fdcdcab1-ae5c-489e-9c33-4637c5dda355"),
            Of(Ec2, set, [.. all.Skip(from).Take(most)]), from + most < all.Length ? Of(Ec2, "nextToken", from + most) : null);
    }

    private static XElement Group(SimulatedSecurityGroup group) => Of(Ec2, "item",
        Of(Ec2, "groupId", group.Id), Of(Ec2, "groupName", group.Name),
        Of(Ec2, "ipPermissions", [.. group.Rules.Select(rule => Of(Ec2, "item",
            Of(Ec2, "ipProtocol", rule.Protocol),
            rule.From is { } from ? Of(Ec2, "fromPort", from) : null, rule.To is { } to ? Of(Ec2, "toPort", to) : null,
            rule.Range.Contains(':', StringComparison.Ordinal)
                ? Of(Ec2, "ipv6Ranges", Of(Ec2, "item", Of(Ec2, "cidrIpv6", rule.Range)))
                : Of(Ec2, "ipRanges", Of(Ec2, "item", Of(Ec2, "cidrIp", rule.Range)))))]));
}
