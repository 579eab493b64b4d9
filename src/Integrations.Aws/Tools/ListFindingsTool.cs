using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Integrations.Aws.Buckets;
using ServerlessMcp.Integrations.Aws.Findings;
using ServerlessMcp.Integrations.Aws.Verdicts;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary><c>list_s3_findings</c>.</summary>
internal static class ListFindingsTool
{
    private const int Usual = 100, Most = 300;

    /// <summary>The row.</summary>
    public static AwsTool Row => new()
    {
        Name = "list_s3_findings",
        ShortName = "list_s3_findings",
        Heading = "List findings of S3",
        Method = ToolMethod.List,
        Effect = Effect.Read,
        Reach = ToolReach.Workspace,
        Tags = ["core", "s3"],
        Description = "What AWS Security Hub's controls of S3 find (public access, TLS, logging, versioning, encryption, ACLs, other accounts): " +
            "by control, with severity, evidence, buckets and one remediation step as Terraform text. status accepted: the bucket's tag " +
            "public=intended; unknown: not to be read; of_all_but: all of buckets but these.",
        Arguments =
        [
            new()
            {
                Name = "severity", WireName = "severity", Place = ArgumentPlace.Query, Kind = JsonKind.Text, AllowedValues = Control.Severities,
                Description = "Only this one and worse.",
            },
            .. Page.Arguments(Most, Usual),
        ],
        Actions =
        [
            .. FindPublicBucketsTool.Actions, AwsActions.Encryption, AwsActions.Versioning, AwsActions.Logging, AwsActions.Tagging, AwsActions.Tags,
        ],
        Run = RunAsync,
    };

    private static async Task<ReadOnlyMemory<byte>> RunAsync(AwsCall call)
    {
        var (all, elsewhere) = await BucketList.ReadAsync(call.Session, call.Scopes, call.Aborted);
        var page = Page.Of(all, call.Arguments, Usual);
        var block = await AccountBlock.ReadAsync(call.Session, call.Aborted);
        var (organization, number) = (PublicAccessBlock.Of(call.Account.OrganizationBlock), call.Account.AccountNumber);
        var read = await BucketSweep.ReadAsync(call, page, reader => reader.ReadForFindingsAsync());
        var living = read.Where(settings => !settings.IsGone).ToArray();
        var worst = call.Arguments.Text("severity") is { } severity ? Control.Severities.ToList().IndexOf(severity) : Control.Severities.Count;
        var findings = BucketFindings.OfAccount(block, organization)
            .Concat(living.SelectMany(settings => BucketFindings.Of(settings, BucketVerdict.Of(settings, block, organization, number), number)))
            .Where(finding => finding.Control.Order.Severity <= worst)
            .Select(finding => finding with { Evidence = BucketJson.Clean(finding.Evidence) }).ToArray();
        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("account", number);
            writer.WriteNumber("checked", living.Length);
            writer.WriteNumber("total_count", all.Count);
            BucketJson.WriteElsewhere(writer, elsewhere);
            writer.WriteTexts("buckets", living.Select(settings => settings.Bucket.Name));
            FindingsJson.Write(writer, findings, [.. living.Select(settings => settings.Bucket.Name)]);
            PublicBucketsJson.WriteEnd(writer, page.Length - read.Count, [.. read.Where(settings => settings.IsGone).Select(settings => settings.Bucket.Name)]);
            Page.WriteNext(writer, all, read.Count > 0 ? read[^1].Bucket : null, call.Arguments);
            writer.WriteEndObject();
        });
    }
}
