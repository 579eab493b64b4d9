namespace ServerlessMcp.Integrations.Aws.Findings;

/// <summary>What was found of one thing, or could not be checked.</summary>
/// <param name="Control">What was checked.</param>
/// <param name="Target">The thing: a bucket, a security group; empty for the account.</param>
/// <param name="Evidence">What shows it; of an unknown one, why it is not known.</param>
/// <param name="Status">failed, accepted or unknown.</param>
internal sealed record Finding(Control Control, string Target, string Evidence, string Status = Finding.Failed)
{
    /// <summary>It is so.</summary>
    public const string Failed = "failed";

    /// <summary>It is so, and a tag says that it is meant to be.</summary>
    public const string Accepted = "accepted";

    /// <summary>It could not be checked.</summary>
    public const string Unknown = "unknown";
}
