using System.IO.Enumeration;
using ServerlessMcp.Accounts;

namespace ServerlessMcp.Integrations.Aws.Account;

/// <summary>What a scope means here: a bucket is in scope if its name matches.</summary>
internal static class AwsScope
{
    /// <summary>The member with names and globs of buckets.</summary>
    public const string Buckets = "buckets";

    /// <summary>Whether a bucket is in each of the scopes.</summary>
    public static bool Has(IReadOnlyList<AccessScope> scopes, string bucket)
    {
        foreach (var scope in scopes)
        {
            if (!scope[Buckets].Any(glob => FileSystemName.MatchesSimpleExpression(glob, bucket, ignoreCase: false)))
            {
                return false;
            }
        }

        return true;
    }
}
