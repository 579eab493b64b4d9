using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Records;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// A list that is asked for what the API has no filter for: a window of time of runs, the enforcement of policies. It is
/// read from its beginning and paged by the rows that are asked for.
/// </summary>
internal static class NarrowedList
{
    /// <summary>The argument by which policies are narrowed to a level.</summary>
    public const string Level = "enforcement";

    /// <summary>The argument that is looked for in descriptions.</summary>
    public const string Description = "description";

    /// <summary>The most pages of the API, of a hundred rows, that one call reads: runs may be listed 30 times a minute.</summary>
    public const int MaxPages = 5;

    private const int Whole = 100;

    /// <summary>How a call narrows its list; null where it leaves that to the API.</summary>
    public static Narrowing? Of(ToolArguments arguments) => arguments.Row switch
    {
        { Shape: not ResponseShape.Collection } => null,
        { ResourceType: "runs" } when RunWindow.Of(arguments) is { } window => OfRuns(window, arguments),
        { ResourceType: "policies" } when arguments.IsGiven(Level) || arguments.IsGiven(Description) => OfPolicies(arguments),
        _ => null,
    };

    /// <summary>A page of the rows that are asked for, in the API's form.</summary>
    /// <returns>The answer that was no success, or a document and, where there may be more, how far it was read.</returns>
    public static async Task<(TerraformResponse? Failure, ReadOnlyMemory<byte> Document, string? Incomplete)> ReadAsync(
        ToolArguments arguments, Narrowing narrowing, int page, int size, TerraformSession api,
        CancellationToken cancellationToken)
    {
        var first = (page - 1) * (long)size;
        var (rows, included, seen) = (new List<JsonElement>(), new List<JsonElement>(), new HashSet<string>(StringComparer.Ordinal));
        var (isLast, oldest, read) = (false, (DateTimeOffset?)null, 0);
        for (var number = 1; number <= MaxPages && !isLast && rows.Count <= first + size; number++)
        {
            var response = await api.GetAsync(
                RequestPath.Build(arguments, api.Account.Organization, number, Whole), cancellationToken);
            if (!response.IsSuccess)
                return (response, default, null);
            using (response)
            using (var document = ApiDocument.Parse(response))
            {
                var fresh = document.List.Where(row => seen.Add(row.Id)).ToList();
                read += fresh.Count;
                rows.AddRange(fresh.Where(narrowing.IsAsked).Select(row => row.Json.Clone()));
                included.AddRange(document.Beside.Select(one => one.Json.Clone()));
                oldest = fresh.Select(row => row.Time("created-at")).Where(time => time is not null).Min() ?? oldest;
                isLast = narrowing.IsEnd(oldest) || !document.HasNextPage(number) || fresh.Count == 0;
            }
        }

        var isMore = rows.Count > first + size;
        return (null, Write(rows.Skip((int)Math.Min(first, int.MaxValue)).Take(size), included, page, isMore, isLast ? rows.Count : null),
            isLast || isMore ? null : narrowing.Incomplete(read, oldest));
    }

    // Without plan-only runs, unless operation says which there are: of an organization's list the API does not say
    // whether they are in it.
    private static Narrowing OfRuns(RunWindow window, ToolArguments arguments) => new(
        run => window.Has(run.Time("created-at")) != false
            && (run.Flag("plan-only") != true || arguments.IsGiven("operation")),
        window.IsBefore,
        (read, oldest) => string.Create(CultureInfo.InvariantCulture,
            $"Only the newest {read} runs were read{(oldest is { } at ? $", back to {at.ToSecond()}" : "")}. Narrow it by "
            + $"another filter, or ask for older ones by timeframe as well."));

    private static Narrowing OfPolicies(ToolArguments arguments)
    {
        var levels = arguments.IsGiven(Level) ? arguments.Text(Level) : null;
        var part = arguments.IsGiven(Description) ? arguments.Text(Description) : null;

        // Older servers tell the level of each enforcement point alone.
        return new(
            policy => (levels is null || (policy.Text("enforcement-level") ?? OfPoint(policy)) == levels)
                && (part is null || policy.Text("description")?.Contains(part, StringComparison.OrdinalIgnoreCase) == true),
            _ => false,
            (read, _) => string.Create(CultureInfo.InvariantCulture, $"Only the first {read} policies were read. Narrow it by search or kind."));
    }

    private static string? OfPoint(ApiResource policy) =>
        policy.Attribute("enforce") is { ValueKind: JsonValueKind.Array } points && points.GetArrayLength() > 0
        && points[0].ValueKind == JsonValueKind.Object && points[0].TryGetProperty("mode", out var mode)
        && mode.ValueKind == JsonValueKind.String ? mode.GetString() : null;

    private static ReadOnlyMemory<byte> Write(
        IEnumerable<JsonElement> rows, List<JsonElement> included, int page, bool isMore, int? total) =>
        JsonResponse.Bytes(writer =>
        {
            writer.WriteStartObject();
            Array(writer, ResourceReader.Data, rows);
            Array(writer, "included", included);
            writer.WriteStartObject("meta");
            writer.WriteStartObject("pagination");
            writer.WriteNumber("current-page", page);
            if (isMore)
                writer.WriteNumber("next-page", page + 1);
            if (total is { } count)
                writer.WriteNumber("total-count", count);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndObject();
        });

    private static void Array(Utf8JsonWriter writer, string name, IEnumerable<JsonElement> elements)
    {
        writer.WriteStartArray(name);
        foreach (var element in elements)
            element.WriteTo(writer);
        writer.WriteEndArray();
    }

    /// <summary>How a list is narrowed.</summary>
    /// <param name="IsAsked">Whether a row is asked for.</param>
    /// <param name="IsEnd">Whether none comes behind a row of this time.</param>
    /// <param name="Incomplete">What is said where the list was not read to its end.</param>
    internal sealed record Narrowing(
        Func<ApiResource, bool> IsAsked, Func<DateTimeOffset?, bool> IsEnd, Func<int, DateTimeOffset?, string> Incomplete);
}
