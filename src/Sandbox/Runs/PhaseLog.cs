using ServerlessMcp.Sandbox.Model;

namespace ServerlessMcp.Sandbox.Runs;

/// <summary>
/// What Terraform prints while it plans or applies. The log is framed by STX and ETX and grows while the phase runs, as
/// the log endpoint's does: https://developer.hashicorp.com/terraform/cloud-docs/api-docs/plans (<c>log-read-url</c>).
/// </summary>
internal static class PhaseLog
{
    private const byte Stx = 2;
    private const byte Etx = 3;

    /// <summary>The bytes that exist now: nothing before the start, a part while running, all and ETX at the end.</summary>
    public static byte[] Bytes(Phase phase, DateTimeOffset now, TimeSpan duration)
    {
        if (phase.StartedAt is not { } started) return phase.EndedAt is null ? [] : [Stx, Etx];
        var ended = phase.EndedAt is not null;
        var done = ended || duration <= TimeSpan.Zero ? 1.0 : Math.Clamp((now - started) / duration, 0.1, 0.95);
        var lines = phase.LogLines.Take((int)(phase.LogLines.Count * done));
        var text = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        return ended ? [Stx, .. text, Etx] : [Stx, .. text];
    }

    public static IEnumerable<string> OfPlan(Run run)
    {
        yield return $"Terraform v{run.TerraformVersion}";
        yield return "on linux_amd64";
        yield return "Initializing plugins and modules...";
        foreach (var resource in run.Workspace.CurrentState?.Resources ?? [])
        {
            yield return $"{resource.Address}: Refreshing state... [id={resource.Attributes["id"]}]";
        }

        if (run.Plan.Failure is { } failure)
        {
            yield return "";
            yield return $"Error: {failure.Summary}";
            yield return "";
            yield return failure.Place is { } place ? $"  on {place}:" : $"  on variables.tf line 1, in {failure.Address}:";
            yield return "";
            yield return failure.Detail;
            yield return "Operation failed: failed running terraform plan (exit 1)";
            yield break;
        }

        if (!run.Plan.HasChanges)
        {
            yield return "";
            yield return "No changes. Your infrastructure matches the configuration.";
            yield break;
        }

        if (run.Plan.Changes.Exists(c => c.IsChange))
        {
            yield return "";
            yield return "Terraform will perform the following actions:";
        }

        foreach (var change in run.Plan.Changes.Where(c => c.IsChange))
        {
            yield return "";
            foreach (var line in Describe(change)) yield return line;
        }

        yield return "";
        yield return $"Plan: {run.Plan.Additions} to add, {run.Plan.Updates} to change, {run.Plan.Destructions} to destroy.";
        if (run.Plan.OutputChanges.Count == 0) yield break;
        yield return "";
        yield return "Changes to Outputs:";
        foreach (var line in run.Plan.OutputChanges) yield return "  " + line;
    }

    public static IEnumerable<string> OfApply(Run run)
    {
        yield return $"Terraform v{run.TerraformVersion}";
        yield return "on linux_amd64";
        yield return "Initializing plugins and modules...";
        foreach (var change in run.Plan.Changes.Where(c => c.IsChange))
        {
            var (doing, done) = change.Action switch
            {
                "create" => ("Creating", "Creation"),
                "delete" => ("Destroying", "Destruction"),
                "replace" => ("Replacing", "Replacement"),
                _ => ("Modifying", "Modifications"),
            };
            yield return $"{change.Address}: {doing}...";
            yield return $"{change.Address}: {done} complete after 1s";
        }

        yield return "";
        yield return $"Apply complete! Resources: {run.Plan.Additions} added, {run.Plan.Updates} changed, " +
            $"{run.Plan.Destructions} destroyed.";
        var outputs = OutputPlanner.Lines(run).ToList();
        if (outputs.Count == 0) yield break;
        yield return "";
        yield return "Outputs:";
        yield return "";
        foreach (var line in outputs) yield return line;
    }

    private static IEnumerable<string> Describe(PlannedChange change)
    {
        var (sign, verb) = change.Action switch
        {
            "create" => ("+", "will be created"),
            "delete" => ("-", "will be destroyed"),
            "replace" => ("-/+", "will be replaced, as requested"),
            _ => ("~", "will be updated in-place"),
        };
        yield return $"  # {change.Address} {verb}";
        yield return $"  {sign} resource \"{change.Kind}\" \"{change.Name}\" {{";
        foreach (var (key, value) in change.After ?? change.Before ?? [])
        {
            var before = change.Before?[key];
            if (change.Action == "update" && JsonNode.DeepEquals(before, value)) continue;
            var shown = change.Sensitive.Contains(key) ? "(sensitive value)" : value?.ToJsonString() ?? "null";
            yield return change.Action == "update" && !change.Sensitive.Contains(key)
                ? $"      {sign} {key} = {before?.ToJsonString() ?? "null"} -> {shown}"
                : $"      {sign} {key} = {shown}";
        }

        yield return "    }";
    }
}
