using ServerlessMcp.Audit;
using ServerlessMcp.Calls;
using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>
/// An answer that is made of more than one request, or of a document too long to hand on: a plan's digest, a run's
/// diagnosis. A row of the catalogue names it as its <see cref="TerraformTool.Report"/>. Without state: one instance
/// serves all calls.
/// </summary>
public interface IToolReport
{
    /// <summary>Makes the report. Everything it asks goes through <see cref="TerraformCall.Api"/>.</summary>
    /// <param name="call">What was asked, and by whom.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The JSON for the model and the outcome, as in <see cref="ToolResult"/>.</returns>
    /// <exception cref="TerraformFailedException">There was no answer of the API, or a link may not be followed.</exception>
    /// <exception cref="System.Text.Json.JsonException">An answer was not the JSON that it should be.</exception>
    Task<(ReadOnlyMemory<byte> Json, CallOutcome Outcome)> WriteAsync(TerraformCall call, CancellationToken cancellationToken);
}
