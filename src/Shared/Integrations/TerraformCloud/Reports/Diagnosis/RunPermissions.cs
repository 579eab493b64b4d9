namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>The <c>permissions</c> of a run: what the token allows; null where the API doesn't say.</summary>
/// <param name="CanApply">Confirm and discard.</param>
/// <param name="CanOverride">Override policy checks.</param>
/// <param name="CanCancel">Cancel.</param>
/// <param name="CanForceCancel">Kill.</param>
/// <param name="CanForceExecute">Jump the queue.</param>
/// <param name="CanForceUnlock">Break the workspace's lock.</param>
/// <param name="CanUnlock">Take away a lock of one's own.</param>
internal sealed record RunPermissions(
    bool? CanApply = null, bool? CanOverride = null, bool? CanCancel = null, bool? CanForceCancel = null,
    bool? CanForceExecute = null, bool? CanForceUnlock = null, bool? CanUnlock = null);
