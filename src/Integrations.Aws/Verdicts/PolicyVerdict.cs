using ServerlessMcp.Integrations.Aws.Buckets;

namespace ServerlessMcp.Integrations.Aws.Verdicts;

/// <summary>What a bucket's policy lets in, whatever blocks it. Whether it is public S3 itself says; which statement
/// makes it so is read here.</summary>
/// <param name="IsPublic">Whether anybody is let in.</param>
/// <param name="Reads">Whether to read.</param>
/// <param name="Writes">Whether to change something.</param>
/// <param name="Evidence">The statements that do so.</param>
/// <param name="Others">The statements that let in others than the account, and not anybody.</param>
/// <param name="Trouble">Why it is not known; null where it is.</param>
internal sealed record PolicyVerdict(
    bool IsPublic, bool Reads, bool Writes, IReadOnlyList<string> Evidence, IReadOnlyList<string> Others, string? Trouble)
{
    /// <summary>Of these settings.</summary>
    public static PolicyVerdict Of(BucketSettings settings, string account)
    {
        if (settings.Policy.State != ReadingState.Set)
        {
            return new(false, false, false, [], [], settings.Policy.State == ReadingState.NotSet ? null : settings.Policy.Trouble);
        }

        // A policy that went between two requests has no status any more.
        var status = settings.IsPolicyPublic;
        if (status.State == ReadingState.NotSet)
        {
            return new(false, false, false, [], [], null);
        }

        var statements = PolicyDocument.Read(settings.Policy.Value!);
        var guilty = statements?.Where(statement => statement.IsPublic).ToArray() ?? [];
        var evidence = guilty.Select(statement => $"statement {statement.Name}: {statement.Words}").ToArray();
        var others = statements?.Where(statement => statement.IsOfOthers(account)).Select(OthersOf).ToArray() ?? [];
        return (status.IsKnown, status.Value, guilty.Length) switch
        {
            (false, _, _) => new(false, false, false, [], [], status.Trouble),
            (true, true, 0) => new(true, true, true, ["the policy: S3 calls it public, by none of the rules known here"], others, null),
            (true, true, _) => new(true, guilty.Any(one => one.Reads), guilty.Any(one => one.Writes), evidence, others, null),
            (true, false, 0) when statements is null => new(false, false, false, [], [], "the policy is no readable document"),
            (true, false, 0) => new(false, false, false, [], others, null),
            _ => new(false, false, false, [], [], $"S3 calls the policy not public, and {evidence[0]} looks public"),
        };

        static string OthersOf(PolicyStatement statement) =>
            $"statement {statement.Name}: {(statement.IsOfAnybody ? $"tied to {string.Join(", ", statement.Conditions.Select(condition => condition.Key))}"
                : string.Join(", ", statement.Principals.Select(principal => PolicyStatement.AccountOf(principal.Value)).Distinct().Take(5)))}";
    }
}
