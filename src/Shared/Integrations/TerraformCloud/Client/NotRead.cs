namespace ServerlessMcp.Integrations.TerraformCloud.Client;

/// <summary>Why a part of a report is not there.</summary>
/// <param name="Code">In a word: an HTTP status, <c>not_json</c>, <c>out_of_scope</c>, the name of a
/// <see cref="TerraformFailure"/>.</param>
/// <param name="Reason">For a reader, to go on after a colon.</param>
internal sealed record NotRead(string Code, string Reason);
