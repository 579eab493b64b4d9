using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Aws.Buckets;
using ServerlessMcp.Integrations.Aws.Findings;
using ServerlessMcp.Integrations.Aws.Verdicts;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary>The parts of the report over who can reach buckets.</summary>
internal static class PublicBucketsJson
{
    /// <summary>Writes <c>public</c>, and the Terraform text that its steps refer to.</summary>
    public static void WritePublic(Utf8JsonWriter writer, IReadOnlyList<(BucketSettings Settings, BucketVerdict Verdict)> buckets)
    {
        writer.WriteStartArray("public");
        foreach (var (settings, verdict) in buckets.OrderBy(one => one.Verdict.Verdict).ThenBy(one => one.Settings.Bucket.Name, StringComparer.Ordinal))
        {
            writer.WriteStartObject();
            writer.WriteString("bucket", settings.Bucket.Name);
            writer.WriteString("region", settings.Bucket.Region);
            writer.WriteString("verdict", verdict.Verdict.Word());
            if (verdict is { Reads: true, Writes: true })
            {
                writer.WriteString("also", Verdict.PublicWrite.Word());
            }

            writer.WriteTexts("evidence", verdict.Evidence.Select(BucketJson.Clean));
            writer.WriteString("remediation", Step(settings, verdict));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (buckets.Count > 0)
        {
            writer.WriteString("block_public_access", BucketControls.BlockPublicAccess);
        }
    }

    /// <summary>Writes buckets under what they have in common.</summary>
    public static void WriteByEvidence(Utf8JsonWriter writer, string name, IReadOnlyList<(BucketSettings Settings, BucketVerdict Verdict)> buckets)
    {
        if (buckets.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(name);
        foreach (var group in buckets.GroupBy(one => string.Join("; ", one.Verdict.Evidence)).OrderByDescending(group => group.Count()))
        {
            writer.WriteStartObject();
            writer.WriteString("because", BucketJson.Clean(group.Key));
            writer.WriteTexts("buckets", group.Select(one => one.Settings.Bucket.Name));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Writes what was not read, and what no reading covers.</summary>
    public static void WriteEnd(Utf8JsonWriter writer, int notRead, IReadOnlyList<string> gone)
    {
        if (notRead > 0)
        {
            writer.WriteNumber("not_read_in_time", notRead);
        }

        if (gone.Count > 0)
        {
            writer.WriteTexts("gone_meanwhile", gone);
        }

        writer.WriteString("not_covered", BucketJson.BlindSpots);
    }

    // In the order that breaks least: who uses it first, then the block, then what is left of the cause.
    private static string Step(BucketSettings settings, BucketVerdict verdict)
    {
        var byPolicy = verdict.Evidence.Any(one =>
            one.StartsWith("statement", StringComparison.Ordinal) || one.StartsWith("the policy", StringComparison.Ordinal));
        var byAcl = verdict.Evidence.Any(one => one.StartsWith("ACL", StringComparison.Ordinal));
        var website = settings.Website is { State: ReadingState.Set } ? "it serves a website: put CloudFront before it, then " : "";
        var rest = (byPolicy, byAcl) switch
        {
            (true, true) => ", then take the statement out of aws_s3_bucket_policy and set BucketOwnerEnforced",
            (true, false) => ", then take the statement out of aws_s3_bucket_policy",
            _ => ", then set BucketOwnerEnforced in aws_s3_bucket_ownership_controls",
        };
        return $"{website}apply block_public_access{rest}";
    }
}
