using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Integrations.Aws.Buckets;
using ServerlessMcp.Integrations.Aws.Verdicts;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary><c>get_s3_bucket</c>.</summary>
internal static class GetBucketTool
{
    /// <summary>The row.</summary>
    public static AwsTool Row => new()
    {
        Name = "get_s3_bucket",
        ShortName = "get_s3_bucket",
        Heading = "Read an S3 bucket's settings",
        Method = ToolMethod.Get,
        Effect = Effect.Read,
        Reach = ToolReach.Workspace,
        Tags = ["core", "s3"],
        Description = "All settings of a bucket in one row: verdict and evidence, block, policy's statements, ACL, ownership, encryption, " +
            "versioning, logging, tags, website. null: not set.",
        Arguments = [BucketArgument.Row],
        Actions = [.. ListFindingsTool.Row.Actions, AwsActions.Website],
        Run = RunAsync,
    };

    private static async Task<ReadOnlyMemory<byte>> RunAsync(AwsCall call)
    {
        var bucket = await BucketArgument.FindAsync(call);
        var account = await AccountBlock.ReadAsync(call.Session, call.Aborted);
        var settings = await new BucketReader(call.Session, bucket, call.Aborted).ReadAllAsync();
        var number = call.Account.AccountNumber;
        var verdict = BucketVerdict.Of(settings, account, PublicAccessBlock.Of(call.Account.OrganizationBlock), number);
        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("bucket", bucket.Name);
            writer.WriteString("region", bucket.Region);
            if (bucket.Created is { } created)
            {
                writer.WriteString("created", BucketJson.Time(created));
            }

            writer.WriteString("verdict", verdict.Verdict.Word());
            writer.WriteTexts("evidence", verdict.Evidence.Select(BucketJson.Clean));
            BucketJson.WriteBlock(writer, "account_block", account);
            BucketJson.WriteBlock(writer, "block", settings.Block);
            BucketJson.WriteSetting(writer, "policy", settings.Policy, _ => writer.WriteStringValue("it has one; the tool for policies answers it"));
            if (settings.Policy.State == ReadingState.Set)
            {
                BucketJson.WriteStatements(writer, settings.Policy.Value!, number);
            }

            BucketJson.WriteSetting(writer, "policy_is_public", settings.IsPolicyPublic, writer.WriteBooleanValue);
            BucketJson.WriteSetting(writer, "ownership", settings.Ownership, writer.WriteStringValue);
            BucketJson.WriteSetting(writer, "acl", settings.Acl, acl => WriteTexts(writer, acl.Grants.Select(grant =>
                grant.AccountId is { } id && id == acl.Owner ? $"owner {grant.Permission}" : grant.Words)));
            BucketJson.WriteSetting(writer, "encryption", settings.Encryption, one =>
                writer.WriteStringValue(one.Algorithm + (one.Key is { } key ? $" {key}" : "") + (one.HasBucketKey ? ", bucket key" : "")));
            BucketJson.WriteSetting(writer, "versioning", settings.Versioning, writer.WriteStringValue);
            BucketJson.WriteSetting(writer, "logging", settings.Logging, writer.WriteStringValue);
            BucketJson.WriteSetting(writer, "tags", settings.Tags, tags => WriteTags(writer, tags));
            BucketJson.WriteSetting(writer, "website", settings.Website, writer.WriteStringValue);
            writer.WriteString("not_covered", BucketJson.BlindSpots);
            writer.WriteEndObject();
        });
    }

    private static void WriteTags(Utf8JsonWriter writer, IEnumerable<KeyValuePair<string, string>> tags)
    {
        writer.WriteStartObject();
        foreach (var (key, value) in tags)
        {
            // With its name before it a value shows what it is.
            var clean = BucketJson.Clean($"{key}={value}");
            writer.WriteString(BucketJson.Clean(key), clean == $"{key}={value}" ? value : "(sensitive)");
        }

        writer.WriteEndObject();
    }

    private static void WriteTexts(Utf8JsonWriter writer, IEnumerable<string> texts)
    {
        writer.WriteStartArray();
        foreach (var text in texts)
        {
            writer.WriteStringValue(text);
        }

        writer.WriteEndArray();
    }
}
