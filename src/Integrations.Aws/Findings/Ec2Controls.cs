namespace ServerlessMcp.Integrations.Aws.Findings;

/// <summary>The controls of EC2
/// (<see href="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html"/>).</summary>
internal static class Ec2Controls
{
    public static readonly Control PublicSnapshot = new("EC2.1", "critical", "any account may restore the snapshot",
        "take the permission \"all\" away: aws ec2 reset-snapshot-attribute; in Terraform, no aws_snapshot_create_volume_permission names all");

    public static readonly Control PlainVolume = new("EC2.3", "medium", "the volume is not encrypted",
        "resource \"aws_ebs_encryption_by_default\" \"x\" { enabled = true }; then copy a snapshot of it encrypted and replace the volume: " +
        "encrypted = true in aws_ebs_volume replaces it, with its data");

    public static readonly Control OpenPort = new("EC2.18", "high", "the internet reaches ports beside 80 and 443",
        "in aws_vpc_security_group_ingress_rule, the range of who needs the port in cidr_ipv4 in the place of 0.0.0.0/0");

    public static readonly Control RiskyPort = new("EC2.19", "critical", "the internet reaches ports of high risk",
        "take the rule away (aws_vpc_security_group_ingress_rule), or name in cidr_ipv4 who needs the port; for a shell, SSM Session Manager needs none");
}
