using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.Model;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>Whom or what a run waits for, as a diagnosis says it, by what the run says of itself alone. One that has
/// ended, or that goes on by itself, waits for nobody, and has no such member.</summary>
internal sealed record RunWaitsFor() : ToldMember("waits_for", RunDocument.Fields)
{
    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ApiResource row, ApiResource[] included)
    {
        if (row.Text("status") is not null && RunCauses.Decide(RunDocument.Read(row)) is { IsWaiting: true } cause)
        {
            writer.WriteString(Name, cause.WaitsFor);
        }
    }
}
