using System.Xml.Linq;
using static ServerlessMcp.Sandbox.Aws.AwsXml;

namespace ServerlessMcp.Sandbox.Aws;

/// <summary>What S3 answers to readings of settings, and that it answers nothing else.</summary>
internal static class S3Settings
{
    private static readonly (string Query, string Action)[] Readings =
    [
        ("policy", "s3:GetBucketPolicy"), ("policyStatus", "s3:GetBucketPolicyStatus"), ("publicAccessBlock", "s3:GetBucketPublicAccessBlock"),
        ("acl", "s3:GetBucketAcl"), ("ownershipControls", "s3:GetBucketOwnershipControls"), ("encryption", "s3:GetEncryptionConfiguration"),
        ("versioning", "s3:GetBucketVersioning"), ("logging", "s3:GetBucketLogging"), ("tagging", "s3:GetBucketTagging"),
        ("website", "s3:GetBucketWebsite"), ("location", "s3:GetBucketLocation"),
    ];

    public static object Serve(AwsSandbox sandbox, AwsCall call)
    {
        var segments = call.Path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (call.Method != "GET" || (segments.Length > 1 && segments[0] != "v20180820"))
        {
            (call.Action, call.Resource) = ($"{call.Method} {string.Join(' ', call.Query.Keys)}".Trim(), call.Path);
            throw new AwsRefusal(405, "ReadOnly", "Nothing is changed here, and no object is read.");
        }

        return segments switch
        {
            [] => List(sandbox, call),
            ["v20180820", "configuration", "publicAccessBlock"] => AccountBlock(sandbox, call),
            [var name] => Setting(sandbox, call, name),
            _ => throw new AwsRefusal(404, "NoSuchKey"),
        };
    }

    private static XElement List(AwsSandbox sandbox, AwsCall call)
    {
        call.Action = "s3:ListAllMyBuckets";
        sandbox.Authorize(call, sandbox.Account.Denied);
        var most = int.TryParse(call.Query["max-buckets"], CultureInfo.InvariantCulture, out var wanted) ? wanted : sandbox.Options.MostBuckets;
        var (prefix, from) = (call.Query["prefix"].ToString(), call.Query["continuation-token"].ToString());
        var rest = sandbox.Account.Buckets.Values.Where(bucket => bucket.Name.StartsWith(prefix, StringComparison.Ordinal)
            && string.CompareOrdinal(bucket.Name, from) > 0).Take(most + 1).ToArray();
        return Of(S3, "ListAllMyBucketsResult",
            Of(S3, "Buckets", [.. rest.Take(most).Select(bucket => Of(S3, "Bucket", Of(S3, "Name", bucket.Name),
                Of(S3, "CreationDate", bucket.Created.ToString("yyyy-MM-dd'T'HH:mm:ss'.000Z'", CultureInfo.InvariantCulture)),
                // Only a list with parameters says where a bucket is.
                call.Query.Count > 0 ? Of(S3, "BucketRegion", bucket.Region) : null))]),
            Of(S3, "Owner", Of(S3, "ID", sandbox.Account.CanonicalId)),
            rest.Length > most ? Of(S3, "ContinuationToken", rest[most - 1].Name) : null);
    }

    private static XElement AccountBlock(AwsSandbox sandbox, AwsCall call)
    {
        call.Action = "s3:GetAccountPublicAccessBlock";
        if (call.Headers["x-amz-account-id"] != sandbox.Account.Number) throw new AwsRefusal(403, "AccessDenied");
        sandbox.Authorize(call, sandbox.Account.Denied);
        var flags = (sandbox.Account.Block ?? []).Concat(sandbox.Account.OrganizationBlock).ToArray();
        return sandbox.Account.Block is null && flags.Length == 0
            ? throw new AwsRefusal(404, "NoSuchPublicAccessBlockConfiguration") : Block(flags);
    }

    private static object Setting(AwsSandbox sandbox, AwsCall call, string name)
    {
        var (query, action) = Readings.FirstOrDefault(one => call.Query.ContainsKey(one.Query));
        if (action is null)
        {
            (call.Action, call.Resource) = ($"GET {string.Join(' ', call.Query.Keys)}".Trim(), $"arn:aws:s3:::{name}");
            throw new AwsRefusal(405, "ReadOnly", "No object is listed here.");
        }

        (call.Action, call.Resource) = (action, $"arn:aws:s3:::{name}");
        if (!sandbox.Account.Buckets.TryGetValue(name, out var bucket) || bucket.IsGone)
        {
            throw new AwsRefusal(404, "NoSuchBucket", "The specified bucket does not exist");
        }

        var region = bucket.MovedTo ?? bucket.Region;
        if (call.Region != region)
        {
            throw sandbox.Options.NamesTheRegion
                ? new AwsRefusal(400, "AuthorizationHeaderMalformed",
                    $"The authorization header is malformed; the region '{call.Region}' is wrong; expecting '{region}'")
                { More = [("Region", region)] }
                : new AwsRefusal(301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using the specified endpoint.")
                { More = [("Endpoint", $"{name}.s3.{region}.amazonaws.com"), ("Bucket", name)] };
        }

        // Somebody else's policy is not even denied.
        if (bucket.IsTakenOver)
        {
            throw query == "policy" && call.Headers["x-amz-expected-bucket-owner"].Count == 0
                ? new AwsRefusal(405, "MethodNotAllowed") : new AwsRefusal(403, "AccessDenied");
        }

        sandbox.Authorize(call, bucket.Denied);
        sandbox.SlowDown(bucket, action);
        return Read(sandbox.Account, bucket, query);
    }

    private static object Read(SimulatedAccount account, SimulatedBucket bucket, string query) => query switch
    {
        "policy" => bucket.Policy ?? throw new AwsRefusal(404, "NoSuchBucketPolicy", "The bucket policy does not exist"),
        "policyStatus" => bucket.Policy is { } policy
            ? Of(S3, "PolicyStatus", Of(S3, "IsPublic", PublicRule.IsPublic(policy) ? "true" : "false"))
            : throw new AwsRefusal(404, "NoSuchBucketPolicy"),
        "publicAccessBlock" => bucket.Block is { } flags ? Block(flags) : throw new AwsRefusal(404, "NoSuchPublicAccessBlockConfiguration"),
        "acl" => Acl(account, bucket),
        "ownershipControls" => Of(S3, "OwnershipControls", Of(S3, "Rule",
            Of(S3, "ObjectOwnership", bucket.Ownership ?? throw new AwsRefusal(404, "OwnershipControlsNotFoundError")))),
        "encryption" => Encryption(bucket.Encryption ?? throw new AwsRefusal(404, "ServerSideEncryptionConfigurationNotFoundError")),
        "versioning" => Of(S3, "VersioningConfiguration", bucket.Versioning is { } status ? Of(S3, "Status", status) : null),
        "logging" => Of(S3, "BucketLoggingStatus", bucket.Logging is { } target
            ? Of(S3, "LoggingEnabled", Of(S3, "TargetBucket", target), Of(S3, "TargetPrefix", $"{bucket.Name}/")) : null),
        "tagging" => Of(S3, "Tagging", Of(S3, "TagSet", [.. (bucket.Tags ?? throw new AwsRefusal(404, "NoSuchTagSet"))
            .Select(tag => Of(S3, "Tag", Of(S3, "Key", tag.Key), Of(S3, "Value", tag.Value)))])),
        "website" => Of(S3, "WebsiteConfiguration", Of(S3, "IndexDocument",
            Of(S3, "Suffix", bucket.Website ?? throw new AwsRefusal(404, "NoSuchWebsiteConfiguration")))),
        _ => Of(S3, "LocationConstraint", bucket.Region == "us-east-1" ? "" : bucket.Region),
    };

    private static XElement Block(IReadOnlyList<string> on) => Of(S3, "PublicAccessBlockConfiguration",
        [.. ((string[])["BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"])
            .Select(flag => Of(S3, flag, on.Contains(flag) ? "true" : "false"))]);

    // The effective one: what is ignored is not shown.
    private static XElement Acl(SimulatedAccount account, SimulatedBucket bucket)
    {
        var isIgnored = bucket.Block?.Contains("IgnorePublicAcls") == true || account.Block?.Contains("IgnorePublicAcls") == true
            || account.OrganizationBlock.Contains("IgnorePublicAcls");
        var grants = bucket.Ownership == "BucketOwnerEnforced" ? []
            : bucket.Grants.Where(grant => !isIgnored || grant.Grantee is not ("AllUsers" or "AuthenticatedUsers"));
        return Of(S3, "AccessControlPolicy", Of(S3, "Owner", Of(S3, "ID", account.CanonicalId)),
            Of(S3, "AccessControlList", [.. grants.Prepend((account.CanonicalId, "FULL_CONTROL"))
                .Select(grant => Of(S3, "Grant", Grantee(grant.Item1), Of(S3, "Permission", grant.Item2)))]));
    }

    private static XElement Encryption(string setting)
    {
        var parts = setting.Split(' ');
        return Of(S3, "ServerSideEncryptionConfiguration", Of(S3, "Rule", Of(S3, "ApplyServerSideEncryptionByDefault",
            Of(S3, "SSEAlgorithm", parts[0]), parts.Length > 1 ? Of(S3, "KMSMasterKeyID", parts[1]) : null), Of(S3, "BucketKeyEnabled", "false")));
    }
}
