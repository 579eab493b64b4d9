using Amazon.EC2;
using Amazon.EC2.Model;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Integrations.Aws.Findings;
using ServerlessMcp.Integrations.Aws.Sessions;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary>Reads the groups, volumes and snapshots of one region, and what is to be found in them.</summary>
internal sealed class Ec2Reading(AmazonEC2Client ec2, string region, CancellationToken cancellationToken)
{
    private const int Page = 1000, MostPages = 50;

    /// <summary>Security groups that the internet passes.</summary>
    public Task<IReadOnlyList<Finding>> GroupsAsync() => AllAsync(AwsActions.SecurityGroups, Ec2Controls.RiskyPort, async next =>
    {
        var answer = await ec2.DescribeSecurityGroupsAsync(new DescribeSecurityGroupsRequest { MaxResults = Page, NextToken = next }, cancellationToken);
        return ((answer.SecurityGroups ?? []).SelectMany(group => (group.IpPermissions ?? []).SelectMany(Rules)
            .Select(rule => (Rule: rule, rule.Fails)).Where(one => one.Fails is not null)
            .Select(one => new Finding(one.Fails!, $"{group.GroupId} {group.GroupName}", $"{region}: {one.Rule.Words}"))), answer.NextToken);
    });

    /// <summary>Volumes that are not encrypted.</summary>
    public Task<IReadOnlyList<Finding>> VolumesAsync() => AllAsync(AwsActions.Volumes, Ec2Controls.PlainVolume, async next =>
    {
        var answer = await ec2.DescribeVolumesAsync(new DescribeVolumesRequest { MaxResults = Page, NextToken = next }, cancellationToken);
        return ((answer.Volumes ?? []).Where(volume => volume.Encrypted != true)
            .Select(volume => new Finding(Ec2Controls.PlainVolume, volume.VolumeId, $"{region}: not encrypted")), answer.NextToken);
    });

    /// <summary>Snapshots of this account that any account may restore.</summary>
    public Task<IReadOnlyList<Finding>> SnapshotsAsync() => AllAsync(AwsActions.Snapshots, Ec2Controls.PublicSnapshot, async next =>
    {
        var answer = await ec2.DescribeSnapshotsAsync(
            new DescribeSnapshotsRequest { MaxResults = Page, NextToken = next, OwnerIds = ["self"], RestorableByUserIds = ["all"] }, cancellationToken);
        return ((answer.Snapshots ?? []).Select(snapshot =>
            new Finding(Ec2Controls.PublicSnapshot, snapshot.SnapshotId, $"{region}: shared with all")), answer.NextToken);
    });

    private static IEnumerable<IngressRule> Rules(IpPermission permission) =>
        (permission.Ipv4Ranges ?? []).Select(range => range.CidrIp).Concat((permission.Ipv6Ranges ?? []).Select(range => range.CidrIpv6))
            .Select(range => new IngressRule(permission.IpProtocol, permission.FromPort, permission.ToPort, range));

    // A page that can't be read leaves unknown what is behind it, and what is before it stays found.
    private async Task<IReadOnlyList<Finding>> AllAsync(string action, Control control, Func<string?, Task<(IEnumerable<Finding> Found, string? Next)>> page)
    {
        var findings = new List<Finding>();
        try
        {
            string? next = null;
            for (var count = 0; count < MostPages; count++)
            {
                (var found, next) = await page(next);
                findings.AddRange(found);
                if (next is not { Length: > 0 })
                {
                    return findings;
                }
            }

            findings.Add(new(control, "", $"{region}: more than {MostPages * Page}, the rest is not read", Finding.Unknown));
        }
        catch (AmazonEC2Exception refused)
        {
            findings.Add(new(control, "", refused.ErrorCode is "UnauthorizedOperation" or "AccessDenied" or "AuthFailure"
                ? $"{region}: {action} denied" : $"{region}: {action} failed ({refused.ErrorCode})", Finding.Unknown));
        }
        catch (Exception failure) when (SdkFailure.Is(failure)
            || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            findings.Add(new(control, "", $"{region}: {action} failed (no answer)", Finding.Unknown));
        }

        return findings;
    }
}
