using ServerlessMcp.Catalog;
using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Requests;

/// <summary>
/// A plan or an apply, of which a call has only the run's id: the run's own relationship names it, and its own address
/// has it. Servers ignore <c>include</c>, and not all have <c>/runs/{id}/plan</c> (OTF has neither).
/// </summary>
internal static class RunPhase
{
    private const string OfRun = "/runs/{run_id}/plan";

    /// <summary>Whether a refused call was to an address of a run's plan, which a server may not have.</summary>
    public static bool MayBeElsewhere(ToolArguments arguments, TerraformResponse response) =>
        response.Status == 404 && PathTemplate.Of(arguments).StartsWith(OfRun, StringComparison.Ordinal);

    /// <summary>The same by the plan's own address, from <c>/api/v2</c> on; null where the run does not say which plan
    /// it has.</summary>
    public static async Task<string?> AddressAsync(
        ToolArguments arguments, TerraformSession api, CancellationToken cancellationToken)
    {
        using var response = await api.GetAsync(
            $"{TerraformClient.Prefix}/runs/{Uri.EscapeDataString(PathTemplate.RunOf(arguments))}", cancellationToken);
        if (!response.IsSuccess)
        {
            return null;
        }

        using var run = ApiDocument.Parse(response);
        return run.Single.RelatedId("plan") is { } id
            ? $"{TerraformClient.Prefix}/plans/{Uri.EscapeDataString(id)}{PathTemplate.Of(arguments)[OfRun.Length..]}" : null;
    }

    /// <summary>
    /// Of a call that was given a run's id, the answer of its plan or apply itself, if that did not come with the run;
    /// null where it did, and where there is none.
    /// </summary>
    /// <exception cref="JsonException">The run's answer is malformed.</exception>
    public static async Task<TerraformResponse?> ReadAsync(
        TerraformTool tool, TerraformResponse response, TerraformSession api, CancellationToken cancellationToken)
    {
        // Without an include it is the address of the thing itself, whose answer may be a long document.
        if (tool.RunPath?.Contains("include=", StringComparison.Ordinal) != true)
        {
            return null;
        }

        using var document = ApiDocument.Parse(response);
        var relationship = tool.ResourceType == "applies" ? "apply" : "plan";
        return document.Single is var run && run.Type == "runs" && run.RelatedId(relationship) is { } id
            && document.Included(id) is null
            ? await api.GetAsync($"{TerraformClient.Prefix}/{tool.ResourceType}/{Uri.EscapeDataString(id)}", cancellationToken)
            : null;
    }
}
