namespace ServerlessMcp.Sandbox.Model;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/state-versions</summary>
internal sealed class StateVersion(string id, Workspace workspace, long serial, DateTimeOffset createdAt) : Entity(id)
{
    public override string Type => "state-versions";

    public override Organization Organization => Workspace.Organization;

    public Workspace Workspace { get; } = workspace;

    public long Serial { get; } = serial;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public string Lineage { get; init; } = "";

    public string TerraformVersion { get; set; } = "1.11.4";

    public Run? Run { get; init; }

    public User? CreatedBy { get; init; }

    /// <summary>False while the state itself has not been uploaded; such a version is not in the workspace's list.</summary>
    public bool IsFinalized { get; set; }

    public string? UploadUrl { get; set; }

    public string? JsonUploadUrl { get; set; }

    /// <summary>The state file, byte for byte as it was uploaded; null for one the sandbox made.</summary>
    public byte[]? File { get; set; }

    public List<StateResource> Resources { get; } = [];

    public List<StateVersionOutput> Outputs { get; } = [];
}
