using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Integrations.Aws.Buckets;
using ServerlessMcp.Integrations.Aws.Verdicts;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary><c>find_public_s3_buckets</c>.</summary>
internal static class FindPublicBucketsTool
{
    private const int Usual = 200, Most = 500;

    /// <summary>What the verdict over a bucket needs.</summary>
    public static readonly IReadOnlyList<string> Actions =
    [
        AwsActions.ListBuckets, AwsActions.AccountBlock, AwsActions.Policy, AwsActions.PolicyStatus, AwsActions.Block, AwsActions.Acl,
        AwsActions.Ownership,
    ];

    /// <summary>The row.</summary>
    public static AwsTool Row => new()
    {
        Name = "find_public_s3_buckets",
        ShortName = "find_public_s3_buckets",
        Heading = "Find public S3 buckets",
        Method = ToolMethod.List,
        Effect = Effect.Read,
        Reach = ToolReach.Workspace,
        Tags = ["core", "s3"],
        Description = "Audits all buckets in one call: who can reach each, by account and bucket block, policy, ACL and ownership. Verdicts: " +
            "public_read, public_write, blocked (public but for a block), cross_account, unknown (with the missing permission), private. " +
            "Public ones have their evidence and a remediation step.",
        Arguments =
        [
            new()
            {
                Name = "include_private", WireName = "include_private", Place = ArgumentPlace.Query, Kind = JsonKind.Boolean,
                Description = "Also name those that are private.",
            },
            .. Page.Arguments(Most, Usual),
        ],
        Actions = [.. Actions, AwsActions.Website],
        Run = RunAsync,
    };

    private static async Task<ReadOnlyMemory<byte>> RunAsync(AwsCall call)
    {
        var (all, elsewhere) = await BucketList.ReadAsync(call.Session, call.Scopes, call.Aborted);
        var page = Page.Of(all, call.Arguments, Usual);
        var account = await AccountBlock.ReadAsync(call.Session, call.Aborted);
        var organization = PublicAccessBlock.Of(call.Account.OrganizationBlock);
        BucketVerdict Judge(BucketSettings settings) => BucketVerdict.Of(settings, account, organization, call.Account.AccountNumber);
        var read = await BucketSweep.ReadAsync(call, page, async reader =>
        {
            var settings = await reader.ReadAccessAsync();
            return Judge(settings).IsPublic ? await reader.WithWebsiteAsync(settings) : settings;
        });
        var judged = read.Where(settings => !settings.IsGone).Select(settings => (Settings: settings, Verdict: Judge(settings))).ToArray();
        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("account", call.Account.AccountNumber);
            writer.WriteNumber("checked", judged.Length);
            writer.WriteNumber("total_count", all.Count);
            BucketJson.WriteElsewhere(writer, elsewhere);
            BucketJson.WriteBlock(writer, "account_block", account);
            writer.WriteStartObject("counts");
            foreach (var group in judged.GroupBy(one => one.Verdict.Verdict).OrderByDescending(group => group.Key))
            {
                writer.WriteNumber(group.Key.Word(), group.Count());
            }

            writer.WriteEndObject();
            PublicBucketsJson.WritePublic(writer, [.. judged.Where(one => one.Verdict.IsPublic)]);
            PublicBucketsJson.WriteByEvidence(writer, "unknown", [.. judged.Where(one => one.Verdict.Verdict == Verdict.Unknown)]);
            PublicBucketsJson.WriteByEvidence(writer, "cross_account", [.. judged.Where(one => one.Verdict.Verdict == Verdict.CrossAccount)]);
            PublicBucketsJson.WriteByEvidence(writer, "blocked", [.. judged.Where(one => one.Verdict.Verdict == Verdict.Blocked)]);
            if (call.Arguments.Flag("include_private"))
            {
                writer.WriteTexts("private", judged.Where(one => one.Verdict.Verdict == Verdict.Private).Select(one => one.Settings.Bucket.Name));
            }

            PublicBucketsJson.WriteEnd(writer, page.Length - read.Count, [.. read.Where(settings => settings.IsGone).Select(settings => settings.Bucket.Name)]);
            Page.WriteNext(writer, all, read.Count > 0 ? read[^1].Bucket : null, call.Arguments);
            writer.WriteEndObject();
        });
    }
}
