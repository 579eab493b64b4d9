namespace ServerlessMcp.Sandbox.Aws;

/// <summary>A bucket of <see cref="AwsSandbox"/>: its settings as S3 keeps them, null for one that is not set.</summary>
public sealed record SimulatedBucket
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>When it was created.</summary>
    public DateTimeOffset Created { get; init; } = new(2024, 3, 1, 8, 0, 0, TimeSpan.Zero);

    /// <summary>The policy document.</summary>
    public string? Policy { get; init; }

    /// <summary>The public access block: the names of the flags that are on, as S3 spells them (<c>IgnorePublicAcls</c>).</summary>
    public IReadOnlyList<string>? Block { get; init; }

    /// <summary>What the ACL grants besides the owner's FULL_CONTROL: the name of a group of all accounts
    /// (<c>AllUsers</c>) or a canonical id, and the permission.</summary>
    public IReadOnlyList<(string Grantee, string Permission)> Grants { get; init; } = [];

    /// <summary>Who owns objects.</summary>
    public string? Ownership { get; init; } = "BucketOwnerEnforced";

    /// <summary>Default encryption: the algorithm, and behind a space the key.</summary>
    public string? Encryption { get; init; } = "AES256";

    /// <summary>Versioning: Enabled or Suspended.</summary>
    public string? Versioning { get; init; }

    /// <summary>The bucket that access is logged to.</summary>
    public string? Logging { get; init; }

    /// <summary>The tags.</summary>
    public IReadOnlyList<(string Key, string Value)>? Tags { get; init; }

    /// <summary>The index document of the website.</summary>
    public string? Website { get; init; }

    /// <summary>The IAM actions that are denied on it, whatever the caller's role says: a bucket's own policy can.</summary>
    public IReadOnlyList<string> Denied { get; init; } = [];

    /// <summary>Whether it is still listed and there no more.</summary>
    public bool IsGone { get; init; }

    /// <summary>Whether another account owns it now, whose name it has taken.</summary>
    public bool IsTakenOver { get; init; }

    /// <summary>How often each of its settings is answered with 503 before it is answered.</summary>
    public int SlowDowns { get; init; }

    /// <summary>Whether its settings are never answered.</summary>
    public bool Hangs { get; init; }

    /// <summary>The region that it was moved to since the list was made: requests to <see cref="Region"/> are sent on
    /// there.</summary>
    public string? MovedTo { get; init; }
}
