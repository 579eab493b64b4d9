using System.Runtime.InteropServices;

namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>What a list's document said about its page (<c>meta.pagination</c>).</summary>
/// <param name="Count">The rows written.</param>
/// <param name="CurrentPage">This page, from 1; null if the endpoint has no pages.</param>
/// <param name="NextPage">The page after it, by its number or by <c>links.next</c>; null if there is none.</param>
/// <param name="TotalCount">The rows of all pages; null where the API doesn't count them (runs of an organization).</param>
/// <param name="Continuation">What an endpoint that counts no pages calls the next one (<c>meta.continuation</c> of
/// invoices); null if there is none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CollectionPage(
    int Count, int? CurrentPage, int? NextPage, int? TotalCount, string? Continuation = null)
{
    /// <summary>The number of the last page; null where the API doesn't say.</summary>
    public int? TotalPages { get; init; }

    /// <summary>The rows of a full page, which may be fewer than were asked for; null where the API doesn't say.</summary>
    public int? PageSize { get; init; }

    /// <summary>Whether there is a <c>links.next</c>, of whatever form.</summary>
    public bool HasNextLink { get; init; }
}
