using System.Runtime.InteropServices;

namespace ServerlessMcp.JsonApi;

/// <summary>What a list's document said about its page (<c>meta.pagination</c>).</summary>
/// <param name="Count">The rows written.</param>
/// <param name="CurrentPage">This page, from 1; null if the endpoint has no pages.</param>
/// <param name="NextPage">The page after it; null if there is none.</param>
/// <param name="TotalCount">The rows of all pages; null where the API doesn't count them (runs of an organization).</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct CollectionPage(int Count, int? CurrentPage, int? NextPage, int? TotalCount);
