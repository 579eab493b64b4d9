namespace ServerlessMcp.Sandbox.Model;

/// <summary>The status of a plan or an apply, its timestamps and its log.</summary>
internal sealed class Phase
{
    public string Status { get; private set; } = "pending";

    public List<KeyValuePair<string, DateTimeOffset>> Timestamps { get; } = [];

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>The whole log, known once the phase started; a reader sees as much of it as time has let through.</summary>
    public List<string> LogLines { get; } = [];

    public void Enter(string status, DateTimeOffset at)
    {
        Status = status;
        switch (status)
        {
            case "queued":
                Timestamps.Add(KeyValuePair.Create("queued-at", at));
                break;
            case "running":
                StartedAt = at;
                Timestamps.Add(KeyValuePair.Create("started-at", at));
                break;
            default:
                EndedAt = at;
                Timestamps.Add(KeyValuePair.Create(status + "-at", at));
                break;
        }
    }
}
