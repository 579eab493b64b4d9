using ServerlessMcp.Sandbox.Runs;

namespace ServerlessMcp.Sandbox.Model;

/// <summary>https://developer.hashicorp.com/terraform/cloud-docs/api-docs/configuration-versions</summary>
internal sealed class ConfigurationVersion(string id, Workspace workspace, DateTimeOffset createdAt) : Entity(id)
{
    public override string Type => "configuration-versions";

    public override Organization Organization => Workspace.Organization;

    public Workspace Workspace { get; } = workspace;

    public DateTimeOffset CreatedAt { get; } = createdAt;

    public string Status { get; set; } = "pending";

    public DateTimeOffset? UploadedAt { get; set; }

    public DateTimeOffset? ArchivedAt { get; set; }

    public bool AutoQueueRuns { get; init; } = true;

    public bool Speculative { get; init; }

    public bool Provisional { get; init; }

    public string Source { get; init; } = "tfe-api";

    /// <summary>The archive as uploaded; null until then.</summary>
    public byte[]? Archive { get; set; }

    /// <summary>The code in the archive; null when it was none, and then the workspace's own configuration holds.</summary>
    public Configuration? Configuration { get; set; }

    /// <summary>Why the code could not be read; every run of it fails with this.</summary>
    public Diagnostic? Failure { get; set; }
}
