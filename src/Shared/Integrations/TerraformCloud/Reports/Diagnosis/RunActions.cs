namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>The <c>actions</c> of a run: what its state allows; null where the API doesn't say.</summary>
/// <param name="IsConfirmable">Whether it waits to be applied.</param>
/// <param name="IsCancelable">Whether it can be interrupted.</param>
/// <param name="IsDiscardable">Whether it can be thrown away.</param>
/// <param name="IsForceCancelable">Whether it can be killed.</param>
internal sealed record RunActions(
    bool? IsConfirmable = null, bool? IsCancelable = null, bool? IsDiscardable = null, bool? IsForceCancelable = null);
