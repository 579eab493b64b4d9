using ServerlessMcp.Http;

namespace ServerlessMcp.Integrations.Aws.Findings;

/// <summary>
/// Findings as a model reads them: by control, the worst first, and within it by evidence, so that what fifty buckets
/// have in common is said, and paid for, once.
/// </summary>
internal static class FindingsJson
{
    // Below that, naming them costs less than saying how they are named.
    private const int Few = 10;

    /// <summary>Writes the member <c>findings</c>. What most things have in common is told by those that have it not.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="findings">The findings.</param>
    /// <param name="all">All things that were checked, which the answer names; empty where it does not.</param>
    public static void Write(Utf8JsonWriter writer, IEnumerable<Finding> findings, IReadOnlyList<string> all)
    {
        writer.WriteStartArray("findings");
        foreach (var control in findings.GroupBy(finding => finding.Control).OrderBy(group => group.Key.Order))
        {
            writer.WriteStartObject();
            writer.WriteString("control", control.Key.Id);
            writer.WriteString("severity", control.Key.Severity);
            writer.WriteString("title", control.Key.Title);
            writer.WriteString("remediation", control.Key.Remediation);
            writer.WriteStartArray("found");
            foreach (var group in control.GroupBy(finding => (finding.Status, finding.Evidence)).OrderBy(group => group.Key.Status != Finding.Failed))
            {
                writer.WriteStartObject();
                if (group.Key.Status != Finding.Failed)
                {
                    writer.WriteString("status", group.Key.Status);
                }

                writer.WriteString("evidence", group.Key.Evidence);
                WriteTargets(writer, [.. group.Select(finding => finding.Target).Where(target => target.Length > 0)], all);

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTargets(Utf8JsonWriter writer, IReadOnlyList<string> targets, IReadOnlyList<string> all)
    {
        if (targets.Count * 2 > all.Count && all.Count > Few)
        {
            writer.WriteTexts("of_all_but", all.Except(targets));
        }
        else if (targets.Count > 0)
        {
            writer.WriteTexts("of", targets);
        }
    }
}
