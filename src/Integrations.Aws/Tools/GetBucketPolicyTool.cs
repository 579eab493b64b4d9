using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Integrations.Aws.Buckets;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary><c>get_bucket_policy</c>.</summary>
internal static class GetBucketPolicyTool
{
    /// <summary>The row.</summary>
    public static AwsTool Row => new()
    {
        Name = "get_bucket_policy",
        ShortName = "get_bucket_policy",
        Heading = "Read a bucket's policy",
        Method = ToolMethod.Get,
        Effect = Effect.Read,
        Reach = ToolReach.Workspace,
        Tags = ["core", "s3"],
        Description = "A bucket's policy document, null if it has none, and which of its statements let in anybody. A public access block may " +
            "take that away: the bucket, read, has the verdict.",
        Arguments = [BucketArgument.Row],
        Actions = [AwsActions.ListBuckets, AwsActions.Policy],
        Run = RunAsync,
    };

    private static async Task<ReadOnlyMemory<byte>> RunAsync(AwsCall call)
    {
        var bucket = await BucketArgument.FindAsync(call);
        var policy = await new BucketReader(call.Session, bucket, call.Aborted).PolicyAsync();
        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("bucket", bucket.Name);
            BucketJson.WriteSetting(writer, "policy", policy, text => WritePolicy(writer, text));
            if (policy.State == ReadingState.Set)
            {
                BucketJson.WriteStatements(writer, policy.Value!, call.Account.AccountNumber);
            }

            writer.WriteEndObject();
        });
    }

    // As the document that it is; what is none stays a text.
    private static void WritePolicy(Utf8JsonWriter writer, string text)
    {
        var clean = BucketJson.Clean(text);
        try
        {
            using var document = JsonDocument.Parse(clean, new JsonDocumentOptions { MaxDepth = 32 });
            document.RootElement.WriteTo(writer);
        }
        catch (JsonException)
        {
            writer.WriteStringValue(clean);
        }
    }
}
