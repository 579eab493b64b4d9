using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.Aws.Account;
using ServerlessMcp.Integrations.Aws.Findings;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary><c>list_ec2_findings</c>.</summary>
internal static class ListEc2FindingsTool
{
    private const int RegionsAtOnce = 8;

    /// <summary>The row. It reads regions as a whole, so a URL with a scope has it only where its scope names it.</summary>
    public static AwsTool Row => new()
    {
        Name = "list_ec2_findings",
        ShortName = "list_ec2_findings",
        Heading = "List findings of EC2",
        Method = ToolMethod.List,
        Effect = Effect.Read,
        Reach = ToolReach.Organization,
        Tags = ["core", "ec2"],
        Description = "Security groups that let the internet in, by port; volumes that are not encrypted; snapshots that any account may restore: in " +
            "the account's regions, in the form of S3's findings.",
        Actions = [AwsActions.SecurityGroups, AwsActions.Volumes, AwsActions.Snapshots],
        Run = RunAsync,
    };

    private static async Task<ReadOnlyMemory<byte>> RunAsync(AwsCall call)
    {
        IReadOnlyList<string> regions = call.Account.Regions.Count > 0 ? call.Account.Regions : [call.Account.HomeRegion];
        var found = new IReadOnlyList<Finding>?[regions.Count];
        using var limit = new CancellationTokenSource(call.Left, call.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(call.Aborted, limit.Token);
        try
        {
            await Parallel.ForEachAsync(
                Enumerable.Range(0, regions.Count), new ParallelOptions { MaxDegreeOfParallelism = RegionsAtOnce, CancellationToken = either.Token },
                async (index, _) =>
                {
                    var reading = new Ec2Reading(call.Session.Ec2(regions[index]), regions[index], either.Token);
                    var (groups, volumes, snapshots) = (reading.GroupsAsync(), reading.VolumesAsync(), reading.SnapshotsAsync());
                    found[index] = [.. await groups, .. await volumes, .. await snapshots];
                    await call.ReportAsync($"{regions[index]} is read");
                });
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested && !call.Aborted.IsCancellationRequested)
        {
            // Which regions are not read is told.
        }

        return JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("account", call.Account.AccountNumber);
            writer.WriteTexts("regions", regions.Where((_, index) => found[index] is not null));
            if (found.Any(one => one is null))
            {
                writer.WriteTexts("not_read_in_time", regions.Where((_, index) => found[index] is null));
            }

            FindingsJson.Write(writer, found.OfType<IReadOnlyList<Finding>>().SelectMany(one => one)
                .Select(finding => finding with { Target = BucketJson.Clean(finding.Target) }), []);
            writer.WriteEndObject();
        });
    }
}
