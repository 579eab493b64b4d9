using ServerlessMcp.Http;

namespace ServerlessMcp.Integrations.Aws.Account;

/// <summary>
/// The policy of a URL's session: the part of the role's permissions that the URL's tools need, on the buckets of its
/// scope. AWS lets a call through only where the role and this policy allow it, so that even a fault of ours reads
/// nothing else.
/// </summary>
internal static class SessionPolicy
{
    /// <summary>The most characters that STS takes.</summary>
    public const int MostCharacters = 2048;

    private const string Example = "arn:aws:iam::000000000000:role/x";

    /// <summary>Why a URL of this reach can't have a session, or null.</summary>
    public static string? Complaint(
        IDictionary<string, JsonElement> account, IReadOnlyList<IReadOnlyDictionary<string, IReadOnlyList<string>>> scopes,
        IEnumerable<string> actions)
    {
        var role = account.TryGetValue(AwsAccount.RoleMember, out var given) && given.ValueKind == JsonValueKind.String ? given.GetString()! : Example;
        var length = Write(role.Split(':')[1], scopes.Select(BucketsOf).ToArray(), actions).Length;
        return length <= MostCharacters ? null
            : $"{length} characters of session policy come of these buckets and tools, and AWS takes {MostCharacters}: globs say " +
                "more in less (prod-*), or mint several URLs";
    }

    /// <summary>The policy, minified.</summary>
    /// <param name="partition">The partition of the ARNs in it.</param>
    /// <param name="scopes">The globs of buckets of each scope that holds.</param>
    /// <param name="actions">What the tools of the URL need.</param>
    public static string Write(string partition, IReadOnlyList<IReadOnlyList<string>> scopes, IEnumerable<string> actions)
    {
        var all = actions.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var (ofBuckets, ofAccount) = (all.Where(AwsActions.IsOfBucket).ToArray(), all.Where(action => !AwsActions.IsOfBucket(action)).ToArray());
        return Encoding.UTF8.GetString(JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            writer.WriteString("Version", "2012-10-17");
            writer.WriteStartArray("Statement");
            if (ofAccount.Length > 0)
            {
                WriteStatement(writer, "Allow", ofAccount, "Resource", ["*"]);
            }

            if (ofBuckets.Length > 0)
            {
                string[] Arns(IReadOnlyList<string> globs) => [.. globs.Distinct(StringComparer.Ordinal).Select(glob => $"arn:{partition}:s3:::{glob}")];
                WriteStatement(writer, "Allow", ofBuckets, "Resource", Arns(scopes.Count > 0 ? scopes[^1] : ["*"]));

                // What two scopes have in common no list of resources says; what the others have not is denied.
                foreach (var bound in scopes.SkipLast(1))
                {
                    WriteStatement(writer, "Deny", ofBuckets, "NotResource", Arns(bound));
                }
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }).Span);
    }

    private static IReadOnlyList<string> BucketsOf(IReadOnlyDictionary<string, IReadOnlyList<string>> scope) =>
        scope.TryGetValue(AwsScope.Buckets, out var buckets) ? buckets : [];

    private static void WriteStatement(Utf8JsonWriter writer, string effect, string[] actions, string member, string[] resources)
    {
        writer.WriteStartObject();
        writer.WriteString("Effect", effect);
        writer.WriteTexts("Action", actions);
        writer.WriteTexts(member, resources);
        writer.WriteEndObject();
    }
}
