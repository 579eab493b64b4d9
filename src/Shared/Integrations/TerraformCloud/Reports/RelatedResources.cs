using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports;

/// <summary>
/// What a document's resources are related to: what came included, and what was named and did not come by its own
/// address. Servers ignore <c>include</c>, and proxies cut it (OTF sends a run without its plan and apply), so that
/// what did not come is not none. What can't be read either is a sentence in <see cref="NotRead"/>.
/// </summary>
/// <param name="api">What is read by.</param>
/// <param name="document">The document that came.</param>
internal sealed class RelatedResources(TerraformSession api, ApiDocument document)
{
    private readonly List<string> notRead = [];

    /// <summary>What could not be read, as sentences.</summary>
    public IReadOnlyList<string> NotRead => notRead;

    /// <summary>The resource that a relationship to one names; null for none, and where it can't be read.</summary>
    /// <param name="owner">Whose relationship.</param>
    /// <param name="relationship">Its name.</param>
    /// <param name="collection">Where such resources are: <c>plans</c>.</param>
    /// <param name="what">What it is called in a sentence: <c>plan</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<ApiResource?> OneAsync(
        ApiResource owner, string relationship, string collection, string what, CancellationToken cancellationToken) =>
        owner.RelatedId(relationship) is not { } id ? null
        : document.Included(id) ?? await ByIdAsync(collection, id, what, cancellationToken);

    /// <summary>The resources that a relationship to several names, all of them included or all from their list; null
    /// where neither can be read.</summary>
    /// <param name="owner">Whose relationship.</param>
    /// <param name="relationship">Its name.</param>
    /// <param name="list">Where they are listed, from <c>/api/v2</c> on.</param>
    /// <param name="what">What they are called in a sentence: <c>task stages</c>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="from">The document that they may have come with; null for the first.</param>
    public async Task<IReadOnlyList<ApiResource>?> ManyAsync(
        ApiResource owner, string relationship, string list, string what, CancellationToken cancellationToken,
        ApiDocument? from = null)
    {
        if (owner.Names(relationship) == false)
        {
            return [];
        }

        var named = owner.RelatedIds(relationship).ToList();
        var included = named.Select((from ?? document).Included).OfType<ApiResource>().ToList();
        return named.Count > 0 && included.Count == named.Count ? included : await ListAsync(list, what, cancellationToken);
    }

    /// <summary>A resource by its own address; null where it can't be read.</summary>
    public async Task<ApiResource?> ByIdAsync(string collection, string id, string what, CancellationToken cancellationToken)
    {
        using var found = await GetAsync($"/{collection}/{Uri.EscapeDataString(id)}", what, isList: false, cancellationToken);
        return found is null ? null : new ApiResource(found.Single.Json.Clone());
    }

    /// <summary>A list by its address, from <c>/api/v2</c> on; null where it can't be read.</summary>
    public async Task<IReadOnlyList<ApiResource>?> ListAsync(string path, string what, CancellationToken cancellationToken)
    {
        using var found = await GetAsync(path, what, isList: true, cancellationToken);
        return found?.List.Select(one => new ApiResource(one.Json.Clone())).ToList();
    }

    /// <summary>A document by its address, from <c>/api/v2</c> on, that has a list or one resource; null where it can't
    /// be read. Dispose it.</summary>
    public async Task<ApiDocument?> GetAsync(string path, string what, bool isList, CancellationToken cancellationToken)
    {
        var (found, trouble) = await ReportPart.TryAsync<ApiDocument>(api, async () =>
        {
            using var response = await api.GetAsync(TerraformClient.Prefix + path, cancellationToken);
            if (!response.IsSuccess)
            {
                return (null, ReportPart.Status(response.Status, api));
            }

            var found = ApiDocument.Parse(response);
            _ = isList ? found.List.Count() : found.Single.Json.ValueKind == JsonValueKind.Object ? 1 : 0;
            return (found, null);
        });
        Miss(what, trouble);
        return found;
    }

    /// <summary>Says that something can't be read, if there was trouble.</summary>
    public void Miss(string what, NotRead? trouble)
    {
        if (trouble is not null)
        {
            Say($"The {what} can't be read: {trouble.Reason}");
        }
    }

    /// <summary>Says what else is not known, once.</summary>
    public void Say(string sentence)
    {
        if (!notRead.Contains(sentence))
        {
            notRead.Add(sentence);
        }
    }
}
