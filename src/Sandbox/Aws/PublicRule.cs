using System.Net;

namespace ServerlessMcp.Sandbox.Aws;

/// <summary>
/// Whether a bucket is public, worked out from AWS's words and from nothing of the product: the meaning of "public" in
/// https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html. The simulator answers
/// <c>?policyStatus</c> by it, and tests hold the product's verdicts against it.
/// </summary>
public static class PublicRule
{
    private static readonly HashSet<string> TyingKeys = new(StringComparer.OrdinalIgnoreCase)
    {
        "aws:sourcearn", "aws:sourcevpc", "aws:sourcevpce", "aws:sourceowner", "aws:sourceaccount", "aws:userid",
        "s3:x-amz-server-side-encryption-aws-kms-key-id", "s3:dataaccesspointarn", "s3:dataaccesspointaccount", "aws:principalorgid",
    };

    private static readonly HashSet<string> Comparisons = new(StringComparer.OrdinalIgnoreCase)
    {
        "StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike",
        "ForAnyValue:StringEquals", "ForAnyValue:StringEqualsIgnoreCase", "ForAnyValue:StringLike", "ForAnyValue:ArnEquals", "ForAnyValue:ArnLike",
    };

    /// <summary>What anybody may do to a bucket once everything that counts is counted.</summary>
    /// <param name="bucket">The bucket.</param>
    /// <param name="account">Its account.</param>
    public static (bool Read, bool Write) Of(SimulatedBucket bucket, SimulatedAccount account)
    {
        ArgumentNullException.ThrowIfNull(bucket);
        ArgumentNullException.ThrowIfNull(account);
        bool IsOn(string flag) => bucket.Block?.Contains(flag) == true || account.Block?.Contains(flag) == true || account.OrganizationBlock.Contains(flag);
        var (read, write) = (false, false);
        if (bucket.Policy is { } policy && !IsOn("RestrictPublicBuckets"))
        {
            foreach (var actions in PublicActions(policy))
            {
                read |= actions.Any(MayRead);
                write |= actions.Any(MayWrite);
            }
        }

        if (bucket.Ownership != "BucketOwnerEnforced" && !IsOn("IgnorePublicAcls"))
        {
            foreach (var (_, permission) in bucket.Grants.Where(grant => grant.Grantee is "AllUsers" or "AuthenticatedUsers"))
            {
                read |= permission is not ("WRITE" or "WRITE_ACP");
                write |= permission is not ("READ" or "READ_ACP");
            }
        }

        return (read, write);
    }

    /// <summary>Whether a policy is public, blocks or no blocks: <c>PolicyStatus.IsPublic</c>.</summary>
    public static bool IsPublic(string policy) => PublicActions(policy).Any();

    // The actions of each statement that lets in everybody. "*" stands for all.
    private static IEnumerable<List<string>> PublicActions(string policy)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(policy);
        }
        catch (JsonException)
        {
            yield break;
        }

        foreach (var statement in Many(root!["Statement"]))
        {
            if (!string.Equals((string?)statement!["Effect"], "allow", StringComparison.OrdinalIgnoreCase)
                || !IsForEverybody(statement) || IsTied(statement["Condition"]))
            {
                continue;
            }

            yield return statement["NotAction"] is not null ? ["*"] : [.. Many(statement["Action"]).Select(action => (string)action!)];
        }
    }

    private static bool IsForEverybody(JsonNode statement)
    {
        if (statement["NotPrincipal"] is not null)
        {
            return true;
        }

        return statement["Principal"] switch
        {
            JsonValue value => ((string)value!).Contains('*', StringComparison.Ordinal),
            JsonObject kinds => kinds.Any(kind => Many(kind.Value).Any(one => ((string)one!).Contains('*', StringComparison.Ordinal))),
            _ => false,
        };
    }

    private static bool IsTied(JsonNode? condition)
    {
        if (condition is not JsonObject operators)
        {
            return false;
        }

        foreach (var (comparison, keys) in operators)
        {
            foreach (var (key, values) in keys!.AsObject())
            {
                var texts = Many(values).Select(value => value!.ToString()).ToList();
                if (texts.Count == 0)
                {
                    continue;
                }

                if (key.Equals("aws:SourceIp", StringComparison.OrdinalIgnoreCase))
                {
                    if (comparison.Equals("IpAddress", StringComparison.OrdinalIgnoreCase)
                        || comparison.Equals("ForAnyValue:IpAddress", StringComparison.OrdinalIgnoreCase))
                    {
                        if (texts.TrueForAll(IsSmallNetwork)) return true;
                    }
                }
                else if (TyingKeys.Contains(key) && Comparisons.Contains(comparison) && texts.TrueForAll(text => IsFixed(key, text)))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool IsFixed(string key, string text)
    {
        if (key.Equals("aws:userid", StringComparison.OrdinalIgnoreCase) && text.StartsWith("ARO", StringComparison.Ordinal)
            && text.EndsWith(":*", StringComparison.Ordinal))
        {
            text = text[..^2];
        }

        return text.Length > 0 && text.IndexOfAny(['*', '?']) < 0 && !text.Contains("${", StringComparison.Ordinal);
    }

    private static bool IsSmallNetwork(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text[..slash], out var address)) return false;
        if (slash < 0) return true;
        return int.TryParse(text[(slash + 1)..], CultureInfo.InvariantCulture, out var bits)
            && (address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6 ? bits is >= 32 and <= 128 : bits is >= 8 and <= 32);
    }

    // https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html: what reads is Get, List, Describe or Head.
    private static bool MayRead(string action) =>
        Could(action, ["GetObject", "ListBucket", "GetBucketAcl", "DescribeJob", "HeadBucket", "GetObjectTagging", "ListAllMyBuckets", "GetBucketPolicy"]);

    private static bool MayWrite(string action) =>
        Could(action, ["PutObject", "DeleteObject", "AbortMultipartUpload", "RestoreObject", "CreateBucket", "ReplicateObject",
        "BypassGovernanceRetention", "ObjectOwnerOverrideToBucketOwner", "UpdateJobStatus", "PutBucketPolicy", "DeleteBucket"])
        && !action.StartsWith("s3:Get", StringComparison.OrdinalIgnoreCase) && !action.StartsWith("s3:List", StringComparison.OrdinalIgnoreCase);

    private static bool Could(string pattern, string[] actions) => actions.Any(action =>
        System.IO.Enumeration.FileSystemName.MatchesSimpleExpression(pattern, $"s3:{action}", ignoreCase: true));

    private static IEnumerable<JsonNode?> Many(JsonNode? node) =>
        node is JsonArray array ? array : Enumerable.Repeat(node, node is null ? 0 : 1);
}
