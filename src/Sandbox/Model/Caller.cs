namespace ServerlessMcp.Sandbox.Model;

/// <summary>Who is asking. <paramref name="Principal"/> is what a lock or a run is attributed to: a user, or for an
/// organization token its service user.</summary>
internal sealed record Caller(CallerKind Kind, User Principal, Organization Organization)
{
    public bool May(Permission permission) => Kind switch
    {
        CallerKind.Owner => true,
        CallerKind.Reader => permission is Permission.Read or Permission.ReadState,
        // https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens#access-levels
        _ => permission is Permission.Read or Permission.ReadState or Permission.UpdateVariables
            or Permission.UpdateWorkspace or Permission.UpdateOrganization
            or Permission.Lock or Permission.ForceUnlock,
    };

    public bool Sees(Entity entity) => entity.Organization is null || ReferenceEquals(entity.Organization, Organization);
}
