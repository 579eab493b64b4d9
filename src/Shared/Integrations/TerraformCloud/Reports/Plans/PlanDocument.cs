using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Redaction;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>
/// Gets the JSON of a plan: the redacted one, which whoever may read the run may read, else the full one, which takes a
/// workspace admin. Where values are wanted it is the full one first, because only with it is known which other texts
/// are copies of what is marked.
/// </summary>
internal static class PlanDocument
{
    /// <summary>
    /// The digest of a plan, or the status of the answer that says why there is none: 204 while it is not finished. The
    /// refusal is the API's own, read whole; dispose it.
    /// </summary>
    /// <param name="api">The account's API; one request, or two.</param>
    /// <param name="planId"><c>plan-…</c>.</param>
    /// <param name="query">What is asked of it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TerraformFailedException">There was no answer, or a link may not be followed or has expired.</exception>
    /// <exception cref="System.Text.Json.JsonException">It is no plan.</exception>
    public static async Task<(PlanDigest? Digest, TerraformResponse? Refusal)> ReadAsync(
        TerraformSession api, string planId, PlanQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(api);
        var first = await ReadOneAsync(api, planId, query, isRedacted: !query.IncludeValues, cancellationToken);

        // What has failed is what a reader is there for, so that it is worth another request.
        if (first.Digest is { AreMessagesWithheld: true } && !query.IncludeValues)
            return (await WithMessagesAsync(api, planId, query, cancellationToken) ?? first.Digest, null);

        // 403, and 404 as the API says it, for a token that isn't an admin's; 404 where the account's Terraform
        // Enterprise has no such endpoint; 422 for Terraform before 0.15.2.
        if (first.Refusal?.Status is not (403 or 404 or 422))
            return first;
        first.Refusal.Dispose();
        return await ReadOneAsync(api, planId, query, isRedacted: query.IncludeValues, cancellationToken);
    }

    private static async Task<PlanDigest?> WithMessagesAsync(
        TerraformSession api, string planId, PlanQuery query, CancellationToken cancellationToken)
    {
        try
        {
            var (digest, refusal) = await ReadOneAsync(api, planId, query, isRedacted: false, cancellationToken);
            refusal?.Dispose();
            return digest;
        }
        catch (TerraformFailedException)
        {
            return null;
        }
    }

    private static async Task<(PlanDigest? Digest, TerraformResponse? Refusal)> ReadOneAsync(
        TerraformSession api, string planId, PlanQuery query, bool isRedacted, CancellationToken cancellationToken)
    {
        var path = $"{TerraformClient.Prefix}/plans/{Uri.EscapeDataString(planId)}/json-output{(isRedacted ? "-redacted" : "")}";
        await using var stream = await api.OpenAsync(path, cancellationToken);
        return stream is { IsSuccess: true, Status: not 204 }
            ? (await PlanReader.ReadAsync(stream, query, isRedacted), null)
            : (null, await stream.ReadWholeAsync(TextPiece.Length * 10));
    }
}
