using ServerlessMcp.Aws.Tests.Support;
using ServerlessMcp.Sandbox.Aws;

namespace ServerlessMcp.Aws.Tests.Tools;

/// <summary>Security groups, volumes and snapshots.</summary>
public sealed class Ec2FindingsTests
{
    [Fact]
    public async Task What_the_internet_reaches_what_is_plain_and_what_is_shared_with_all_is_found_by_region()
    {
        await using var aws = await StartAsync();
        var found = (await aws.CallAsync(await aws.TokenAsync(), "list_ec2_findings"))["findings"]!.AsArray();
        Assert.Equal(["EC2.1", "EC2.19", "EC2.18", "EC2.3"], found.Select(one => (string?)one!["control"]));
        Assert.Equal("""[{"evidence":"eu-central-1: shared with all","of":["snap-2"]}]""", found[0]!["found"]!.ToJsonString());
        Assert.Equal("""[{"evidence":"us-east-1: tcp 22 from 0.0.0.0/0","of":["sg-1 bastion"]},{"evidence":"eu-central-1: any protocol all ports from ::/0","of":["sg-3 open"]}]""", found[1]!["found"]!.ToJsonString());
        Assert.Equal("""[{"evidence":"us-east-1: tcp 9000-9100 from 0.0.0.0/0","of":["sg-2 web"]}]""", found[2]!["found"]!.ToJsonString());
        Assert.Equal("vol-1", (string?)found[3]!["found"]![0]!["of"]![0]);
    }

    [Fact]
    public async Task What_is_denied_is_unknown_and_the_rest_is_found()
    {
        await using var aws = await StartAsync();
        aws.Aws.Account.Denied = ["ec2:DescribeVolumes"];
        var found = (await aws.CallAsync(await aws.TokenAsync(), "list_ec2_findings"))["findings"]!.AsArray();
        Assert.Contains("ec2:DescribeVolumes denied", found.Single(one => (string?)one!["control"] == "EC2.3")!.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(4, found.Count);
    }

    [Fact]
    public async Task A_URL_with_a_scope_has_it_only_where_the_scope_names_it()
    {
        await using var aws = await StartAsync();
        var without = await aws.Product.AskAsync(await aws.TokenAsync("""{"scope":{"buckets":["a"]}}"""), "tools/call", """{"name":"list_ec2_findings","arguments":{}}""");
        Assert.Contains("Unknown tool", without.ToJsonString(), StringComparison.Ordinal);
        Assert.NotNull((await aws.CallAsync(await aws.TokenAsync("""{"scope":{"buckets":["a"],"account_tools":["list_ec2_*"]}}"""), "list_ec2_findings"))["findings"]);
    }

    private static Task<AwsProduct> StartAsync()
    {
        var account = new SimulatedAccount();
        account.SecurityGroups.AddRange(
        [
            new("sg-1", "bastion", "us-east-1", [("tcp", 22, 22, "0.0.0.0/0"), ("tcp", 443, 443, "0.0.0.0/0")]),
            new("sg-2", "web", "us-east-1", [("tcp", 80, 80, "0.0.0.0/0"), ("tcp", 9000, 9100, "0.0.0.0/0"), ("tcp", 5432, 5432, "10.0.0.0/8")]),
            new("sg-3", "open", "eu-central-1", [("-1", null, null, "::/0")]),
        ]);
        account.Volumes.AddRange([new("vol-1", "us-east-1", false), new("vol-2", "us-east-1", true)]);
        account.Snapshots.AddRange([new("snap-1", "us-east-1", false), new("snap-2", "eu-central-1", true)]);
        return AwsProduct.StartAsync(account, members: ""","regions":["us-east-1","eu-central-1"]""");
    }
}
