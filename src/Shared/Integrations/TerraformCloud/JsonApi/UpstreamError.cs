namespace ServerlessMcp.Integrations.TerraformCloud.JsonApi;

/// <summary>One error of an error document, its texts safe to show: at most 500 characters, no control characters, no
/// pre-signed URLs.</summary>
/// <param name="Status">The HTTP status as text; null if the document doesn't say.</param>
/// <param name="Title">The kind of error (<c>not found</c>); for an error that is plain text, that text.</param>
/// <param name="Detail">What happened to this request.</param>
/// <param name="Pointer">The JSON pointer into the request body that is to blame (<c>/data/attributes/name</c>).</param>
internal sealed record UpstreamError(string? Status, string? Title, string? Detail, string? Pointer);
