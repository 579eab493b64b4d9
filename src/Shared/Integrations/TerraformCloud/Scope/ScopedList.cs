using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Integrations.TerraformCloud.Requests;

namespace ServerlessMcp.Integrations.TerraformCloud.Scope;

/// <summary>
/// Lists whose rows may be others': read from the API page by page until a page of rows in scope is full, and paged by
/// those, so that neither a page's length nor whether there is another tells what lies outside.
/// </summary>
internal static class ScopedList
{
    /// <summary>The most pages of the API that one call reads; what comes after them is not listed, and the answer says
    /// so.</summary>
    public const int MaxPages = 5;

    // The API's largest page.
    private const int Whole = 100;

    /// <summary>Reads a page of the rows in scope, in the API's form.</summary>
    /// <returns>The answer that was no success, or a document and whether rows may be missing from it.</returns>
    /// <exception cref="UnexpectedAnswerException">The answer is no list.</exception>
    public static async Task<(TerraformResponse? Failure, ReadOnlyMemory<byte> Document, bool IsCut)> ReadAsync(
        ToolArguments arguments, int page, int size, ScopeGuard guard, TerraformSession api, CancellationToken cancellationToken)
    {
        var row = ToolScope.Of(arguments.Row);
        var narrowed = row.IsOrganizationList ? await NarrowAsync(arguments, guard, cancellationToken) : "";
        var first = (page - 1) * (long)size;
        List<JsonElement> rows = [], included = [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        ScopedDocument? last = null;
        var isCut = false;
        for (int number = 1; ; number++)
        {
            var path = RequestPath.Build(arguments, api.Account.Organization, number, Whole) + narrowed;
            var response = await api.SendUnguardedAsync(
                HttpMethod.Get, path, default, TerraformClient.MediaType, TerraformClient.MediaType, cancellationToken);
            if (!response.IsSuccess)
            {
                return (response, default, false);
            }

            using (response)
            {
                var root = ScopeGuard.Parse(response.Body);
                last = ScopedDocument.Is(root) ? await guard.ReadAsync(root, row.IsOrganizationList, cancellationToken)
                    : throw UnexpectedAnswerException.Of(response.Body.Span);
            }

            // A server that does not page answers the same page for ever; each row counts once.
            var fresh = last.Rows.Where(one => !one.TryGetProperty("id", out var id) || seen.Add(id.ToString())).ToList();
            var isRepeated = fresh.Count == 0 && last.Rows.Any();
            rows.AddRange(fresh);
            included.AddRange(last.Included);

            // Runs of an organization come without totals: there a full page means that there may be another.
            var isLast = !last.Pagination.ContainsKey("next-page")
                && (last.Pagination.ContainsKey("current-page") || last.RowsRead < Whole);
            isCut = !isLast && (number == MaxPages || isRepeated);
            if (isLast || isCut || rows.Count > first + size)
            {
                var pagination = new Dictionary<string, int> { ["current-page"] = page };
                if (rows.Count > first + size)
                {
                    pagination["next-page"] = page + 1;
                }

                if (isLast)
                {
                    pagination["total-count"] = rows.Count;
                }

                return (null, last.ToBytes(
                    rows.Skip((int)Math.Min(first, int.MaxValue)).Take(size), included,
                    pagination), isCut || guard.Judge.IsExhausted);
            }
        }
    }

    // A filter that leaves out nothing that is in scope, where the caller has none of his own: fewer pages, and the same rows.
    private static async Task<string> NarrowAsync(ToolArguments arguments, ScopeGuard guard, CancellationToken cancellationToken)
    {
        var tool = arguments.Row;
        if (tool.Arguments.Any(argument => argument.Name == "project_id") && !arguments.TryGet("project_id", out _)
            && await guard.Judge.OnlyProjectAsync(cancellationToken) is { } project)
        {
            var wireName = tool.Arguments.First(argument => argument.Name == "project_id").WireName;
            return $"&{Uri.EscapeDataString(wireName)}={Uri.EscapeDataString(project)}";
        }

        // Rows then bring what they are judged by.
        return tool is { ResourceType: "runs", Include.Count: 0 }
            && tool.Arguments.All(argument => argument.WireName != "include") ? "&include=workspace" : "";
    }
}
