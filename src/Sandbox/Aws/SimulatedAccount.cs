namespace ServerlessMcp.Sandbox.Aws;

/// <summary>An AWS account of <see cref="AwsSandbox"/>.</summary>
public sealed class SimulatedAccount
{
    /// <summary>Its number.</summary>
    public string Number { get; init; } = "111122223333";

    /// <summary>Its canonical id.</summary>
    public string CanonicalId { get; init; } = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";

    /// <summary>The role that may be assumed.</summary>
    public string Role => $"arn:aws:iam::{Number}:role/audit";

    /// <summary>The external id that the role's trust policy asks for; null for none.</summary>
    public string? ExternalId { get; set; }

    /// <summary>What the role may do: IAM actions, with wildcards.</summary>
    public IReadOnlyList<string> RoleActions { get; set; } = ["s3:Get*", "s3:List*", "ec2:Describe*"];

    /// <summary>The IAM actions that are denied to it for the account as a whole.</summary>
    public IReadOnlyList<string> Denied { get; set; } = [];

    /// <summary>The flags of the account's public access block, as S3 spells them; null where none is set.</summary>
    public IReadOnlyList<string>? Block { get; set; }

    /// <summary>The flags that the organization sets for all its accounts: what is read of the account has them.</summary>
    public IReadOnlyList<string> OrganizationBlock { get; set; } = [];

    /// <summary>The buckets by name.</summary>
    public SortedDictionary<string, SimulatedBucket> Buckets { get; } = new(StringComparer.Ordinal);

    /// <summary>The security groups.</summary>
    public List<SimulatedSecurityGroup> SecurityGroups { get; } = [];

    /// <summary>The volumes.</summary>
    public List<SimulatedVolume> Volumes { get; } = [];

    /// <summary>The snapshots.</summary>
    public List<SimulatedSnapshot> Snapshots { get; } = [];

    /// <summary>Adds buckets.</summary>
    public void Add(params ReadOnlySpan<SimulatedBucket> buckets)
    {
        foreach (var bucket in buckets)
        {
            Buckets[bucket.Name] = bucket;
        }
    }
}
