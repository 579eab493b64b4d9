using ServerlessMcp.Audit;
using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.Aws.Buckets;
using ServerlessMcp.Integrations.Aws.Sessions;

namespace ServerlessMcp.Integrations.Aws.Tools;

/// <summary>A page of buckets. Its cursor is the last name before it, so that what is created or deleted meanwhile moves
/// nothing.</summary>
internal static class Page
{
    private const string Prefix = "b1.";

    /// <summary>The arguments of a tool that pages.</summary>
    public static IReadOnlyList<Argument> Arguments(int most, int usual) =>
    [
        new()
        {
            Name = "page_size", WireName = "page_size", Place = ArgumentPlace.Query, Kind = JsonKind.Integer, Minimum = 1, Maximum = most,
            Description = $"1-{most}, default {usual}.",
        },
        new()
        {
            Name = "cursor", WireName = "cursor", Place = ArgumentPlace.Answer, Kind = JsonKind.Text, Description = "next_cursor of the page before.",
        },
    ];

    /// <summary>The buckets of the page that the arguments ask for.</summary>
    /// <exception cref="AwsProblem">The cursor is none of ours.</exception>
    public static BucketEntry[] Of(IReadOnlyList<BucketEntry> all, ToolArguments arguments, int usual)
    {
        var after = arguments.Text("cursor") is { } cursor ? Decode(cursor) : "";
        return [.. all.SkipWhile(bucket => string.CompareOrdinal(bucket.Name, after) <= 0).Take(arguments.Integer("page_size") ?? usual)];
    }

    /// <summary>Writes <c>next_cursor</c>, if there is more behind the last one that was told.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="all">All buckets.</param>
    /// <param name="last">The last one that was told; null if none was.</param>
    /// <param name="arguments">What was asked for.</param>
    public static void WriteNext(Utf8JsonWriter writer, IReadOnlyList<BucketEntry> all, BucketEntry? last, ToolArguments arguments)
    {
        var told = last?.Name ?? (arguments.Text("cursor") is { } cursor ? Decode(cursor) : "");
        if (all.Count > 0 && string.CompareOrdinal(all[^1].Name, told) > 0)
        {
            writer.WriteString("next_cursor", Prefix + Convert.ToBase64String(Encoding.UTF8.GetBytes(told)).TrimEnd('=').Replace('+', '-').Replace('/', '_'));
        }
    }

    private static string Decode(string cursor)
    {
        try
        {
            if (cursor.StartsWith(Prefix, StringComparison.Ordinal))
            {
                var text = cursor[Prefix.Length..].Replace('-', '+').Replace('_', '/');
                return Encoding.UTF8.GetString(Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '=')));
            }
        }
        catch (FormatException)
        {
            // Below.
        }

        throw new AwsProblem(CallOutcome.BadArguments, 422, "invalid arguments", "cursor: the next_cursor of an answer is needed. Nothing was read.");
    }
}
