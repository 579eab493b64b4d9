using ServerlessMcp.Catalog;
using ServerlessMcp.Terraform;

namespace ServerlessMcp.Reports.Plans;

/// <summary>Gets the JSON of a plan: the redacted one, which whoever may read the run may read, else the full one, which takes a workspace admin.</summary>
public static class PlanDocument
{
    /// <summary>
    /// The digest of a plan, or the status of the answer that says why there is none: 204 while it is not finished. The refusal is the API's own, read whole; dispose it.
    /// </summary>
    /// <param name="api">The account's API; one request, or two.</param>
    /// <param name="planId"><c>plan-…</c>.</param>
    /// <param name="query">What is asked of it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TerraformFailedException">There was no answer, or a link may not be followed or has expired.</exception>
    /// <exception cref="System.Text.Json.JsonException">It is no plan.</exception>
    public static async Task<(PlanDigest? Digest, TerraformResponse? Refusal)> ReadAsync(AccountApi api, string planId, PlanQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(api);
        var path = $"{JsonApi.RequestPath.Prefix}/plans/{Uri.EscapeDataString(planId)}/json-output";
        var redacted = await ReadOneAsync(api, path + "-redacted", query, cancellationToken);

        // 404 where the account's Terraform Enterprise has no such endpoint or the token no permission for it, 422 for Terraform before 0.15.2.
        if (redacted.Refusal?.Status is not (403 or 404 or 422))
            return redacted;
        redacted.Refusal.Dispose();
        return await ReadOneAsync(api, path, query, cancellationToken);
    }

    private static async Task<(PlanDigest? Digest, TerraformResponse? Refusal)> ReadOneAsync(AccountApi api, string path, PlanQuery query, CancellationToken cancellationToken)
    {
        await using var stream = await api.OpenAsync(path, cancellationToken);
        return stream is { IsSuccess: true, Status: not 204 }
            ? (await PlanReader.ReadAsync(stream, query), null)
            : (null, await stream.ReadWholeAsync(TextPiece.Length * 10));
    }
}
