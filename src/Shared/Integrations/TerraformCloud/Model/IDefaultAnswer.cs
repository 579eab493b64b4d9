using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Model;

/// <summary>
/// What a tool answers where a call names no <c>fields</c>, if the fields of its rows alone do not answer what it is
/// asked: policies that failed out of an engine's trace, the outputs of a state. With <c>fields</c> the rows are as
/// they came. Without state: one instance serves all calls.
/// </summary>
public interface IDefaultAnswer
{
    /// <summary>Makes the answer.</summary>
    /// <param name="call">What was asked. What did not come is read by its API; what names a tool names it as the URL
    /// does.</param>
    /// <param name="response">What the API answered; a success.</param>
    /// <param name="rows">What the tool would answer by its default fields.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="System.Text.Json.JsonException">The answer is not what it should be.</exception>
    Task<ReadOnlyMemory<byte>> WriteAsync(
        TerraformCall call, TerraformResponse response, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken);

    /// <summary>What the rows of a call that names <c>fields</c> leave out and this has; null where nothing is missing.</summary>
    /// <param name="call">What was asked.</param>
    string? LeftOut(TerraformCall call) => null;
}
