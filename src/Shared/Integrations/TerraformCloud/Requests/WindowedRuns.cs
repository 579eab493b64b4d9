using ServerlessMcp.Catalog;
using ServerlessMcp.Http;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Records;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// A list of runs that is asked for a window of time: read from the newest run back, and paged by the runs of the
/// window. Without plan-only runs, unless <c>operation</c> says which there are: of an organization's list the API does
/// not say whether they are in it.
/// </summary>
internal static class WindowedRuns
{
    /// <summary>The most pages of the API, of a hundred runs, that one call reads: it may be asked 30 times a minute.</summary>
    public const int MaxPages = 5;

    private const int Whole = 100;

    /// <summary>A page of the runs in the window, in the API's form.</summary>
    /// <returns>The answer that was no success, or a document and, where the window may have more, since when runs were
    /// read.</returns>
    public static async Task<(TerraformResponse? Failure, ReadOnlyMemory<byte> Document, string? Incomplete)> ReadAsync(
        ToolArguments arguments, RunWindow window, int page, int size, TerraformSession api,
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
                var fresh = document.List.Where(run => seen.Add(run.Id)).ToList();
                read += fresh.Count;
                rows.AddRange(fresh.Where(run => IsAsked(run, window, arguments)).Select(run => run.Json.Clone()));
                included.AddRange(document.Beside.Select(one => one.Json.Clone()));
                oldest = fresh.Select(run => run.Time("created-at")).Where(time => time is not null).Min() ?? oldest;
                isLast = window.IsBefore(oldest) || !document.HasNextPage(number) || fresh.Count == 0;
            }
        }

        var isMore = rows.Count > first + size;
        return (null, Write(rows.Skip((int)Math.Min(first, int.MaxValue)).Take(size), included, page, isMore, isLast ? rows.Count : null),
            isLast || isMore ? null : string.Create(CultureInfo.InvariantCulture,
                $"Only the newest {read} runs were read{(oldest is { } at ? $", back to {at.ToSecond()}" : "")}. Narrow it by "
                + $"another filter, or ask for older ones by {(arguments.Row.Arguments.Any(one => one.Name == "timeframe")
                    ? "timeframe" : "operation")} as well."));
    }

    private static bool IsAsked(ApiResource run, RunWindow window, ToolArguments arguments) =>
        window.Has(run.Time("created-at")) != false
        && (run.Flag("plan-only") != true || arguments.IsGiven("operation"));

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
}
