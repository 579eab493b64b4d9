using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;
using ServerlessMcp.Records;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>Since when a run has its status; where the API tells no such moment, when it was created, and by that name.</summary>
internal sealed record RunSince() : ToldMember("since", "status_timestamps", "created_at")
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ApiResource row, ApiResource[] included)
    {
        var since = RunDocument.Since(row);
        if ((since ?? row.Time("created-at")) is { } moment)
        {
            writer.WriteString(since is null ? "created_at" : Name,
                moment.ToSecond());
        }
    }
}
