using ServerlessMcp.Audit;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.Aws.Buckets;
using ServerlessMcp.Integrations.Aws.Sessions;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary>The argument that names a bucket.</summary>
internal static class BucketArgument
{
    private const string Name = "bucket_name";

    /// <summary>The argument.</summary>
    public static Argument Row => new()
    {
        Name = Name,
        WireName = Name,
        Place = ArgumentPlace.Path,
        Kind = JsonKind.Text,
        Description = "The bucket's name.",
        IsRequired = true,
    };

    /// <summary>The bucket.</summary>
    /// <exception cref="AwsProblem">The account has none of this name, or it is out of scope: the same words for both.</exception>
    public static async Task<BucketEntry> FindAsync(AwsCall call)
    {
        var name = call.Arguments.Text(Name)!;
        return await BucketList.FindAsync(call.Session, call.Scopes, name, call.Aborted)
            ?? throw new AwsProblem(call.Scopes.Count > 0 ? CallOutcome.OutOfScope : CallOutcome.UpstreamError, 404, "no such bucket",
                $"In reach of this URL the account has no bucket {name}.", hint: "The list of buckets has those that there are.");
    }
}
