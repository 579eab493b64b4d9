namespace ServerlessMcp.Sandbox.Model;

/// <summary>The kind of token a request came with.</summary>
internal enum CallerKind
{
    Owner,
    Reader,
    OrganizationToken,
}
