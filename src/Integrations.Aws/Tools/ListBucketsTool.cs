using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Integrations.Aws.Buckets;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary><c>list_s3_buckets</c>.</summary>
internal static class ListBucketsTool
{
    private const int Usual = 100, Most = 1000;

    /// <summary>The row.</summary>
    public static AwsTool Row => new()
    {
        Name = "list_s3_buckets",
        ShortName = "list_s3_buckets",
        Heading = "List S3 buckets",
        Method = ToolMethod.List,
        Effect = Effect.Read,
        Reach = ToolReach.Workspace,
        Tags = ["core", "s3"],
        Description = "Buckets of the account: name, created (or last changed: S3 says no more), region. Who can reach them, " +
            "a search for public ones says.",
        Arguments = Page.Arguments(Most, Usual),
        Actions = [AwsActions.ListBuckets],
        Run = RunAsync,
    };

    private static async Task<ReadOnlyMemory<byte>> RunAsync(AwsCall call)
    {
        var (buckets, elsewhere) = await BucketList.ReadAsync(call.Session, call.Scopes, call.Aborted);
        var page = Page.Of(buckets, call.Arguments, Usual);
        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteStartArray("items");
            foreach (var bucket in page)
            {
                writer.WriteStartObject();
                writer.WriteString("name", bucket.Name);
                if (bucket.Created is { } created)
                {
                    writer.WriteString("created", BucketJson.Time(created));
                }

                writer.WriteString("region", bucket.Region);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteNumber("total_count", buckets.Count);
            BucketJson.WriteElsewhere(writer, elsewhere);
            Page.WriteNext(writer, buckets, page.LastOrDefault(), call.Arguments);
            writer.WriteEndObject();
        });
    }
}
