namespace ServerlessMcp.Integrations.Aws.Verdicts;

/// <summary>Who can reach a bucket.</summary>
internal enum Verdict
{
    /// <summary>Its account alone, and services of AWS.</summary>
    Private,

    /// <summary>Accounts that its policy names, or an organization, a network.</summary>
    CrossAccount,

    /// <summary>Its account alone: policy or ACL are public, and a public access block takes that away.</summary>
    Blocked,

    /// <summary>Anybody may read.</summary>
    PublicRead,

    /// <summary>Anybody may change something, and not read.</summary>
    PublicWrite,

    /// <summary>What decides could not all be read.</summary>
    Unknown,
}
