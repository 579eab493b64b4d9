namespace ServerlessMcp.Sandbox.Model;

/// <summary>What a caller may do to a workspace or to what hangs off it.
/// https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/permissions</summary>
internal enum Permission
{
    Read,
    ReadState,
    QueueRun,
    Apply,
    Override,
    Lock,
    ForceUnlock,
    ForceCancel,
    UploadState,
    ReadPlanJson,
    UpdateVariables,
    UpdateWorkspace,
    UpdateOrganization,
    UpdateNotifications,
}
