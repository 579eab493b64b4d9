using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>
/// Gathers the facts of a run with as few requests as its situation needs: the run with all that can be included; then,
/// of what can matter in the state it is in, what did not come, what explains a failure first. What can't be read is
/// said in <see cref="RunFacts.Missing"/>, and what the causes would need of it is in <see cref="RunFacts.Unread"/>.
/// </summary>
/// <param name="api">What it is read by.</param>
/// <param name="mostRequests">The most that the session may have sent in the end.</param>
internal sealed class RunFactsReader(TerraformSession api, int mostRequests = RunFactsReader.MaxRequests)
{
    /// <summary>The most requests to the API of one call: those that prove a URL's scope are among them, so that under
    /// a scope there are fewer for the rest.</summary>
    public const int MaxRequests = 10;

    /// <summary>Reads the facts; the API's refusal where the run itself can't be read.</summary>
    public async Task<(RunFacts? Facts, TerraformResponse? Refusal)> ReadAsync(string runId, CancellationToken cancellationToken)
    {
        // Terraform Enterprise does not know tf_policy_evaluations, and its older versions not all of the others: a 400
        // names an include that is not there.
        string[] most = ["plan", "apply", "created_by", "cost_estimate", "configuration_version", "workspace",
            "task_stages", .. api.Account.IsHcp ? ["tf_policy_evaluations"] : Array.Empty<string>()];
        var response = await GetAsync(runId, most, cancellationToken);
        if (response.Status == 400)
        {
            response.Dispose();
            response = await GetAsync(runId, ["plan", "apply", "created_by", "workspace"], cancellationToken);
        }

        if (!response.IsSuccess)
        {
            return (null, response);
        }

        using (response)
        using (var document = ApiDocument.Parse(response))
        {
            // Only now: the run itself has to be read whatever it takes, which is five at the most (two proofs, and a
            // token or an include that is refused).
            api.MaxRequests = mostRequests;
            return (await new RunReading(api, document).ReadAsync(cancellationToken), null);
        }
    }

    private Task<TerraformResponse> GetAsync(string runId, string[] include, CancellationToken cancellationToken) =>
        api.GetAsync($"/api/v2/runs/{Uri.EscapeDataString(runId)}?include={string.Join("%2C", include)}", cancellationToken);
}
