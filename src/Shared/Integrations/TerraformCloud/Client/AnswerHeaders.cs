namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>What the headers of an answer say.</summary>
internal static class AnswerHeaders
{
    /// <summary>Whether a successful answer is a page for people: a proxy's login, where a log or a resource should be.</summary>
    public static bool IsPage(HttpResponseMessage answer) =>
        answer.IsSuccessStatusCode
        && string.Equals(answer.Content.Headers.ContentType?.MediaType, "text/html",
            StringComparison.OrdinalIgnoreCase);

    /// <summary>The API's id of the request.</summary>
    public static string? RequestId(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("x-request-id", out var ids) ? ids.First() : null;

    /// <summary>Where an answer leads.</summary>
    public static Uri? Location(HttpResponseMessage answer) => answer.Headers.Location ?? TerraformGet(answer);

    /// <summary>Whether a header tells of the product and its version.</summary>
    public static bool IsOfProduct(KeyValuePair<string, IEnumerable<string>> header) =>
        header.Key.StartsWith("TFP-", StringComparison.OrdinalIgnoreCase)
        || header.Key.StartsWith("X-TFE-", StringComparison.OrdinalIgnoreCase);

    // The module registry protocol answers 204 and tells the address by a header of its own
    // (https://developer.hashicorp.com/terraform/internals/module-registry-protocol#download-source-code-for-a-specific-module-version).
    private static Uri? TerraformGet(HttpResponseMessage answer) =>
        answer.Headers.TryGetValues("x-terraform-get", out var links)
        && Uri.TryCreate(links.First(), UriKind.RelativeOrAbsolute, out var link) ? link : null;
}
