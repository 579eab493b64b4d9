using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>
/// A document of the API for a report to look things up in: a few resources and what was included with them
/// (<see href="https://jsonapi.org/format/#document-compound-documents"/>). Rows for a model are written by
/// <see cref="ResourceReader"/> instead, without a DOM.
/// </summary>
public sealed class ApiDocument : IDisposable
{
    private readonly JsonDocument document;

    private ApiDocument(JsonDocument document) => this.document = document;

    /// <summary>Reads an answer's body; the answer may be disposed afterwards only after the document.</summary>
    /// <exception cref="UnexpectedAnswerException">It is JSON, but no document of the API, or one of errors: without
    /// rows, it would read as none.</exception>
    /// <exception cref="JsonException">It is malformed.</exception>
    public static ApiDocument Parse(TerraformResponse response)
    {
        ArgumentNullException.ThrowIfNull(response);

        // The response's buffer goes back to a pool, so that the document needs bytes of its own.
        var parsed = JsonDocument.Parse(response.Body.ToArray(), new JsonDocumentOptions { MaxDepth = ResourceReader.MaxDepth });
        if (parsed.RootElement.ValueKind == JsonValueKind.Object && parsed.RootElement.TryGetProperty(ResourceReader.Data, out _)
            && !(parsed.RootElement.TryGetProperty("errors", out _) && ErrorDocument.Read(response.Body.Span).Count > 0))
        {
            return new(parsed);
        }

        parsed.Dispose();
        AnswerForm.RefuseNotice(response.Body.Span);
        throw UnexpectedAnswerException.Of(response.Body.Span);
    }

    /// <summary>The resources of <c>data</c>: one, several, or none.</summary>
    public IEnumerable<ApiResource> Data => Resources("data");

    /// <summary>The one resource of <c>data</c>.</summary>
    /// <exception cref="JsonException">There is none.</exception>
    public ApiResource Single => Data.Select(resource => (ApiResource?)resource).FirstOrDefault()
        ?? throw new UnexpectedAnswerException("a document without a resource in data");

    /// <summary>The resources of a list. One that is empty says so; a document without a list, or of errors, says
    /// nothing.</summary>
    /// <exception cref="JsonException">There is no list.</exception>
    public IEnumerable<ApiResource> List =>
        HasList ? Data : throw new UnexpectedAnswerException("a document without a list in data");

    /// <summary>Whether it has a list.</summary>
    public bool HasList => document.RootElement.ValueKind == JsonValueKind.Object
        && document.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Array;

    /// <summary>The number of the last page of a list; null where the API doesn't say.</summary>
    public int? TotalPages => Pagination("total-pages");

    /// <summary>Whether there is another page after this one of a list, by either of the two ways in which the API, or
    /// a scope's answer, says so.</summary>
    public bool HasNextPage(int page) =>
        TotalPages > page || Pagination("next-page") > page || JsonApi.Pagination.LinksOn(document.RootElement);

    /// <summary>How many resources a list has over all pages; null where the API doesn't say.</summary>
    public int? TotalCount => Pagination("total-count");

    /// <summary>The included resource of this id, whatever the API calls its type (<c>task-results</c>,
    /// <c>task_results</c>); null for none.</summary>
    public ApiResource? Included(string? id) => id is null ? null
        : Resources("included").Where(resource => resource.Id == id).Select(resource => (ApiResource?)resource)
        .FirstOrDefault();

    /// <summary>All that was included.</summary>
    internal IEnumerable<ApiResource> Beside => Resources("included");

    /// <summary>The included resources that a relationship of <paramref name="owner"/> names.</summary>
    public IEnumerable<ApiResource> Included(ApiResource owner, string relationship) =>
        owner.RelatedIds(relationship).Select(Included).Where(found => found is not null).Select(found => found!.Value);

    /// <inheritdoc/>
    public void Dispose() => document.Dispose();

    private IEnumerable<ApiResource> Resources(string member)
    {
        if (document.RootElement.ValueKind != JsonValueKind.Object || !document.RootElement.TryGetProperty(member, out var found))
            return [];
        return found.ValueKind switch
        {
            JsonValueKind.Array => found.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.Object)
                .Select(item => new ApiResource(item)),
            JsonValueKind.Object => [new ApiResource(found)],
            _ => [],
        };
    }

    private int? Pagination(string member) =>
        document.RootElement.ValueKind == JsonValueKind.Object
        && document.RootElement.TryGetProperty("meta", out var meta) && meta.ValueKind == JsonValueKind.Object
            && meta.TryGetProperty("pagination", out var pagination) && pagination.ValueKind == JsonValueKind.Object
            && pagination.TryGetProperty(member, out var value)
            ? JsonApi.Pagination.NumberOf(value)
            : null;
}
