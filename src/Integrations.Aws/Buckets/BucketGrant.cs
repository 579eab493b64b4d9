namespace ServerlessMcp.Integrations.Aws.Buckets;

/// <summary>One grant of a bucket's ACL.</summary>
/// <param name="Group">The URI of a group; null of an account.</param>
/// <param name="AccountId">The canonical id of an account; null of a group.</param>
/// <param name="Permission">READ, WRITE, READ_ACP, WRITE_ACP or FULL_CONTROL.</param>
internal sealed record BucketGrant(string? Group, string? AccountId, string Permission)
{
    private const string Global = "http://acs.amazonaws.com/groups/global/";

    /// <summary>Whether anybody has it, or anybody with an AWS account.</summary>
    public bool IsPublic => Group is Global + "AllUsers" or Global + "AuthenticatedUsers";

    /// <summary>Whether something can be changed by it.</summary>
    public bool Writes => Permission is "WRITE" or "WRITE_ACP" or "FULL_CONTROL";

    /// <summary>Whether something can be read by it: keys, or the ACL itself.</summary>
    public bool Reads => Permission is "READ" or "READ_ACP" or "FULL_CONTROL";

    /// <summary>In words: <c>AllUsers READ</c>.</summary>
    public string Words => $"{(Group is { } group ? group[(group.LastIndexOf('/') + 1)..] : "account")} {Permission}";
}
