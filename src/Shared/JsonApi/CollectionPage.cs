using System.Runtime.InteropServices;

namespace ServerlessMcp.JsonApi;

/// <summary>What a list's document said about its page (<c>meta.pagination</c>).</summary>
/// <param name="Count">The rows written.</param>
/// <param name="CurrentPage">This page, from 1; null if the endpoint has no pages.</param>
/// <param name="NextPage">The page after it; null if there is none.</param>
/// <param name="TotalCount">The rows of all pages; null where the API doesn't count them (runs of an organization).</param>
/// <param name="Continuation">What an endpoint that counts no pages calls the next one (<c>meta.continuation</c> of invoices); null if there is none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CollectionPage(int Count, int? CurrentPage, int? NextPage, int? TotalCount, string? Continuation = null);
