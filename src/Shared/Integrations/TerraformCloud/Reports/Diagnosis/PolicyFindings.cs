using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>The failed policies that were found so far, and what could not be read of them.</summary>
internal sealed class PolicyFindings(RelatedResources others)
{
    private readonly List<PolicyFailure> failures = [];

    /// <summary>Those that failed.</summary>
    public IReadOnlyList<PolicyFailure> Failures => failures;

    /// <summary>What could not be read.</summary>
    public RunParts Unread { get; private set; }

    /// <summary>Takes those that came otherwise.</summary>
    public void Add(IEnumerable<PolicyFailure> more) => failures.AddRange(more);

    /// <summary>Notes that a part is not known.</summary>
    public void Miss(RunParts part) => Unread |= part;

    /// <summary>Reads which policies of a set failed, by the outcomes of its evaluation.</summary>
    public async Task ReadOutcomesAsync(
        string path, string what, string generation, string owner, CancellationToken cancellationToken)
    {
        var outcomes = await others.ListAsync(path, $"outcomes of the {what}", cancellationToken);
        var found = (outcomes ?? []).SelectMany(outcome => PolicyFailures.OfOutcome(outcome, generation, owner)).ToList();
        failures.AddRange(found);
        if (found.Count == 0)
        {
            Unread |= RunParts.Policies;
            if (outcomes is not null)
            {
                others.Say($"The {what} failed, and its outcomes do not say which policy.");
            }
        }
    }

    /// <summary>Says of a list that did not come, or whose rows do not say their status, that a part is not known.</summary>
    public void Note(IReadOnlyList<ApiResource>? all, string sentence, RunParts part)
    {
        if (all?.Any(one => one.Text("status") is null) == true)
        {
            others.Say(sentence);
            Unread |= part;
        }
        else if (all is null)
        {
            Unread |= part;
        }
    }
}
