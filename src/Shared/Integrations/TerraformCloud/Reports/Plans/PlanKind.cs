using ServerlessMcp.Integrations.TerraformCloud.Client;
using ServerlessMcp.Integrations.TerraformCloud.JsonApi;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Plans;

/// <summary>
/// What a document is that should be a plan, by its members: a gateway's notice and a state have no changes either, and
/// are no plan without changes.
/// </summary>
internal sealed class PlanKind
{
    // What a plan has; of these Terraform leaves out each that has nothing in it, but not the format.
    private static readonly string[] Own =
    [
        "format_version", "resource_changes", "output_changes", "planned_values", "resource_drift", "deferred_changes",
        "checks", "configuration", "action_invocations",
        "deferred_action_invocations",
    ];

    private readonly HashSet<string> members = new(StringComparer.Ordinal);

    /// <summary>Its <c>format_version</c>; undefined if it has none.</summary>
    public JsonElement Format { get; set; }

    /// <summary>Whether its <c>resource_changes</c> are neither a list nor nothing.</summary>
    public bool HasOddChanges { get; set; }

    /// <summary>Notes a member.</summary>
    public void Add(string name)
    {
        // Enough to tell by; an object of a hundred other members is no plan.
        if (members.Count < 100)
            members.Add(name);
    }

    /// <summary>Refuses what is no plan.</summary>
    /// <exception cref="UnreadablePlanException">It is none that can be read here.</exception>
    public void Check()
    {
        if (members.Contains("encrypted_data") || members.Contains("encryption_version"))
        {
            throw new UnreadablePlanException(
                "The plan is encrypted: OpenTofu's encryption wrote it, and only those who have its key can read it.");
        }

        if (!Own.Any(members.Contains))
        {
            throw new UnreadablePlanException(
                members.Contains("version") && (members.Contains("resources") || members.Contains("modules"))
                ? "The document is a state, not a plan."
                : "The document is JSON, but no plan: it has neither format_version nor " +
                $"resource_changes{(members.Count == 0 ? "; it is empty" : $", but {UnexpectedAnswerException.Few(members)}")}.");
        }

        if (members.Contains("values") && !members.Contains("planned_values") && !members.Contains("resource_changes"))
            throw new UnreadablePlanException("The document is the JSON of a state, not of a plan.");
        if (!DocumentFormat.IsKnown(Format, out var format))
        {
            throw new UnreadablePlanException(
                $"The plan's JSON is of format {format}; known here are formats 0 and 1, and in another what is " +
                    "sensitive may be marked elsewhere.");
        }

        if (HasOddChanges)
        {
            throw new UnreadablePlanException(
                "The document has something else than a list in resource_changes, " +
                    "so what the plan changes is not known.");
        }
    }
}
