using ServerlessMcp.Integrations.TerraformCloud.Client;

namespace ServerlessMcp.Integrations.TerraformCloud.Reports.Diagnosis;

/// <summary>The tasks of a task stage that did not pass.</summary>
internal static class StageTasks
{
    private const int MaxTasks = 3;

    /// <summary>Reads them, the mandatory ones first.</summary>
    public static async Task<List<TaskFacts>> ReadAsync(
        RelatedResources others, ApiDocument detail, ApiResource stage, CancellationToken cancellationToken)
    {
        var tasks = new List<TaskFacts>();
        var named = stage.RelatedIds("task-results").ToList();
        if (stage.Names("task-results") is null && stage.Names("policy-evaluations") != true)
        {
            others.Say("The task stage does not say which tasks it has.");
        }

        // Those that came are free; of the others a few tell enough.
        foreach (var id in named.OrderBy(id => detail.Included(id) is null)
            .Take(named.Count(id => detail.Included(id) is not null) + MaxTasks))
        {
            if ((detail.Included(id) ?? await others.ByIdAsync("task-results", id, "task result", cancellationToken))
                is { } result && result.Text("status") is not "passed")
            {
                tasks.Add(new TaskFacts(
                    result.Text("task-name") ?? result.Id, result.Text("status") ?? "unknown",
                    result.Text("workspace-task-enforcement-level"), result.Text("message")));
            }
        }

        return [.. tasks.OrderBy(task => task.EnforcementLevel == "advisory")];
    }
}
