namespace ServerlessMcp.Integrations.Aws.Findings;

/// <summary>A rule of a security group for what comes in.</summary>
/// <param name="Protocol">tcp, udp, icmp; -1 for any.</param>
/// <param name="From">The first port; null for all.</param>
/// <param name="To">The last port; null for all.</param>
/// <param name="Range">From where.</param>
internal sealed record IngressRule(string Protocol, int? From, int? To, string Range)
{
    // What EC2.19 names.
    private static readonly int[] Risky =
        [20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200, 9300];

    /// <summary>The control that it fails; null for none.</summary>
    public Control? Fails => Range is not ("0.0.0.0/0" or "::/0") || Protocol is "icmp" or "icmpv6" or "1" or "58" ? null
        : Array.Exists(Risky, port => Has(port)) ? Ec2Controls.RiskyPort
        : From == To && From is 80 or 443 ? null : Ec2Controls.OpenPort;

    /// <summary>In words: <c>tcp 22 from 0.0.0.0/0</c>.</summary>
    public string Words => $"{(Protocol == "-1" ? "any protocol" : Protocol)} {Ports} from {Range}";

    private string Ports => From is null or -1 ? "all ports" : From == To ? $"{From}" : $"{From}-{To}";

    private bool Has(int port) => Protocol == "-1" || From is null or -1 || (From <= port && port <= (To ?? From));
}
